/** Collections: elements, methods, constructors. Source: PL/SQL Language Reference, chapter 5. */
import { plsError } from '../../errors/pls-messages'
import { joinSql, type Span, type Sql, sql } from '../../sql/expr'
import type { Argument, ExprNode } from '../../sql/tree'
import type { CompositeValue, Value } from '../model'
import { type CollectionType, type PlsqlType, scalar } from '../types'
import type { Analysis } from './analysis'
import { anyValue } from './analysis'
import { coerce, startsFilled } from './coerce'
import { elementPlace, keyedPlace, type Place } from './places'
import { booleanExpr, emptyCollection, isSimple, numberExpr, text, variableValue } from './values'

export const isKeyed = (type: CollectionType): boolean => type.key !== undefined && !type.key.integer
const isAssociative = (type: CollectionType): boolean => type.style === 'associative array'

/** An index as int SQL; null stays null. */
function intIndex(a: Analysis, value: Value): Sql {
  const number = coerce(a.c, value, scalar({ kind: 'NUMBER' }))
  const written = /^(\d{1,9})::numeric$/.exec(text(number))
  return written ? written[1] : sql`(${number})::int`
}
function textKey(a: Analysis, value: Value, type: CollectionType): Sql {
  return coerce(a.c, value, type.key!)
}
const limitSql = (type: CollectionType): string => (type.limit === undefined ? 'null' : String(type.limit))

export interface Element {
  readonly type: PlsqlType
  readonly read: Sql
  readonly place?: Place
}

export function elementOf(a: Analysis, type: CollectionType, read: Sql, place: Place | undefined, index: Value): Element {
  if (isKeyed(type)) {
    const key = textKey(a, index, type)
    return {
      type: type.element,
      read: sql`(ora.keyed_element(${read}, ${key})).v`,
      place: place && keyedPlace(place, type, sql`ora.text_key(${key})`, startsFilled(type.element))
    }
  }
  const at = intIndex(a, index)
  const associative = isAssociative(type)
  const missing = (array: Sql): Sql =>
    associative ? sql`ora.entry(${array}, ${at})` : sql`ora.element(${array}, ${at}, ${limitSql(type)})`
  const whole =
    isSimple(read) && (isSimple(at) || typeof at === 'string')
      ? sql`case when (${read})[${at}] is distinct from null then (${read})[${at}] else ${missing(read)} end`
      : associative
        ? sql`ora.entry(${read}, ${at})`
        : sql`ora.element(${read}, ${at}, ${limitSql(type)})`
  const checked = (array: Sql): Sql =>
    associative
      ? typeof at === 'string' && /^\d+$/.test(at)
        ? at
        : sql`ora.entry_index(${at})`
      : sql`ora.element_index(${array}, ${at}, ${limitSql(type)})`
  return { type: type.element, read: sql`(${whole}).v`, place: place && elementPlace(place, type, checked, a.c.fresh('i'), associative ? startsFilled(type.element) : undefined) }
}

type Method = (a: Analysis, type: CollectionType, array: Sql, args: readonly Value[], at: Span) => Value

/** NULL of an associative array (a field of a record that is null) is one without elements. */
const present = (type: CollectionType, array: Sql): Sql =>
  isAssociative(type) && !isSimple(array) ? sql`coalesce(${array}, ${emptyCollection(type)})` : array

const keyResult = (type: CollectionType, made: Sql, at: Span): Value =>
  isKeyed(type) ? variableValue(type.key!, made, at) : numberExpr(sql`(${made})::numeric`, at, true)

const neighbour =
  (name: string): Method =>
  (a, type, array, [index], at) => {
    const where = isKeyed(type) ? textKey(a, index, type) : intIndex(a, index)
    return keyResult(type, sql`ora.${isKeyed(type) ? 'keyed' : 'collection'}_${name}(${present(type, array)}, ${where})`, at)
  }
const end =
  (name: string): Method =>
  (_, type, array, _args, at) =>
    keyResult(type, sql`ora.${isKeyed(type) ? 'keyed' : 'collection'}_${name}(${present(type, array)})`, at)

/** Methods that give a value: [fewest arguments, most, build]. */
const FUNCTIONS: Readonly<Record<string, readonly [number, number, Method]>> = {
  COUNT: [
    0,
    0,
    (_, type, array, _args, at) => numberExpr(sql`ora.${isKeyed(type) ? 'keyed' : 'collection'}_count(${present(type, array)})`, at, true)
  ],
  FIRST: [0, 0, end('first')],
  LAST: [0, 0, end('last')],
  NEXT: [1, 1, neighbour('next')],
  PRIOR: [1, 1, neighbour('prior')],
  LIMIT: [0, 0, (_, type, array, _args, at) => numberExpr(sql`ora.collection_limit(${array}, ${limitSql(type)})`, at, true)],
  EXISTS: [
    1,
    1,
    (a, type, array, [index], at) =>
      isKeyed(type)
        ? booleanExpr(sql`ora.keyed_exists(${array}, ${textKey(a, index, type)})`, at)
        : booleanExpr(sql`ora.collection_exists(${array}, ${intIndex(a, index)})`, at)
  ]
}
const PROCEDURES: ReadonlySet<string> = new Set(['EXTEND', 'TRIM', 'DELETE'])
export const isMethod = (name: string): boolean => Object.hasOwn(FUNCTIONS, name) || PROCEDURES.has(name)
export const isProcedureMethod = (name: string): boolean => PROCEDURES.has(name)

export function methodValue(a: Analysis, type: CollectionType, array: Sql, name: string, args: readonly Argument[], at: Span): Value {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (!found) throw plsError(222, [name], at.start)
  const [least, most, build] = found
  if (args.length < least || args.length > most) throw plsError(306, [name], at.start)
  return build(
    a,
    type,
    array,
    args.map((arg) => anyValue(a, arg.value)),
    at
  )
}

/** EXTEND, TRIM, DELETE as plpgsql statements. */
export function methodCall(a: Analysis, type: CollectionType, place: Place, name: string, args: readonly Argument[], at: Span): string {
  const values = args.map((arg) => anyValue(a, arg.value))
  const int = (i: number): Sql => intIndex(a, values[i])
  const wrong = (): never => {
    throw plsError(306, [name], at.start)
  }
  switch (name) {
    case 'EXTEND': {
      if (isAssociative(type) || values.length > 2) return wrong()
      if (type.notNull && values.length < 2) return wrong()
      const empty = sql`row(null)::${type.elementPg}`
      if (values.length === 0 && place.pg !== undefined) {
        const i = a.c.fresh('i')
        return place.wrap(
          `declare ${i} int; begin ${i} := ora.next_index(${place.pg}, ${limitSql(type)}); ${place.pg}[${i}] := ${text(empty)}; end;`
        )
      }
      return place.update((old) =>
        values.length === 2
          ? sql`ora.extend_with(${old}, ${int(0)}, ${int(1)}, ${limitSql(type)})`
          : sql`ora.extend(${old}, ${values.length ? int(0) : '1'}, ${empty}, ${limitSql(type)})`
      )
    }
    case 'TRIM':
      if (isAssociative(type) || values.length > 1) return wrong()
      return place.update((old) => sql`ora.trim_elements(${old}, ${values.length ? int(0) : '1'})`)
    default: {
      if (values.length > 2) return wrong()
      if (values.length === 0) return place.update((old) => sql`ora.delete_all(${present(type, old)})`)
      if (type.style === 'varray') return wrong()
      const key = (i: number): Sql => (isKeyed(type) ? textKey(a, values[i], type) : int(i))
      const fn = isKeyed(type) ? 'ora.delete_keyed' : 'ora.delete_elements'
      if (values.length === 1 && place.pg !== undefined && !isKeyed(type)) {
        const i = a.c.fresh('i')
        const array = place.pg
        return place.wrap(
          `declare ${i} int; begin ${i} := ora.deleted_index(${array}, ${text(key(0))}); if ${i} is not null then ${array}[${i}] := null; end if; end;`
        )
      }
      return place.update((old) => sql`${fn}(${old}, ${key(0)}, ${key(values.length - 1)})`)
    }
  }
}

/** t(1, 2): a nested table or varray; keys by name (18c) make an associative array. */
export function constructed(a: Analysis, type: CollectionType, args: readonly Argument[], at: Span): CompositeValue {
  const span = { start: at.start, end: at.end }
  if (isAssociative(type)) return { composite: type, sql: keyedConstructor(a, type, args, at), ...span }
  const elements = args.map((arg) => {
    if (arg.name || arg.key) throw plsError(306, [type.id.slice(type.id.lastIndexOf('.') + 1)], at.start)
    return sql`row(${coerce(a.c, anyValue(a, arg.value), type.element)})::${type.elementPg}`
  })
  if (elements.length === 0) return { composite: type, sql: emptyCollection(type), ...span }
  const made = sql`array[${joinSql(elements, ', ')}]`
  const tooMany = type.limit !== undefined && elements.length > type.limit
  return { composite: type, sql: tooMany ? sql`ora.too_many(${made})` : made, ...span }
}

/** t(1 => 'a', 2 => 'b') (18c). */
function keyedConstructor(a: Analysis, type: CollectionType, args: readonly Argument[], at: Span): Sql {
  return args.reduce((made: Sql, arg) => {
    const node: ExprNode | undefined =
      arg.key ?? (arg.name && { type: 'column', path: [arg.name], start: arg.name.start, end: arg.name.end })
    if (!node) throw plsError(306, [type.id.slice(type.id.lastIndexOf('.') + 1)], at.start)
    const key = anyValue(a, node)
    const value = coerce(a.c, anyValue(a, arg.value), type.element)
    if (!isKeyed(type)) return sql`ora.put_element(${made}, ora.entry_index(${intIndex(a, key)}), row(${value})::${type.elementPg})`
    const text = textKey(a, key, type)
    return sql`ora.put_keyed(${made}, ${text}, row(${text}, ${value})::${type.elementPg})`
  }, emptyCollection(type))
}
