/** OPEN, FETCH and CLOSE. */
import { plsError } from '../../../errors/pls-messages'
import { refuse } from '../../../errors/ora-error'
import { quoteLiteral, type Span } from '../../../sql/expr'
import type { Argument, ExprNode, Name } from '../../../sql/tree'
import type { Driven, Slot } from '../../compiled'
import type { CursorSymbol, Scope } from '../../model'
import { childScope, declare, expression, lookup, queryOf, text, variableValue, type StaticStatement } from '../../resolve'
import { parameterType } from '../../resolve/calls'
import type { CloseStatement, FetchStatement, OpenStatement, ParameterNode } from '../../tree'
import { pgTypeOf, type PlsqlType } from '../../types'
import { line, type Code } from '../code'
import type { DrivenMaker } from '../driven-maker'
import { evaluateAs } from '../evaluate'
import { INTEGER, type Frame } from '../frame'
import { describeColumns } from './describe'
import { collections, singleRow, storeCollection, type Collected, type ComingColumn } from './into'
import { columnKinds } from '../column-kinds'

export const dotted = (path: readonly Name[]): string => path.map(n => n.name).join('.')

/** @throws PLS-00201, PLS-00456 */
export function cursorOf(f: Frame, path: readonly Name[], scope: Scope): CursorSymbol {
  const symbol = lookup(f.unit.c, scope, path)
  if (!symbol) throw plsError(201, [dotted(path)], path[0].start)
  if (symbol.is !== 'cursor') throw plsError(456, [dotted(path)], path[0].start)
  return symbol
}

/** Its state lives in variables of this function, or of one around it. */
function explicitCursor(f: Frame, path: readonly Name[], scope: Scope): CursorSymbol {
  const symbol = cursorOf(f, path, scope)
  return symbol.packaged ? refuse('a cursor of a package, but in a FOR loop', path[0].start) : symbol
}

// ----------------------------------------------------------------------- OPEN
export interface Opened { readonly before: readonly Code[]; readonly query: StaticStatement }

/** The cursor's query, with arguments for its parameters. */
export function queryWith(f: Frame, cursor: CursorSymbol, args: readonly Argument[], scope: Scope, at: Span): Opened {
  const { c } = f.unit
  const { node } = cursor
  if (!node?.query) return refuse(`cursor ${cursor.name}, whose query is in another unit`, at.start)
  const inside = childScope(cursor.scope)
  const before: Code[] = []
  node.parameters.forEach((p, i) => {
    const { type } = cursor.parameters[i]
    const given = argumentFor(p, i, args) ?? p.default
    if (!given) throw plsError(306, [cursor.name], at.start)
    const pg = f.slot('arg', type)
    const { before: calls, value } = evaluateAs(f, given, given === p.default ? cursor.scope : scope, type)
    before.push(...calls, line(`${pg} := ${value};`, f.unit.line(at.start)))
    declare(c, inside, { is: 'variable', name: p.name.name, type, assignable: false, pg }, p)
  })
  if (args.length > node.parameters.length || args.some(a => a.name && !node.parameters.some(p => p.name.name === a.name?.name)))
    throw plsError(306, [cursor.name], at.start)
  const query = queryOf(c, node.query, inside)
  if (query.steps.length > 1) refuse('a cursor over a query of several steps', node.query.start)
  return { before, query }
}
const argumentFor = (p: ParameterNode, i: number, args: readonly Argument[]): ExprNode | undefined =>
  (args.find(a => a.name?.name === p.name.name) ?? (args[i]?.name ? undefined : args[i]))?.value

export function openCursor(f: Frame, s: OpenStatement, scope: Scope): readonly Code[] {
  if (isVariable(f, s.cursor, scope)) throw plsError(456, [dotted(s.cursor)], s.start)
  const cursor = explicitCursor(f, s.cursor, scope)
  const { before, query } = queryWith(f, cursor, s.args, scope, s)
  return [...before, ...open(f, cursor.pg, query, f.unit.line(s.start), `${cursor.pg} is not null`)]
}
const isVariable = (f: Frame, path: readonly Name[], scope: Scope): boolean => lookup(f.unit.c, scope, path)?.is === 'variable'

/** @param unless ORA-06511 */
export function open(f: Frame, pg: string, query: StaticStatement, at: number, unless: string): readonly Code[] {
  const sql = query.steps[0]
  const guard = line(`if ${unless} then perform ora.raise(6511); end if;`, at)
  return [guard, {
    is: 'driven', must: false, line: at,
    plain: [line(`${pg} := null; open ${pg} no scroll for ${sql}; ${pg}_rows := 0; ${pg}_found := null;`, at, { effect: true })],
    drive: maker => [{
      do: 'open', cursor: maker.slot(pg), line: at, query: { open: maker.open(sql, at), shape: f.unit.shape(describeColumns(query.columns)) }
    }]
  }]
}

// ---------------------------------------------------------------------- FETCH
/** What is fetched from: a cursor, or a variable that has a portal's name. */
interface Source {
  /** plpgsql variable of type refcursor. */
  readonly pg: string
  readonly slot: (maker: DrivenMaker) => Slot
  readonly columns?: readonly ComingColumn[]
  /** Before and after a fetch, in plpgsql; `count` is how many rows came. */
  readonly enter: string
  readonly fetched: (count: string, found: string) => string
  readonly close: string
}

function sourceOf(f: Frame, node: ExprNode, scope: Scope): Source {
  if (node.type === 'column' && lookup(f.unit.c, scope, node.path)?.is === 'cursor') {
    const cursor = explicitCursor(f, node.path, scope)
    const { pg } = cursor
    return {
      pg,
      slot: maker => maker.slot(pg),
      columns: cursor.row.fields.map(field => coming(field.type)),
      enter: `if ${pg} is null then perform ora.raise(1001); end if;`,
      fetched: (count, found) => `${pg}_rows := ${pg}_rows + ${count}; ${pg}_found := ${found};`,
      close: `close ${pg}; ${pg} := null;`
    }
  }
  const value = expression(f.unit.c, node, scope)
  if (!('composite' in value) || value.composite.kind !== 'REF CURSOR') throw plsError(456, [node.type === 'column' ? dotted(node.path) : ''], node.start)
  const read = text(value.sql)
  const portal = f.declare('portal', 'refcursor')
  const { row } = value.composite
  return {
    pg: portal,
    slot: maker => maker.slot(read),
    ...(row && { columns: row.fields.map(field => coming(field.type)) }),
    enter: `${portal} := ora.open_portal(${read})::refcursor;`,
    fetched: (count, found) => `perform ora.cursor_fetched(${read}, ${count}, ${found});`,
    close: `close ${portal}; perform ora.cursor_closed(${read});`
  }
}
const coming = (type: PlsqlType): ComingColumn =>
  ({ pgType: pgTypeOf(type), value: (variable, at) => variableValue(type, variable, at) })

/** Of a cursor variable whose columns nobody knows before: they must be what the targets are. */
function weakColumns(f: Frame, s: FetchStatement, scope: Scope): { readonly columns: readonly ComingColumn[]; readonly check: string } {
  const types = s.into.targets.flatMap((node): readonly PlsqlType[] => {
    const value = expression(f.unit.c, node, scope)
    const type: PlsqlType = 'composite' in value ? value.composite : { kind: 'SCALAR', type: value.type }
    const item = s.into.bulk && type.kind === 'COLLECTION' ? type.element : type
    return (item.kind === 'RECORD' ? item.fields.map(field => field.type) : [item]).map(parameterType)
  })
  return { columns: types.map(type => coming(type)), check: quoteLiteral(columnKinds(types, s.start)) }
}

export function fetch(f: Frame, s: FetchStatement, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const source = sourceOf(f, s.cursor, scope)
  const weak = source.columns ? undefined : weakColumns(f, s, scope)
  const columns = source.columns ?? weak?.columns ?? []
  const enter = `${source.enter}${weak ? ` perform ora.check_columns(${source.pg}::text, ${weak.check});` : ''}`
  if (s.into.bulk) return fetchBulk(f, s, scope, source, columns, enter, at)
  const { variables, store } = singleRow(f, s.into, columns, scope, 'fetch', false)
  const slots = driveInto(f, variables, columns)
  return [{
    is: 'driven', must: false, line: at,
    plain: [line(`${enter} fetch ${source.pg} into ${variables.join(', ')};
if found then ${source.fetched('1', 'true')} ${store} else ${source.fetched('0', 'false')} end if;`, at)],
    drive: maker => [fetchStep(maker, source, slots, false, store === '' ? [] : [line(store, at)], at)]
  }]
}

/** The variables that a row comes into live between fragments then. */
function driveInto(f: Frame, variables: readonly string[], columns: readonly ComingColumn[]): readonly Slot[] {
  return variables.map((name, i) => {
    const { pgType } = columns[i]
    const known = f.variables.findIndex(v => v.name === name)
    const type: PlsqlType = { kind: 'RECORD', id: pgType, fields: [], pg: pgType }
    if (known >= 0) f.variables[known] = { ...f.variables[known], type: f.variables[known].type ?? type }
    return { name, type }
  })
}

function fetchStep(maker: DrivenMaker, source: Source, into: readonly Slot[], bulk: boolean, after: readonly Code[], line: number, limit?: string): Driven {
  return {
    do: 'fetch', cursor: source.slot(maker), into, bulk, line, after: maker.driven(after),
    ...(limit !== undefined && { limit: maker.values([{ sql: limit, slot: { name: 'limit$', type: INTEGER } }], line) })
  }
}

function fetchBulk(f: Frame, s: FetchStatement, scope: Scope, source: Source, columns: readonly ComingColumn[], enter: string, at: number): readonly Code[] {
  const variables = columns.map(column => f.declare('into', column.pgType))
  const collected = collections(f, s.into, columns, variables, scope, 'fetch')
  const arrays = collected.map(one => f.declare('bulk', one.type.pg))
  const count = f.declare('count', 'int')
  const limit = s.limit ? evaluateAs(f, s.limit, scope, { ...INTEGER, integer: 'PLS_INTEGER' }) : undefined
  const limitVariable = limit ? f.slot('limit', INTEGER) : undefined
  const before: Code[] = limit && limitVariable
    ? [...limit.before, line(`${limitVariable} := ${limit.value}; if ${limitVariable} is null or ${limitVariable} <= 0 then perform ora.raise(6502, ''); end if;`, at)]
    : []
  const add = collected.map((one, i) => `${arrays[i]} := array_append(${arrays[i]}, ${one.element});`).join(' ')
  const store = collected.map((one, i) => storeCollection(f, one, arrays[i], s)).join(' ')
  const label = f.unit.c.fresh('loop')
  return [...before, {
    is: 'driven', must: false, line: at,
    plain: [line(`${enter} ${count} := 0; ${arrays.map(a => `${a} := '{}';`).join(' ')}
<<${label}>> loop ${limitVariable ? `exit ${label} when ${count} >= ${limitVariable};` : ''} fetch ${source.pg} into ${variables.join(', ')};
exit ${label} when not found; ${count} := ${count} + 1; ${add} end loop;
${source.fetched(count, limitVariable ? `${count} >= ${limitVariable}` : 'false')} ${store}`, at)],
    drive: maker => [driveBulk(maker, s, source, collected, limitVariable, at)]
  }]
}

function driveBulk(maker: DrivenMaker, s: FetchStatement, source: Source, collected: readonly Collected[], limit: string | undefined, at: number): Driven {
  const slots = collected.map(one => (one.target.pg === undefined ? refuse('BULK COLLECT into a part of a variable here', s.start) : maker.slot(one.target.pg)))
  return fetchStep(maker, source, slots, true, [], at, limit)
}

// ---------------------------------------------------------------------- CLOSE
export function closeCursor(f: Frame, s: CloseStatement, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const source = sourceOf(f, s.cursor, scope)
  return [{
    is: 'driven', must: false, line: at,
    plain: [line(`${source.enter} ${source.close}`, at, { effect: true })],
    drive: maker => [{ do: 'close', cursor: source.slot(maker), line: at }]
  }]
}
