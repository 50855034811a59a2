/**
 * What the server drives elsewhere, where it cannot: in functions that SQL, a trigger or an expression calls. PostgreSQL asks the
 * server while it runs (catalog/sql/36-callback.sql).
 */
import { OraError, refuse } from '../../../errors/ora-error'
import { quoteLiteral, type Span } from '../../../sql/expr'
import type { OraType } from '../../../sql/types'
import { type CollectionType, type PlsqlType, pgTypeOf, type Signature } from '../../types'
import { type Code, line } from '../code'
import type { Frame } from '../frame'

export interface Variable { readonly name: string; readonly type: PlsqlType }

export interface DynamicStatement {
  /** plpgsql that computes the text. */
  readonly sql: string
  readonly using: readonly (Variable & { readonly mode: 'IN' | 'OUT' | 'IN OUT' })[]
  readonly into?: { readonly targets: readonly Variable[]; readonly bulk: boolean; readonly returning: boolean }
  readonly after: readonly Code[]
}

/** EXECUTE IMMEDIATE. */
export const askedStatement = (f: Frame, s: DynamicStatement, at: Span): Code[] => orRefused(f, at, () => statement(f, s, at))

function statement(f: Frame, s: DynamicStatement, at: Span): Code[] {
  const where = f.unit.line(at.start)
  const outs = s.using.filter(u => u.mode !== 'IN')
  const into = s.into ?? { targets: outs, bulk: false, returning: true }
  const wanted = into.targets.flatMap(target => columnsOf(into.bulk ? collectionOf(target.type, at).element : target.type, at))
  const elements = into.bulk ? `, array[${into.targets.map(target => quoteLiteral(collectionOf(target.type, at).elementPg)).join(', ')}]` : ''
  const targets = into.targets.length > 0 ? `${json(wanted)}${elements}` : 'null'
  // SELECT must give one row; what RETURNING gives may be none.
  const strict = into.targets.length > 0 && !into.bulk && !into.returning ? 'strict ' : ''
  const run = `execute ora.dynamic_sql(${s.sql}, ${ownerOf(f)}, ${json(s.using.map(u => scalarOf(u.type, at)))}, ${targets})` +
    `${into.targets.length > 0 ? ` into ${strict}${into.targets.map(t => t.name).join(', ')}` : ''}${usingOf(s.using)};`
  const count = into.bulk ? `sql_rowcount := cardinality(${into.targets[0].name});` : 'get diagnostics sql_rowcount = row_count;'
  const single = into.targets.length > 0 && into.returning && !into.bulk
  const several = single ? ' if sql_rowcount > 1 then perform ora.raise(1422); end if;' : ''
  const arm = { when: into.bulk ? 'true' : 'sql_rowcount > 0', line: where, then: s.after }
  return [
    line(`${run} ${count}${several} sql_found := sql_rowcount > 0;`, where, { effect: true }),
    ...(s.after.length === 0 ? [] : [{ is: 'if' as const, line: where, arms: [arm] }])
  ]
}

/** OPEN … FOR text; `assign` puts a portal's name into the cursor variable. */
export const askedQuery = (f: Frame, sql: string, using: DynamicStatement['using'], assign: (portal: string) => string, at: Span): Code[] =>
  orRefused(f, at, () => query(f, sql, using, assign, at))

function query(f: Frame, sql: string, using: DynamicStatement['using'], assign: (portal: string) => string, at: Span): Code[] {
  const [asked, portal] = [f.declare('dynamic', 'record'), f.declare('portal', 'refcursor')]
  const types = json(using.map(u => scalarOf(u.type, at)))
  return [line(
    `${asked} := ora.dynamic_query(${sql}, ${ownerOf(f)}, ${types}); ${portal} := ${asked}.portal::refcursor;
open ${portal} no scroll for execute ${asked}.sql${usingOf(using)};
perform ora.cursor_opened(${portal}::text); ${assign(`${portal}::text`)}`,
    f.unit.line(at.start), { effect: true })]
}

/** The body of an autonomous subprogram: `inputs` are its parameters in order, `outputs` the result and OUT parameters. */
export function askedCall(f: Frame, signature: Signature, unit: string, inputs: readonly string[], outputs: readonly Variable[],
  at: Span): Code[] {
  const result = f.declare('answer', 'text[]')
  const names = [signature.pgSchema, unit, signature.pgName].map(quoteLiteral).join(', ')
  const call = `${result} := ora.call_autonomous(${names}, ${texts(inputs)});`
  return [
    line(`${call} ${taken(result, outputs)}`, f.unit.line(at.start), { effect: true }),
    { is: 'return', line: f.unit.line(at.start) }
  ]
}

/** DBMS_OUTPUT.GET_LINE and the like. */
export function askedBuiltin(f: Frame, name: string, inputs: readonly string[], outputs: readonly Variable[], at: Span): Code[] {
  const result = f.declare('answer', 'text[]')
  const call = `${result} := ora.call_builtin(${quoteLiteral(name)}, ${texts(inputs)});`
  return [line(`${call} ${taken(result, outputs)}`, f.unit.line(at.start), { effect: true })]
}

const texts = (values: readonly string[]): string => `array[${values.map(v => `${v}::text`).join(', ')}]::text[]`
const taken = (answer: string, outputs: readonly Variable[]): string =>
  outputs.map((o, i) => `${o.name} := ${answer}[${i + 1}]::${pgTypeOf(o.type)};`).join(' ')

/** What cannot be done there can be where the server drives the block: so it is refused when it is run. */
function orRefused(f: Frame, at: Span, make: () => Code[]): Code[] {
  try {
    return make()
  } catch (e) {
    if (!(e instanceof OraError) || e.code !== 3001) throw e
    const feature = /^unimplemented feature: (.*) is not supported/.exec(e.text)?.[1] ?? e.text
    return [line(`perform ora.raise(3001, ${quoteLiteral(feature)});`, f.unit.line(at.start))]
  }
}

const json = (types: readonly OraType[]): string => `${quoteLiteral(JSON.stringify(types))}::jsonb`
const usingOf = (using: DynamicStatement['using']): string => (using.length > 0 ? ` using ${using.map(u => u.name).join(', ')}` : '')
/** Names in a stored unit's dynamic SQL are its owner's. */
const ownerOf = (f: Frame): string => (f.unit.c.unit === '' ? 'null' : quoteLiteral(f.unit.c.owner))

function scalarOf(type: PlsqlType, at: Span): OraType {
  if (type.kind === 'SCALAR') return type.type
  return refuse(`a ${type.kind.toLowerCase()} in USING in a function that SQL, a trigger or an expression calls`, at.start)
}
const columnsOf = (type: PlsqlType, at: Span): OraType[] =>
  type.kind === 'RECORD' ? type.fields.map(field => scalarOf(field.type, at)) : [scalarOf(type, at)]
function collectionOf(type: PlsqlType, at: Span): CollectionType {
  return type.kind === 'COLLECTION' ? type : refuse('BULK COLLECT into anything but collections', at.start)
}
