/** OPEN, FETCH and CLOSE. */

import { refuse } from '../../../errors/ora-error'
import { plsError } from '../../../errors/pls-messages'
import { quoteLiteral, type Span } from '../../../sql/expr'
import type { ColumnInfo } from '../../../sql/statement'
import type { Argument, ExprNode, Name } from '../../../sql/tree'
import type { Driven, Slot } from '../../compiled'
import type { CursorSymbol, Scope } from '../../model'
import { childScope, declare, expression, lookup, queryOf, type StaticStatement, text, variableValue } from '../../resolve'
import { parameterType } from '../../resolve/calls'
import type { CloseStatement, FetchStatement, OpenStatement } from '../../tree'
import { type Parameter, type PlsqlType, pgTypeOf } from '../../types'
import { type Code, line } from '../code'
import { columnKinds } from '../column-kinds'
import type { DrivenMaker } from '../driven-maker'
import { evaluateAs } from '../evaluate'
import { type Frame, INTEGER, keyAt } from '../frame'
import { describeColumns } from './describe'
import { type Collected, type ComingColumn, collections, singleRow, storeCollection } from './into'
import { lastStep, preparing } from './sql-statement'

export const dotted = (path: readonly Name[]): string => path.map(n => n.name).join('.')

/** @throws PLS-00201, PLS-00456 */
export function cursorOf(f: Frame, path: readonly Name[], scope: Scope): CursorSymbol {
  const symbol = lookup(f.unit.c, scope, path)
  if (!symbol) throw plsError(201, [dotted(path)], path[0].start)
  if (symbol.is !== 'cursor') throw plsError(456, [dotted(path)], path[0].start)
  return symbol
}

/** The variables of a cursor's state, and for a package's cursor what brings them from their cells and back. */
export interface CursorState { readonly pg: string; readonly load: string; readonly save: string }
export function stateOf(f: Frame, cursor: CursorSymbol, at: Span): CursorState {
  const { packaged } = cursor
  if (!packaged) return { pg: cursor.pg, load: '', save: '' }
  const pg = cursorState(f, cursor.name, at.start)
  const parts = [[pg, 'portal', 'text', 'refcursor'], [`${pg}_rows`, 'rows', 'numeric', 'numeric'], [`${pg}_found`, 'found', 'boolean', 'boolean']] as const
  const name = (part: string): string => `${quoteLiteral(`${packaged.cell}:${part}`)}, ${quoteLiteral(packaged.initializer)}`
  return {
    pg,
    load: parts.map(([variable, part, kept, type]) => `${variable} := ora.cell(${name(part)}, null::${kept})::${type};`).join(' '),
    save: parts.map(([variable, part, kept]) => `perform ora.set_cell(${name(part)}, ${variable}::${kept});`).join(' ')
  }
}

/** Variables of a cursor's state: the portal (null: closed), rows fetched, whether the last FETCH gave one. */
export function cursorState(f: Frame, name: string, start: number): string {
  const pg = f.declare('c', 'refcursor', { called: name, key: keyAt(start, 'cursor') })
  f.variables.push(
    { name: `${pg}_rows`, pgType: 'numeric', key: keyAt(start, 'rows') },
    { name: `${pg}_found`, pgType: 'boolean', key: keyAt(start, 'found') }
  )
  return pg
}

// ----------------------------------------------------------------------- OPEN
/** How a cursor is opened: plpgsql over the variable that gets the portal. */
export interface Opening { readonly before: readonly Code[]; readonly text: (portal: string) => string; readonly columns: readonly ColumnInfo[] }

export function openingOf(query: StaticStatement, at: Span, before: readonly Code[] = []): Opening {
  if (query.after.length > 0) refuse('FOR UPDATE WAIT in a cursor', at.start)
  const text = (portal: string): string => [...preparing(query), `open ${portal} no scroll for ${lastStep(query)};`].join(' ')
  return { before, text, columns: describeColumns(query.columns) }
}

/** The cursor's query, with arguments for its parameters. */
export function openingWith(f: Frame, cursor: CursorSymbol, args: readonly Argument[], scope: Scope, at: Span): Opening {
  const given = argumentsOf(f, cursor, args, scope, at)
  const { packaged, node } = cursor
  if (packaged) {
    const list = given.values.map(v => v.pg).join(', ')
    const columns = cursor.row.fields.map(({ name, type }): ColumnInfo => ({ name, type: type.kind === 'SCALAR' ? type.type : { kind: 'NULL' }, nullable: true }))
    return { before: given.before, text: portal => `${portal} := ${packaged.open}(${list})::refcursor;`, columns }
  }
  if (!node?.query) return refuse(`cursor ${cursor.name} without its query`, at.start)
  const inside = childScope(cursor.scope)
  for (const { parameter, pg } of given.values) declare(f.unit.c, inside, { is: 'variable', name: parameter.name, type: parameter.type, assignable: false, pg }, at)
  return openingOf(queryOf(f.unit.c, node.query, inside), at, given.before)
}

interface GivenArguments { readonly before: readonly Code[]; readonly values: readonly { readonly parameter: Parameter; readonly pg: string }[] }
/** By position, by name, by default. @throws PLS-00306 */
function argumentsOf(f: Frame, cursor: CursorSymbol, args: readonly Argument[], scope: Scope, at: Span): GivenArguments {
  const { parameters } = cursor
  const wrong = plsError(306, [cursor.name], at.start)
  if (args.length > parameters.length || args.some(a => a.name && !parameters.some(p => p.name === a.name?.name))) throw wrong
  const before: Code[] = []
  const values = parameters.map((parameter, i) => {
    const given = args.find(a => a.name?.name === parameter.name) ?? (args[i]?.name ? undefined : args[i])
    const { before: calls, value } = given ? evaluateAs(f, given.value, scope, parameter.type) : { before: [], value: parameter.defaultSql }
    if (value === undefined) throw wrong
    const pg = f.slot('arg', parameter.type)
    before.push(...calls, line(`${pg} := ${value};`, f.unit.line(at.start)))
    return { parameter, pg }
  })
  return { before, values }
}

export function openCursor(f: Frame, s: OpenStatement, scope: Scope): readonly Code[] {
  if (lookup(f.unit.c, scope, s.cursor)?.is === 'variable') throw plsError(456, [dotted(s.cursor)], s.start)
  const cursor = cursorOf(f, s.cursor, scope)
  const opening = openingWith(f, cursor, s.args, scope, s)
  const at = f.unit.line(s.start)
  const { pg, load, save } = stateOf(f, cursor, s)
  const codes = open(f, pg, opening, at, `${pg} is not null`)
  return cursor.packaged ? [...opening.before, line(load, at), ...plainly(codes), line(save, at)] : [...opening.before, ...codes]
}
export const plainly = (codes: readonly Code[]): readonly Code[] => codes.flatMap(c => (c.is === 'driven' ? c.plain : [c]))

/** @param unless ORA-06511 */
export function open(f: Frame, pg: string, opening: Opening, at: number, unless: string): readonly Code[] {
  const guard = line(`if ${unless} then perform ora.raise(6511); end if;`, at)
  return [guard, {
    is: 'driven', must: false, line: at,
    plain: [line(`${pg} := null; ${opening.text(pg)} ${pg}_rows := 0; ${pg}_found := null;`, at, { effect: true })],
    drive: maker => [{ do: 'open', cursor: maker.slot(pg), line: at, query: { open: maker.open(opening.text, at), shape: f.unit.shape(opening.columns) } }]
  }]
}

// ---------------------------------------------------------------------- FETCH
/** What is fetched from: a cursor, or a variable that has a portal's name. */
interface Source {
  /** plpgsql variable of type refcursor. */
  readonly pg: string
  /** Absent: the server does not keep it, a package does. */
  readonly slot?: (maker: DrivenMaker) => Slot
  readonly columns?: readonly ComingColumn[]
  /** Before and after a fetch, in plpgsql; `count` is how many rows came. */
  readonly enter: string
  readonly fetched: (count: string, found: string) => string
  readonly close: string
}

function sourceOf(f: Frame, node: ExprNode, scope: Scope): Source {
  if (node.type === 'column' && lookup(f.unit.c, scope, node.path)?.is === 'cursor') {
    const cursor = cursorOf(f, node.path, scope)
    const { pg, load, save } = stateOf(f, cursor, node)
    return {
      pg,
      ...(!cursor.packaged && { slot: (maker: DrivenMaker) => maker.slot(pg) }),
      columns: cursor.row.fields.map(field => coming(field.type)),
      enter: `${load} if ${pg} is null then perform ora.raise(1001); end if;`,
      fetched: (count, found) => `${pg}_rows := ${pg}_rows + ${count}; ${pg}_found := ${found}; ${save}`,
      close: `close ${pg}; ${pg} := null; ${save}`
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
  return drivenIf(source, {
    line: at,
    plain: [line(`${enter} fetch ${source.pg} into ${variables.join(', ')};
if found then ${source.fetched('1', 'true')} ${store} else ${source.fetched('0', 'false')} end if;`, at)],
    drive: (maker, slot) => [fetchStep(maker, slot, slots, false, store === '' ? [] : [line(store, at)], at)]
  })
}

function drivenIf({ slot }: Source, code: { readonly line: number; readonly plain: readonly Code[]; drive(maker: DrivenMaker, slot: Slot): readonly Driven[] }): readonly Code[] {
  return slot ? [{ is: 'driven', must: false, line: code.line, plain: code.plain, drive: maker => code.drive(maker, slot(maker)) }] : code.plain
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

function fetchStep(maker: DrivenMaker, cursor: Slot, into: readonly Slot[], bulk: boolean, after: readonly Code[], line: number, limit?: string): Driven {
  return {
    do: 'fetch', cursor, into, bulk, line, after: maker.driven(after),
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
  return [...before, ...drivenIf(source, {
    line: at,
    plain: [line(`${enter} ${count} := 0; ${arrays.map(a => `${a} := '{}';`).join(' ')}
<<${label}>> loop ${limitVariable ? `exit ${label} when ${count} >= ${limitVariable};` : ''} fetch ${source.pg} into ${variables.join(', ')};
exit ${label} when not found; ${count} := ${count} + 1; ${add} end loop;
${source.fetched(count, limitVariable ? `${count} >= ${limitVariable}` : 'false')} ${store}`, at)],
    drive: (maker, slot) => [driveBulk(maker, s, slot, collected, limitVariable, at)]
  })]
}

function driveBulk(maker: DrivenMaker, s: FetchStatement, cursor: Slot, collected: readonly Collected[], limit: string | undefined, at: number): Driven {
  const slots = collected.map(one => (one.target.pg === undefined ? refuse('BULK COLLECT into a part of a variable here', s.start) : maker.slot(one.target.pg)))
  return fetchStep(maker, cursor, slots, true, [], at, limit)
}

// ---------------------------------------------------------------------- CLOSE
export function closeCursor(f: Frame, s: CloseStatement, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const source = sourceOf(f, s.cursor, scope)
  return drivenIf(source, {
    line: at,
    plain: [line(`${source.enter} ${source.close}`, at, { effect: true })],
    drive: (_, cursor) => [{ do: 'close', cursor, line: at }]
  })
}
