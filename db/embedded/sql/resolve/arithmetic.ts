/** + - * / by the operands' types. Source: SQL Language Reference, "Datetime/Interval Arithmetic", "Numeric Precedence". */
import { oraError } from '../../errors/messages'
import { type Expr, type Span, type Sql, sql } from '../expr'
import { DATE, isDatetime, isInterval, isNumeric, isText, NUMBER, type OraType } from '../types'
import { inconsistent, typeName } from './convert'
import type { Resolver } from './model'

type Operator = '+' | '-' | '*' | '/'
type Digits = NonNullable<Expr['digits']>
const MAX_DIGITS = 38

/** Digits that a NUMBER may have: stated, or by its column's precision and scale. */
export function digitsOf(e: Expr): Digits | undefined {
  if (e.digits) return e.digits
  if (e.type.kind !== 'NUMBER' || e.type.precision === undefined) return undefined
  const scale = e.type.scale ?? 0
  return { int: Math.max(e.type.precision - scale, 0), frac: Math.max(scale, 0) }
}

function bounded(operator: Operator, a: Expr, b: Expr): Digits | undefined {
  const [x, y] = [digitsOf(a), digitsOf(b)]
  if (!x || !y || operator === '/') return undefined
  return operator === '*'
    ? { int: x.int + y.int, frac: x.frac + y.frac }
    : { int: Math.max(x.int, y.int) + 1, frac: Math.max(x.frac, y.frac) }
}

export function arithmetic(r: Resolver, operator: Operator, left: Expr, right: Expr, span: Span, place: number): Expr {
  const result = build(r, operator, left, right, place)
  return { nullable: left.nullable || right.nullable, constant: left.constant && right.constant, ...result, span }
}

type Result = {
  readonly integer?: boolean
  readonly type: OraType
  readonly sql: Sql
  readonly digits?: Digits
  readonly zone?: Sql
  readonly nullable?: boolean
}

function build(r: Resolver, operator: Operator, left: Expr, right: Expr, place: number): Result {
  const l = left.type
  const other = right.type
  if (isDatetime(l) || isDatetime(other)) return datetimeArithmetic(r, operator, left, right, place)
  if (isInterval(l) || isInterval(other)) return intervalArithmetic(r, operator, left, right, place)
  return numberArithmetic(r, operator, left, right)
}

function numberArithmetic(r: Resolver, operator: Operator, left: Expr, right: Expr): Result {
  const type = [left.type, right.type].some((t) => t.kind === 'BINARY_DOUBLE')
    ? 'BINARY_DOUBLE'
    : [left.type, right.type].some((t) => t.kind === 'BINARY_FLOAT')
      ? 'BINARY_FLOAT'
      : 'NUMBER'
  const operand = (e: Expr): Expr => {
    if (!isNumeric(e.type) && !isText(e.type) && e.type.kind !== 'NULL') throw inconsistent('NUMBER', e.type, e.span.start)
    if (e.type.kind === 'CLOB') throw inconsistent('NUMBER', e.type, e.span.start)
    return r.convert(e, { kind: type })
  }
  const [a, b] = [operand(left), operand(right)]
  if (type !== 'NUMBER') {
    const cast = type === 'BINARY_FLOAT' ? '::float4' : ''
    if (operator === '/') return { type: { kind: type }, sql: sql`ora.fdiv(${a.sql}, ${b.sql})${cast}` }
    return { type: { kind: type }, sql: sql`(${a.sql} ${operator} ${b.sql})` }
  }
  if (operator === '/') return { type: NUMBER, sql: division(r, a, b) }
  const digits = bounded(operator, a, b)
  const plain = sql`(${a.sql} ${operator} ${b.sql})`
  // PL/SQL: the sum or product of PLS_INTEGERs is one, or ORA-01426.
  if (a.integer && b.integer) {
    const small = digits && digits.int <= 9
    return {
      type: NUMBER,
      sql: small ? plain : sql`(${plain}::int4)::numeric`,
      digits: { int: Math.min(digits?.int ?? 10, 10), frac: 0 },
      integer: true
    }
  }
  if (digits && digits.int + digits.frac <= MAX_DIGITS) return { type: NUMBER, sql: plain, digits }
  return { type: NUMBER, sql: sql`ora.n40(${plain})` }
}

/** Quotients that PostgreSQL computes exactly need no call; over columns only, as the operands are written three times. */
function division(r: Resolver, a: Expr, b: Expr): Sql {
  if (a.constant && b.constant) {
    const safe = r.ddl || (b.origin?.is === 'literal' && b.origin.value !== '0')
    return sql`ora.div${safe ? '' : '_s'}(${a.sql}, ${b.sql})`
  }
  return sql`ora.div(${a.sql}, ${b.sql})`
}

const isDateLike = (t: OraType): boolean => t.kind === 'DATE' || t.kind === 'TIMESTAMP'

function datetimeArithmetic(r: Resolver, operator: Operator, left: Expr, right: Expr, place: number): Result {
  if (operator === '*' || operator === '/') {
    throw inconsistent('NUMBER', isDatetime(left.type) ? left.type : right.type, (isDatetime(left.type) ? left : right).span.start)
  }
  if (isDatetime(left.type) && isDatetime(right.type)) {
    if (operator === '+') throw oraError(975, [], place)
    return datetimeDifference(r, left, right)
  }
  if (!isDatetime(left.type)) {
    if (operator === '-') throw inconsistent(typeName(left.type.kind === 'NULL' ? NUMBER : left.type), right.type, right.span.start)
    return datetimeArithmetic(r, operator, right, left, place)
  }
  if (isInterval(right.type)) return plusInterval(operator, left, right)
  const days = r.convert(right, NUMBER)
  const date = r.convert(left, DATE)
  const constant =
    days.origin?.is === 'literal' && days.origin.value !== null && /^-?\d{1,6}$/.test(days.origin.value)
      ? Number(days.origin.value)
      : undefined
  if (constant !== undefined) {
    const n = operator === '-' ? -constant : constant
    return { type: DATE, sql: sql`ora.date_checked(${date.sql} + interval '${String(n)} day', ${date.sql})` }
  }
  return { type: DATE, sql: sql`ora.date_plus(${date.sql}, ${operator === '-' ? sql`-${days.sql}` : days.sql})` }
}

function datetimeDifference(r: Resolver, left: Expr, right: Expr): Result {
  if (left.type.kind === 'DATE' && right.type.kind === 'DATE')
    return { type: NUMBER, sql: sql`ora.days_between(${left.sql}, ${right.sql})` }
  const type: OraType = { kind: 'INTERVAL_DS', precision: 9, secondPrecision: 6 }
  if (isDateLike(left.type) && isDateLike(right.type)) return { type, sql: sql`ora.time_between(${left.sql}, ${right.sql})` }
  const [a, b] = [left, right].map((e) => r.convert(e, { kind: 'TIMESTAMP_TZ', precision: 9 }))
  return { type, sql: sql`justify_hours(${a.sql} - ${b.sql})` }
}

function plusInterval(operator: '+' | '-', date: Expr, interval: Expr): Result {
  const step = operator === '-' ? sql`-${interval.sql}` : interval.sql
  const fn = interval.type.kind === 'INTERVAL_YM' ? 'ora.plus_months' : 'ora.plus_interval'
  if (isDateLike(date.type)) {
    const moved = sql`${fn}(${date.sql}, ${step})`
    return {
      type: date.type,
      sql: date.type.kind === 'DATE' && interval.type.kind === 'INTERVAL_DS' ? sql`date_trunc('second', ${moved})` : moved
    }
  }
  if (interval.type.kind === 'INTERVAL_YM')
    return {
      type: date.type,
      sql: sql`ora.plus_months_tz(${date.sql}, ${step}, ${date.zone ?? `current_setting('TimeZone')`})`,
      zone: date.zone
    }
  return { type: date.type, sql: sql`(${date.sql} + make_interval(secs => extract(epoch from ${step})::float8))`, zone: date.zone }
}

function intervalArithmetic(r: Resolver, operator: Operator, left: Expr, right: Expr, place: number): Result {
  const [l, other] = [left.type, right.type]
  if (isInterval(l) && isInterval(other)) {
    if (operator !== '+' && operator !== '-') throw oraError(30081, [], place)
    if (l.kind !== other.kind) throw inconsistent(typeName(l), other, right.span.start)
    const sum = sql`(${left.sql} ${operator} ${right.sql})`
    return { type: wide(l), sql: l.kind === 'INTERVAL_DS' ? sql`justify_hours${sum}` : sum }
  }
  const interval = isInterval(l) ? left : right
  const factor = isInterval(l) ? right : left
  if (operator === '+' || operator === '-') {
    if (factor.type.kind === 'NULL') return { type: wide(interval.type), sql: 'null::interval', nullable: true }
    throw oraError(30081, [], place)
  }
  if (operator === '/' && interval === right) throw oraError(30081, [], place)
  const n = r.convert(factor, NUMBER)
  const unit = interval.type.kind === 'INTERVAL_YM' ? 'ora.interval_months' : 'ora.interval_seconds'
  const scaled = operator === '*' ? sql`${unit}(${interval.sql}) * ${n.sql}` : sql`ora.div(${unit}(${interval.sql}), ${n.sql})`
  return {
    type: wide(interval.type),
    sql: interval.type.kind === 'INTERVAL_YM' ? sql`make_interval(months => trunc(${scaled})::int)` : sql`ora.interval_ds(${scaled})`
  }
}
const wide = (t: OraType): OraType =>
  t.kind === 'INTERVAL_YM' ? { ...t, precision: 9 } : { kind: 'INTERVAL_DS', precision: 9, secondPrecision: 9 }

export function negate(r: Resolver, e: Expr, span: Span): Expr {
  if (isInterval(e.type)) return { ...e, sql: sql`(-${e.sql})`, span, origin: undefined }
  if (isDatetime(e.type) || e.type.kind === 'CLOB' || e.type.kind === 'RAW') throw inconsistent('NUMBER', e.type, e.span.start)
  const n = r.convert(e, e.type.kind === 'BINARY_DOUBLE' || e.type.kind === 'BINARY_FLOAT' ? e.type : NUMBER)
  const literal = n.origin?.is === 'literal' && n.origin.value !== null ? n.origin.value : undefined
  return {
    ...n,
    sql: sql`(-${n.sql})`,
    span,
    digits: digitsOf(n),
    type: n.type.kind === 'NUMBER' ? NUMBER : n.type,
    origin:
      literal === undefined
        ? undefined
        : { is: 'literal', value: literal.startsWith('-') ? literal.slice(1) : literal === '0' ? '0' : `-${literal}` }
  }
}
export function affirm(r: Resolver, e: Expr, span: Span): Expr {
  const plus = negate(r, e, span)
  return { ...r.convert(e, plus.type), span }
}
