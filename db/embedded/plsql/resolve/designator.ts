/**
 * Names with what follows them: variables, fields, elements, methods, calls, constructors. Read from left to right, each part
 * says what the next may be. Source: PL/SQL Language Reference, appendix B "Resolution of Names".
 */

import { refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import { isAggregateName } from '../../sql/aggregates/names'
import { type Span, type Sql, sql } from '../../sql/expr'
import { lookupFunction, MISSING_FUNCTIONS } from '../../sql/functions'
import { builtInName, isBareName } from '../../sql/resolve/calls'
import type { Argument, ColumnReference, ExprNode, FunctionCall, Name } from '../../sql/tree'
import type { SubprogramSymbol, Symbol, Value } from '../model'
import { type PlsqlType, pgTypeOf, type RecordType } from '../types'
import type { Analysis } from './analysis'
import { anyValue } from './analysis'
import { callValue } from './calls'
import { constructed, elementOf, isMethod, isProcedureMethod, methodValue } from './collections'
import { bulkAttribute } from './cursor-attributes'
import { assignedPlace, cellPlace, fieldPlace, type Place, pgPlace, readCell } from './places'
import { constructedRecord } from './records'
import { find, findInScopes, labelled } from './scopes'
import { SQL_ONLY, SUPPLIED_PACKAGES, suppliedValue } from './supplied-functions'
import { booleanExpr, fieldOf, isComposite, spanOf, variableValue } from './values'

export type Access = { readonly name: Name } | { readonly args: readonly Argument[]; readonly at: Span }

/** What a designator is so far. */
export type State =
  | {
      readonly is: 'value'
      readonly value: Value
      readonly type: PlsqlType
      readonly read: Sql
      readonly place?: Place
      readonly fixed?: string
      readonly named?: string
    }
  | { readonly is: 'callable'; readonly symbol: SubprogramSymbol; readonly name: Name }
  | { readonly is: 'type'; readonly type: PlsqlType; readonly name: Name }
  | { readonly is: 'method'; readonly of: State & { readonly is: 'value' }; readonly name: Name }
  | { readonly is: 'other'; readonly symbol: Symbol; readonly name: Name }
  /** :NEW and :OLD as a whole. */
  | { readonly is: 'row'; readonly symbol: Extract<Symbol, { is: 'correlation' }>; readonly name: Name }
  /** A function of the SQL translator's tables, or of a supplied package. */
  | { readonly is: 'built-in'; readonly path: readonly Name[] }

/** The parts of a designator: names, and arguments in brackets. */
export function accessesOf(node: ExprNode): Access[] | undefined {
  switch (node.type) {
    case 'column':
      return node.path.map((name) => ({ name }))
    case 'call':
      return [...node.path.map((name) => ({ name })), { args: node.args, at: node }]
    case 'member': {
      const object = accessesOf(node.object)
      return object && [...object, { name: node.member }]
    }
    case 'apply': {
      const target = accessesOf(node.target)
      return target && [...target, { args: node.args, at: node }]
    }
    case 'placeholder':
      return [{ name: { name: `:${node.name}`, quoted: true, start: node.start, end: node.end } }]
    default:
      return undefined
  }
}

const leadingNames = (accesses: readonly Access[]): Name[] => {
  const names: Name[] = []
  for (const access of accesses) {
    if (!('name' in access)) break
    names.push(access.name)
  }
  return names
}

/** The state after all parts; undefined when nothing begins with these names. */
export function designate(a: Analysis, node: ExprNode): State | undefined {
  if (node.type === 'member' || node.type === 'apply') {
    const bulk = bulkAttribute(a, node)
    if (bulk) return { is: 'value', value: bulk, type: { kind: 'SCALAR', type: bulk.type }, read: bulk.sql, fixed: 'SQL' }
  }
  const accesses = accessesOf(node)
  return accesses && designateAccesses(a, accesses)
}

export function designateAccesses(a: Analysis, accesses: readonly Access[]): State | undefined {
  const names = leadingNames(accesses)
  const begun = begin(a, names)
  if (!begun) return undefined
  let { state } = begun
  for (const access of accesses.slice(begun.used)) {
    if (state.is === 'built-in') break
    state = step(a, state, access)
  }
  return state
}

function begin(a: Analysis, names: readonly Name[]): { readonly state: State; readonly used: number } | undefined {
  const near = findInScopes(a.scope, names)
  if (near) return { state: symbolState(a, near.symbol, names[names.length - near.rest.length - 1]), used: names.length - near.rest.length }
  if (names.length > 1 && labelled(a.scope, names[0].name) && !a.c.catalog.findProgram(a.c.context.schema, names[0].name))
    throw plsError(302, [names[1].name], names[1].start)
  if (isBuiltIn(names)) return { state: { is: 'built-in', path: names }, used: names.length }
  const far = find(a.c, a.scope, names)
  if (far) return { state: symbolState(a, far.symbol, names[names.length - far.rest.length - 1]), used: names.length - far.rest.length }
  return undefined
}

const plainName = (path: readonly Name[]): string => {
  const names = path.map((n) => n.name)
  return (names.length > 1 && (names[0] === 'SYS' || names[0] === 'STANDARD') ? names.slice(1) : names).join('.')
}
export const isBuiltIn = (path: readonly Name[]): boolean => {
  if (path.some((n) => n.quoted)) return false
  const name = plainName(path)
  return (
    lookupFunction(name) !== undefined ||
    isBareName(name) ||
    suppliedValue(name) !== undefined ||
    SQL_ONLY.has(name) ||
    isAggregateName(name)
  )
}

/** A value with its place. */
function valueState(
  a: Analysis,
  type: PlsqlType,
  read: Sql,
  at: Span,
  more: { place?: Place; fixed?: string; named?: string } = {}
): State {
  return { is: 'value', type, read, value: variableValue(type, read, at, a.mode === 'sql'), ...more }
}

function symbolState(a: Analysis, symbol: Symbol, name: Name): State {
  switch (symbol.is) {
    case 'variable': {
      const fixed = { named: symbol.name, ...(!symbol.assignable && { fixed: symbol.name }) }
      if (symbol.constantSql !== undefined) return valueState(a, symbol.type, symbol.constantSql, name, fixed)
      const pgType = pgTypeOf(symbol.type)
      if (symbol.cell) {
        const read = readCell(symbol.cell, pgType)
        return valueState(a, symbol.type, a.mode === 'sql' ? sql`(select ${read})` : read, name, {
          place: cellPlace(symbol.cell, pgType),
          ...fixed
        })
      }
      if (symbol.pg === undefined) throw new Error(`variable ${symbol.name} has no place`)
      return valueState(a, symbol.type, symbol.pg, name, { place: pgPlace(symbol.pg), ...fixed })
    }
    case 'subprogram':
      return { is: 'callable', symbol, name }
    case 'type':
      return { is: 'type', type: symbol.type, name }
    case 'correlation':
      return { is: 'row', symbol, name }
    default:
      return { is: 'other', symbol, name }
  }
}

function step(a: Analysis, state: State, access: Access): State {
  return 'name' in access ? member(a, state, access.name) : applied(a, state, access.args, access.at)
}

function member(a: Analysis, state: State, name: Name): State {
  switch (state.is) {
    case 'value':
      return memberOfValue(a, state, name)
    case 'method':
      return memberOfValue(a, valued(a, called(a, state, [], name)), name)
    case 'callable':
      return memberOfValue(a, valued(a, callValue(a, state.symbol, [], state.name)), name)
    case 'row': {
      const column = state.symbol.columns.find((c) => c.name === name.name)
      if (!column) throw plsError(49, [`${state.symbol.name.slice(1)}.${name.name}`], state.name.start)
      const { assign } = column
      return valueState(a, column.type, column.read, name, {
        ...(assign ? { place: assignedPlace(column.read, assign) } : {}),
        ...(!assign && { fixed: `${state.symbol.name}.${name.name}` })
      })
    }
    case 'type':
    case 'other':
      throw plsError(
        state.is === 'other' && state.symbol.is === 'cursor' ? 225 : 302,
        [state.is === 'other' && state.symbol.is === 'cursor' ? state.symbol.name : name.name],
        name.start
      )
    case 'built-in':
      throw plsError(302, [name.name], name.start)
  }
}

function memberOfValue(a: Analysis, state: State & { is: 'value' }, name: Name): State {
  const { type } = state
  if (type.kind === 'RECORD') {
    const index = type.fields.findIndex((f) => f.name === name.name)
    if (index < 0) throw plsError(302, [name.name], name.start)
    return valueState(a, fieldTypeOf(type, index), fieldOf(state.read, index), name, {
      ...(state.place && { place: fieldPlace(state.place, type, index) }),
      ...(state.fixed !== undefined && { fixed: state.fixed })
    })
  }
  if (type.kind === 'COLLECTION' && isMethod(name.name)) return { is: 'method', of: state, name }
  if (type.kind === 'COLLECTION' || !state.named) throw plsError(302, [name.name], name.start)
  throw plsError(487, [state.named], name.start)
}
const fieldTypeOf = (type: RecordType, index: number): PlsqlType => type.fields[index].type

function applied(a: Analysis, state: State, args: readonly Argument[], at: Span): State {
  switch (state.is) {
    case 'value':
      return appliedToValue(a, state, args, at)
    case 'callable':
      return valued(a, callValue(a, state.symbol, args, state.name))
    case 'method':
      return valued(a, called(a, state, args, at))
    case 'type':
      return valued(a, construct(a, state.type, args, state.name))
    case 'row':
    case 'other':
      throw plsError(224, [state.name.name], at.start)
    case 'built-in':
      return state
  }
}

function appliedToValue(a: Analysis, state: State & { is: 'value' }, args: readonly Argument[], at: Span): State {
  const { type } = state
  if (type.kind === 'SCALAR' && type.type.kind === 'BOOLEAN' && state.fixed === 'UPDATING' && args.length === 1) {
    const column = a.r.convert(scalarOf(anyValue(a, args[0].value)), { kind: 'VARCHAR2' })
    return valued(a, booleanExpr(sql`(${state.read} and ora.updating(tg_relid, ${column.sql}))`, at))
  }
  if (type.kind !== 'COLLECTION') throw plsError(224, [state.named ?? 'object'], at.start)
  if (args.length !== 1 || args[0].name) throw plsError(306, ['('], at.start)
  const element = elementOf(a, type, state.read, state.place, anyValue(a, args[0].value))
  return valueState(a, element.type, a.mode === 'sql' ? sql`(select ${element.read})` : element.read, at, {
    ...(element.place && { place: element.place }),
    ...(state.fixed !== undefined && { fixed: state.fixed })
  })
}

const scalarOf = (value: Value) => {
  if (isComposite(value)) throw plsError(382, [], value.start)
  return value
}

function called(a: Analysis, state: State & { is: 'method' }, args: readonly Argument[], at: Span): Value {
  if (isProcedureMethod(state.name.name)) throw plsError(222, [state.name.name], state.name.start)
  if (state.of.type.kind !== 'COLLECTION') throw plsError(302, [state.name.name], at.start)
  return methodValue(a, state.of.type, state.of.read, state.name.name, args, state.name)
}

function construct(a: Analysis, type: PlsqlType, args: readonly Argument[], name: Name): Value {
  if (type.kind === 'COLLECTION') return constructed(a, type, args, name)
  if (type.kind === 'RECORD') return constructedRecord(a, type, args, name)
  throw plsError(222, [name.name], name.start)
}

/** The result of a call: a value without a place. */
function valued(a: Analysis, value: Value): State & { is: 'value' } {
  void a
  const type: PlsqlType = isComposite(value)
    ? value.composite
    : { kind: 'SCALAR', type: value.type, ...(value.integer && { integer: 'PLS_INTEGER' as const }) }
  return { is: 'value', value, type, read: value.sql }
}

/** The value of a designator as an operand; undefined: a function of the SQL translator's tables, or a name that means nothing. */
export function valueOf(a: Analysis, node: ExprNode): Value | undefined {
  const state = designate(a, node)
  if (!state) {
    if (node.type === 'call' || node.type === 'column') return unknown(a, node)
    if (node.type === 'placeholder') throw plsError(49, [node.name], node.start)
    throw plsError(201, [''], node.start)
  }
  const made = stateValue(a, state, node)
  return made && at(made, node)
}
const at = (value: Value, node: Span): Value => (isComposite(value) ? { ...value, ...spanOf(node) } : { ...value, span: spanOf(node) })

function stateValue(a: Analysis, state: State, node: ExprNode): Value | undefined {
  switch (state.is) {
    case 'value':
      return state.value
    case 'callable':
      return callValue(a, state.symbol, [], state.name)
    case 'method':
      return called(a, state, [], node)
    case 'built-in':
      return builtInValue(a, state.path, node)
    case 'type':
      throw plsError(330, [], node.start)
    case 'row':
      throw plsError(49, [state.name.name], node.start)
    case 'other':
      throw plsError(state.symbol.is === 'cursor' ? 330 : 330, [], node.start)
  }
}

function builtInValue(a: Analysis, path: readonly Name[], node: ExprNode): Value | undefined {
  const name = plainName(path)
  const supplied = suppliedValue(name)
  if (supplied) {
    if (node.type !== 'call' && node.type !== 'column') return refuse(`a member of what ${name} gives`, node.start)
    return supplied(a, node.type === 'call' ? node.args : [], node)
  }
  if (SQL_ONLY.has(name) || isAggregateName(name)) throw plsError(204, [name], node.start)
  if (node.type === 'column') {
    const bare = builtInName(a.r, node as ColumnReference)
    if (bare) return bare
    throw plsError(306, [name], node.start)
  }
  if (node.type !== 'call') return refuse(`a member of what ${name} gives`, node.start)
  return undefined
}

function unknown(a: Analysis, node: FunctionCall | ColumnReference): never {
  const { path } = node
  const name = plainName(path)
  if (MISSING_FUNCTIONS.has(name)) refuse(name, node.start)
  if (path.length > 1 && isSuppliedPackage(path)) refuse(name, node.start)
  const object = path.length <= 3 && a.c.catalog.find(a.c.context.schema, path[0].name)
  if (object && object.kind !== 'synonym') throw plsError(357, [path.map((n) => n.name).join('.')], path[0].start)
  throw plsError(201, [path.map((n) => n.name).join('.')], path[0].start)
}
const isSuppliedPackage = (path: readonly Name[]): boolean => {
  const names = path[0].name === 'SYS' ? path.slice(1) : path
  return names.length > 1 && SUPPLIED_PACKAGES.has(names[0].name)
}
