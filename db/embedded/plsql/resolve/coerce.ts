/** Assignment: a value becomes one of the target's type. Source: PL/SQL Language Reference, "Assignment Statement", "Data Conversion". */
import { OraError } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import { type Expr, joinSql, type Span, type Sql, sql } from '../../sql/expr'
import type { RuleContext } from '../../sql/functions/registry'
import { convert } from '../../sql/resolve/convert'
import type { TranslateContext } from '../../sql/statement'
import { type OraType, PG_TYPE } from '../../sql/types'
import type { CompositeValue, Value } from '../model'
import type { CollectionType, PlsqlType, RecordType, ScalarType } from '../types'
import { fieldOf, isComposite, isSimple, nullSql, typeOfValue, variableValue } from './values'

/** What conversion depends on: a Compiler, or a SQL statement that calls a function. */
export interface Coercion {
  readonly context: TranslateContext
}

const wrongType = (at: Span): Error => plsError(382, [], at.start)

/** Conversions of PL/SQL: text that is no number is ORA-06502. */
function plsqlContext(c: Coercion, at: Span): RuleContext {
  const context: RuleContext = {
    nls: c.context.nls,
    user: c.context.user,
    schema: c.context.schema,
    span: at,
    guarded: false,
    surroundings: 'plsql',
    convert: (e, to) => convert(e, to, context)
  }
  return context
}

/** @throws PLS-00382 */
export function convertScalar(c: Coercion, e: Expr, to: OraType): Expr {
  if ((e.type.kind === 'BOOLEAN') !== (to.kind === 'BOOLEAN') && e.type.kind !== 'NULL') throw wrongType(e.span)
  try {
    return convert(e, to, plsqlContext(c, e.span))
  } catch (error) {
    if (error instanceof OraError && error.code === 932) throw wrongType(e.span)
    throw error
  }
}

export function coerce(c: Coercion, value: Value, type: PlsqlType): Sql {
  const at = isComposite(value) ? value : value.span
  if (type.kind === 'SCALAR') {
    if (isComposite(value)) throw wrongType(at)
    return coerceScalar(c, value, type)
  }
  if (!isComposite(value)) {
    if (value.type.kind !== 'NULL') throw wrongType(at)
    if (type.kind === 'COLLECTION' && type.style === 'associative array') throw wrongType(at)
    return nullSql(type)
  }
  const from = value.composite
  if (type.kind === 'RECORD' && from.kind === 'RECORD') return coerceRecord(c, value, from, type)
  if (type.kind === 'COLLECTION' && from.kind === 'COLLECTION') {
    if (from.id === type.id) return value.sql
    if (isArrayBind(from) || isArrayBind(type)) return coerceArray(c, value, from, type)
  }
  if (type.kind === 'REF CURSOR' && from.kind === 'REF CURSOR') {
    if (type.row && from.row && type.row.id !== from.row.id) throw wrongType(at)
    return value.sql
  }
  throw wrongType(at)
}

/** A bind variable that is an array (plsql/emit/binds.ts): it fits every table of scalars indexed by integers. */
const isArrayBind = (type: CollectionType): boolean => type.id === 'bind'
const isTable = (type: CollectionType): boolean => type.style === 'associative array' && type.key?.type.kind !== 'VARCHAR2'

/** Element by element, each with its checks; absent ones stay absent. A client's arrays begin at 1. */
function coerceArray(c: Coercion, value: CompositeValue, from: CollectionType, to: CollectionType): Sql {
  if (!isTable(from) || !isTable(to) || from.element.kind !== 'SCALAR' || to.element.kind !== 'SCALAR') throw wrongType(value)
  const element = coerce(c, variableValue(from.element, '(ora_a.b[ora_n.n]).v', value), to.element)
  return sql`(select coalesce(array_agg(case when ora_a.b[ora_n.n] is distinct from null then row(${element})::${to.elementPg} end order by ora_n.n), '{}')
    from (select ora.from_one(${value.sql}) as b) as ora_a, lateral generate_subscripts(ora_a.b, 1) as ora_n(n))`
}

/** The same type, or a %ROWTYPE whose fields fit one by one. */
function coerceRecord(c: Coercion, value: CompositeValue, from: RecordType, to: RecordType): Sql {
  if (from.id === to.id) return value.sql
  if (from.rowOf === undefined || from.fields.length !== to.fields.length) throw wrongType(value)
  const build = (source: Sql): Sql => {
    const fields = to.fields.map((f, i) => coerce(c, variableValue(from.fields[i].type, fieldOf(source, i), value), f.type))
    return sql`row(${joinSql(fields, ', ')})::${to.pg}`
  }
  if (isSimple(value.sql)) return build(value.sql)
  return sql`(select ${build('ora_q.r')} from (select ${value.sql} as r) as ora_q)`
}

function coerceScalar(c: Coercion, e: Expr, type: ScalarType): Sql {
  const unsized = withoutSize(type.type)
  const converted = e.type.kind === 'NULL' ? { ...e, sql: `null::${PG_TYPE[type.type.kind]}` as Sql } : convertScalar(c, e, unsized)
  const fitted = e.type.kind === 'NULL' ? converted.sql : fit(converted, e, type)
  const within = type.range ? sql`ora.within(${fitted}, ${type.range[0]}, ${type.range[1]})` : fitted
  return type.notNull && e.nullable ? sql`ora.not_null(${within})` : within
}

function withoutSize(type: OraType): OraType {
  switch (type.kind) {
    case 'VARCHAR2':
      return { kind: 'VARCHAR2', national: type.national }
    case 'CHAR':
      return { kind: 'VARCHAR2', national: type.national }
    case 'NUMBER':
      return { kind: 'NUMBER' }
    case 'RAW':
      return { kind: 'RAW' }
    default:
      return type
  }
}

/** @param original the value before conversion, whose literal may be known */
function fit(e: Expr, original: Expr, type: ScalarType): Sql {
  const to = type.type
  switch (to.kind) {
    case 'NUMBER':
      if (type.integer) return e.integer ? e.sql : sql`((${e.sql})::int4)::numeric`
      return fitNumber(e, to)
    case 'VARCHAR2':
      if (to.size === undefined || fits(original, to)) return e.sql
      return sql`ora.fit_${to.unit === 'CHAR' ? 'chars' : 'bytes'}(${e.sql}, ${String(to.size)})`
    case 'CHAR':
      if (to.size === undefined) return e.sql
      if (
        original.type.kind === 'CHAR' &&
        original.type.size === to.size &&
        original.type.unit === to.unit &&
        original.origin?.is !== 'literal'
      )
        return e.sql
      return sql`ora.pad${to.unit === 'CHAR' ? '_c' : ''}(${
        fits(original, to) ? e.sql : sql`ora.fit_${to.unit === 'CHAR' ? 'chars' : 'bytes'}(${e.sql}, ${String(to.size)})`
      }, ${String(to.size)})`
    case 'RAW':
      return to.size === undefined ? e.sql : sql`ora.fit_raw(${e.sql}, ${String(to.size)})`
    case 'DATE':
      return original.type.kind === 'DATE' && original.origin?.is === 'bind' ? sql`date_trunc('second', ${e.sql})` : e.sql
    case 'TIMESTAMP':
      return to.precision < 6 ? sql`(${e.sql})::timestamp(${String(to.precision)})::timestamp` : e.sql
    case 'TIMESTAMP_TZ':
    case 'TIMESTAMP_LTZ':
      return to.precision < 6 ? sql`(${e.sql})::timestamptz(${String(to.precision)})::timestamptz` : e.sql
    default:
      return e.sql
  }
}

function fitNumber(e: Expr, to: Extract<OraType, { kind: 'NUMBER' }>): Sql {
  if (to.binaryPrecision !== undefined) return sql`ora.round_digits(${e.sql}, ${String(Math.ceil(to.binaryPrecision * 0.30103))})`
  if (to.precision === undefined && to.scale === undefined) return e.sql
  const [precision, scale] = [to.precision ?? 38, to.scale ?? 0]
  const same =
    e.type.kind === 'NUMBER' &&
    (e.type.precision ?? (e.type.scale === undefined ? undefined : 38)) === precision &&
    (e.type.scale ?? 0) === scale
  if (same && e.origin?.is !== 'literal') return e.sql
  if (e.digits && e.digits.frac <= Math.max(scale, 0) && scale >= 0 && e.digits.int <= precision - scale) return e.sql
  return sql`ora.fit_number(${e.sql}, ${String(precision)}, ${String(scale)})`
}

/** Known to be no longer than the target allows. */
function fits(e: Expr, to: Extract<OraType, { kind: 'VARCHAR2' | 'CHAR' }>): boolean {
  const { type } = e
  if (e.origin?.is === 'literal' && e.origin.value !== null && (type.kind === 'CHAR' || type.kind === 'VARCHAR2'))
    return (to.unit === 'CHAR' ? [...e.origin.value].length : Buffer.byteLength(e.origin.value)) <= to.size!
  if (type.kind === 'NUMBER') return to.size! >= 40
  if (type.kind !== 'CHAR' && type.kind !== 'VARCHAR2') return false
  if (type.size === undefined) return false
  const chars = type.unit === 'CHAR'
  if (to.unit === 'CHAR') return type.size <= to.size!
  return (chars ? type.size * 4 : type.size) <= to.size!
}

/** What a variable without initial value holds: NULL, a record of its fields' defaults, an empty associative array. */
export function initialValue(type: PlsqlType): Sql {
  if (type.kind === 'COLLECTION' && type.style === 'associative array') return `'{}'::${type.pg}`
  if (type.kind !== 'RECORD' || !hasContent(type)) return nullSql(type)
  const fields = type.fields.map((f) => f.defaultSql ?? initialValue(f.type))
  return sql`row(${joinSql(fields, ', ')})::${type.pg}`
}
/** Its initial value, of a record that has more than NULL. */
export const startsFilled = (type: PlsqlType): Sql | undefined => (type.kind === 'RECORD' && hasContent(type) ? initialValue(type) : undefined)
function hasContent(type: RecordType): boolean {
  return type.fields.some(
    (f) =>
      f.defaultSql !== undefined ||
      (f.type.kind === 'RECORD' && hasContent(f.type)) ||
      (f.type.kind === 'COLLECTION' && f.type.style === 'associative array')
  )
}

/** Does a value go into this type without a change of kind? 0 as it is, more the further away; undefined: not at all. */
export function distance(c: Coercion, value: Value, type: PlsqlType): number | undefined {
  const from = typeOfValue(value)
  if (from.kind === 'SCALAR' && from.type.kind === 'NULL') {
    return type.kind === 'COLLECTION' && type.style === 'associative array' ? undefined : 0
  }
  try {
    coerce(c, value, type)
  } catch {
    return undefined
  }
  if (from.kind !== 'SCALAR' || type.kind !== 'SCALAR') return 0
  if (from.type.kind === type.type.kind) return (from.integer === undefined) === (type.integer === undefined) ? 0 : 1
  const [x, y] = [family(from.type), family(type.type)]
  return x === y ? 2 : 10
}
function family(type: OraType): string {
  if (type.kind === 'VARCHAR2' || type.kind === 'CHAR' || type.kind === 'LONG' || type.kind === 'CLOB') return 'text'
  if (type.kind === 'NUMBER' || type.kind === 'BINARY_DOUBLE' || type.kind === 'BINARY_FLOAT') return 'number'
  if (type.kind === 'DATE' || type.kind.startsWith('TIMESTAMP')) return 'datetime'
  return type.kind
}
