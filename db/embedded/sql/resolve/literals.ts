/** Literals of Oracle SQL as typed expressions. Source: SQL Language Reference, "Literals". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, quoteLiteral, type Span, type Sql } from '../expr'
import type { DateLiteral, IntervalLiteral, NumberLiteral, StringLiteral, TimestampLiteral } from '../tree'
import { DATE, NULL_TYPE, NUMBER } from '../types'

const spanOf = (node: Span): Span => ({ start: node.start, end: node.end })

export const nullLiteral = (node: Span): Expr => ({
  type: NULL_TYPE,
  sql: 'null::text',
  nullable: true,
  span: spanOf(node),
  origin: { is: 'literal', value: null },
  constant: true
})

/** A NUMBER literal of ours. */
export const numberExpr = (value: number | bigint, span: Span): Expr =>
  numericExpr(value < 0 ? `(${value}::numeric)` : `${value}::numeric`, String(value), span)

const numericExpr = (sql: Sql, text: string, span: Span): Expr => {
  const [, int = '', frac = ''] = /^-?(\d*)\.?(\d*)/.exec(text) ?? []
  return {
    type: NUMBER,
    sql,
    nullable: false,
    span: spanOf(span),
    origin: { is: 'literal', value: text },
    constant: true,
    digits: { int: int.length, frac: frac.length }
  }
}

/** @param plsql whole numbers are PLS_INTEGER */
export function numberLiteral(node: NumberLiteral, plsql: boolean): Expr {
  if (node.suffix) {
    const double = node.suffix === 'd'
    return {
      type: { kind: double ? 'BINARY_DOUBLE' : 'BINARY_FLOAT' },
      sql: `'${node.text}'::${double ? 'float8' : 'float4'}`,
      nullable: false,
      span: spanOf(node),
      origin: { is: 'literal', value: node.text },
      constant: true
    }
  }
  const text = plainDecimal(node.text, node.start)
  const e = numericExpr(`${text.startsWith('.') ? '0' : ''}${text}::numeric`, text, node)
  return plsql && /^\d{1,10}$/.test(node.text) && Number(node.text) < 2 ** 31 ? { ...e, integer: true } : e
}

/**
 * Decimal text without exponent, rounded as NUMBER keeps it: 20 base-100 digits. Oracle's spelling (`.5`, no trailing zeros).
 * Over 1e126: ORA-01426; under 1e-130: 0.
 */
export function plainDecimal(text: string, offset?: number): string {
  const m = /^(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!m) throw oraError(1722, [], offset)
  const exponent = Number(m[3] ?? 0)
  let digits = m[1] + m[2]
  let point = m[1].length + exponent
  const leading = /^0*/.exec(digits)![0].length
  digits = digits.slice(leading)
  point -= leading
  if (digits.replace(/0+$/, '') === '') return '0'
  if (point > 126) throw oraError(1426, [], offset)
  if (point < -129) return '0'
  const keep = 40 - (Math.abs(point) % 2) // 20 base-100 digits; an odd point leaves half of the first one empty
  if (digits.length > keep) {
    const rounded = (BigInt(digits.slice(0, keep)) + (digits[keep] >= '5' ? 1n : 0n)).toString()
    if (rounded.length > keep) point += 1
    digits = rounded
  }
  digits = digits.replace(/0+$/, '')
  if (point <= 0) return `.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return digits + '0'.repeat(point - digits.length)
  return `${digits.slice(0, point)}.${digits.slice(point)}`
}

/** @param limit bytes: 4000, in PL/SQL 32767 */
export function stringLiteral(node: StringLiteral, limit: number): Expr {
  if (node.value === '') return nullLiteral(node)
  const size = Buffer.byteLength(node.value)
  if (size > limit) throw oraError(1704, [], node.start)
  if (node.value.includes('\0')) refuse('the character CHR(0) in text', node.start)
  return {
    type: node.national
      ? { kind: 'CHAR', size: [...node.value].length, unit: 'CHAR', national: true }
      : { kind: 'CHAR', size, unit: 'BYTE' },
    sql: quoteLiteral(node.value),
    nullable: false,
    span: spanOf(node),
    origin: { is: 'literal', value: node.value },
    constant: true
  }
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** 29 February exists in that year of Oracle's calendar: Julian until 1582. */
const isLeap = (year: number): boolean =>
  year < 0 ? (year + 1) % 4 === 0 : year % 4 === 0 && (year <= 1582 || year % 100 !== 0 || year % 400 === 0)

function checkedDate(m: readonly string[], offset: number): string {
  const [sign, y, mo, d] = [m[1], Number(m[2]), Number(m[3]), Number(m[4])]
  const year = sign === '-' ? -y : y
  if (year === 0 || year < -4712 || year > 9999) throw oraError(1841, [], offset)
  if (mo < 1 || mo > 12) throw oraError(1843, [], offset)
  if (d < 1 || d > 31) throw oraError(1847, [], offset)
  if (d > DAYS_IN_MONTH[mo - 1] || (mo === 2 && d === 29 && !isLeap(year))) throw oraError(1839, [], offset)
  if (mo === 2 && d === 29 && year <= 1500 && year % 100 === 0) refuse('29 February of a Julian leap year', offset)
  if (year === 1582 && mo === 10 && d > 4 && d < 15) return '1582-10-15'
  return `${String(Math.abs(y)).padStart(4, '0')}-${String(mo).padStart(2, '0')}-${String(d).padStart(2, '0')}`
}

export function dateLiteral(node: DateLiteral): Expr {
  const m = /^\s*([+-]?)(\d{1,4})-(\d{1,2})-(\d{1,2})\s*$/.exec(node.text)
  if (!m) throw oraError(1861, [], node.start)
  const text = `${checkedDate(m, node.start)} 00:00:00${m[1] === '-' ? ' BC' : ''}`
  return {
    type: DATE,
    sql: `'${text}'::timestamp`,
    nullable: false,
    span: spanOf(node),
    origin: { is: 'literal', value: text },
    constant: true
  }
}

const TIME = String.raw`\s+(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d*))?`
const ZONE = String.raw`(?:\s*([+-]\d{1,2}:\d{2}|[A-Za-z][\w/+-]*))?`
const TIMESTAMP_TEXT = new RegExp(String.raw`^\s*([+-]?)(\d{1,4})-(\d{1,2})-(\d{1,2})${TIME}${ZONE}\s*$`)

export function timestampLiteral(node: TimestampLiteral): Expr {
  const m = TIMESTAMP_TEXT.exec(node.text)
  if (!m) throw oraError(1861, [], node.start)
  const day = checkedDate(m, node.start)
  if (Number(m[5]) > 23) throw oraError(1850, [], node.start)
  if (Number(m[6]) > 59) throw oraError(1851, [], node.start)
  if (Number(m[7]) > 59) throw oraError(1852, [], node.start)
  const fraction = m[8] ?? ''
  if (fraction.length > 9) throw oraError(1861, [], node.start)
  if (/[1-9]/.test(fraction.slice(6))) refuse('a fraction of a second finer than microseconds', node.start)
  const pad = (s: string): string => s.padStart(2, '0')
  const text = `${day} ${pad(m[5])}:${pad(m[6])}:${pad(m[7])}${fraction ? `.${fraction.slice(0, 6)}` : ''}`
  const era = m[1] === '-' ? ' BC' : ''
  const base = { nullable: false, span: spanOf(node), constant: true } as const
  if (!m[9]) return { ...base, type: { kind: 'TIMESTAMP', precision: 9 }, sql: `'${text}${era}'::timestamp` }
  const zone = zoneName(m[9], node.start)
  return { ...base, type: { kind: 'TIMESTAMP_TZ', precision: 9 }, sql: `'${text} ${zone}${era}'::timestamptz`, zone: quoteLiteral(zone) }
}

/** '+2:00' → '+02:00'; a region name must be known. ORA-01882. */
export function zoneName(text: string, offset: number): string {
  const m = /^([+-])(\d{1,2}):(\d{2})$/.exec(text)
  if (m) {
    if (Number(m[2]) > 14 || Number(m[3]) > 59) throw oraError(1874, [], offset)
    return `${m[1]}${m[2].padStart(2, '0')}:${m[3]}`
  }
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone === 'UTC' ? 'UTC' : text
  } catch {
    throw oraError(1882, [], offset)
  }
}

const DS_FIELDS = ['DAY', 'HOUR', 'MINUTE', 'SECOND'] as const
const FIELD_MAX: Readonly<Record<string, number>> = { HOUR: 23, MINUTE: 59, SECOND: 59 }
const MICROSECONDS: Readonly<Record<string, bigint>> = {
  DAY: 86_400_000_000n,
  HOUR: 3_600_000_000n,
  MINUTE: 60_000_000n,
  SECOND: 1_000_000n
}

export function intervalLiteral(node: IntervalLiteral): Expr {
  const precision = node.fromPrecision ?? 2
  const base = { nullable: false, span: spanOf(node), constant: true } as const
  const invalid = (): Error => oraError(1867, [], node.start)
  const m = /^\s*([+-]?)\s*(.*?)\s*$/.exec(node.text)!
  const sign = m[1] === '-' ? -1 : 1
  if (node.from === 'YEAR' || node.from === 'MONTH') {
    const parts = /^(\d+)(?:-(\d+))?$/.exec(m[2])
    if (!parts || (parts[2] !== undefined) !== (node.to === 'MONTH' && node.from === 'YEAR')) throw invalid()
    if (parts[1].replace(/^0+/, '').length > precision) throw oraError(1873, [], node.start)
    if (Number(parts[2] ?? 0) > 11) throw oraError(1843, [], node.start)
    const months = sign * (node.from === 'YEAR' ? Number(parts[1]) * 12 + Number(parts[2] ?? 0) : Number(parts[1]))
    return { ...base, type: { kind: 'INTERVAL_YM', precision }, sql: `'${months} months'::interval` }
  }
  const from = DS_FIELDS.indexOf(node.from as 'DAY')
  const to = DS_FIELDS.indexOf((node.to ?? node.from) as 'DAY')
  if (to < from) throw invalid()
  const fields = DS_FIELDS.slice(from, to + 1)
  const pattern = fields.map((f) => (f === 'SECOND' ? '(\\d*(?:\\.\\d*)?)' : '(\\d+)'))
  const glue = fields.map((_f, i) => (i === 0 ? '' : fields[i - 1] === 'DAY' ? '\\s+' : ':'))
  const parts = new RegExp(`^${pattern.map((p, i) => glue[i] + p).join('')}$`).exec(m[2])
  if (!parts) throw invalid()
  let micros = 0n
  fields.forEach((field, i) => {
    const [whole, fraction = ''] = parts[i + 1].split('.')
    if (i === 0 && whole.replace(/^0+/, '').length > precision) throw oraError(1873, [], node.start)
    if (i > 0 && Number(whole) > FIELD_MAX[field])
      throw oraError(field === 'HOUR' ? 1850 : field === 'MINUTE' ? 1851 : 1852, [], node.start)
    micros += BigInt(whole || '0') * MICROSECONDS[field]
    if (/[1-9]/.test(fraction.slice(6))) refuse('a fraction of a second finer than microseconds', node.start)
    if (fraction) micros += BigInt(fraction.slice(0, 6).padEnd(6, '0'))
  })
  const days = micros / MICROSECONDS.DAY
  const rest = micros % MICROSECONDS.DAY
  const s = sign < 0 ? '-' : ''
  return {
    ...base,
    type: { kind: 'INTERVAL_DS', precision, secondPrecision: node.secondPrecision ?? 6 },
    sql: `'${s}${days} days ${s}${rest} microseconds'::interval`
  }
}
