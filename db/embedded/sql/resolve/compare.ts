/** Comparison: which operand is converted, blank-padding of CHAR. Source: SQL Language Reference, "Data Type Comparison Rules". */
import { refuse } from '../../errors/ora-error'
import { type Expr, quoteLiteral, type Span, type Sql, sql } from '../expr'
import { isDatetime, isInterval, isNumeric, isText, type OraType, VARCHAR2 } from '../types'
import { inconsistent, typedNull, typeName } from './convert'
import type { Resolver } from './model'

/** Both sides in one PostgreSQL type, ready for an operator. */
export interface Pair {
  readonly left: Sql
  readonly right: Sql
}

const isLob = (t: OraType): boolean => t.kind === 'CLOB' || t.kind === 'BLOB' || t.kind === 'LONG'

/** The type in which two operands are compared; undefined for a pair of texts. ORA-00932. */
function comparisonType(a: Expr, b: Expr, lobs: boolean): OraType | undefined {
  const [x, y] = [a.type, b.type]
  if (lobs && isText(x) && isText(y)) return undefined
  if (isLob(x) || isLob(y)) throw inconsistent('-', isLob(x) ? x : y, (isLob(x) ? a : b).span.start)
  if (x.kind === 'NULL') return y.kind === 'NULL' ? undefined : y
  if (y.kind === 'NULL') return x
  if (isText(x) && isText(y)) return undefined
  if (isNumeric(x) || isNumeric(y)) {
    const [number, other] = isNumeric(x) ? [x, b] : [y, a]
    if (!isNumeric(other.type) && !isText(other.type)) throw inconsistent(typeName(x), y, b.span.start)
    if (!isNumeric(other.type)) return number
    return [x, y].find((t) => t.kind === 'BINARY_DOUBLE') ?? [x, y].find((t) => t.kind === 'BINARY_FLOAT') ?? { kind: 'NUMBER' }
  }
  if (isDatetime(x) || isDatetime(y)) {
    const [date, other] = isDatetime(x) ? [x, b] : [y, a]
    if (!isDatetime(other.type)) {
      if (!isText(other.type)) throw inconsistent(typeName(x), y, b.span.start)
      return date
    }
    return [x, y].find((t) => t.kind === 'TIMESTAMP_TZ' || t.kind === 'TIMESTAMP_LTZ') ?? { kind: 'TIMESTAMP', precision: 9 }
  }
  if (isInterval(x) || isInterval(y)) {
    if (x.kind !== y.kind) {
      if (isText(x) || isText(y)) refuse('comparison of an interval with text', a.span.start)
      throw inconsistent(typeName(x), y, b.span.start)
    }
    return x
  }
  if (x.kind === 'RAW' || y.kind === 'RAW') return { kind: 'RAW' }
  if (x.kind === 'ROWID' || y.kind === 'ROWID') return { kind: 'ROWID' }
  if (x.kind === 'BOOLEAN' && y.kind === 'BOOLEAN') return x
  throw inconsistent(typeName(x), y, b.span.start)
}

export function comparable(r: Resolver, a: Expr, b: Expr): Pair {
  // PL/SQL compares CLOBs as text.
  const type = comparisonType(a, b, r.context.surroundings?.in === 'plsql')
  if (type) {
    const side = (e: Expr): Sql => (e.type.kind === 'NULL' ? typedNull(e, type).sql : r.convert(e, type).sql)
    return { left: side(a), right: side(b) }
  }
  if (a.type.kind === 'CHAR' && b.type.kind === 'CHAR') return padded(a, b)
  return { left: a.sql, right: b.sql }
}

const width = (e: Expr): number | undefined => (e.type.kind === 'CHAR' ? e.type.size : undefined)
const unit = (e: Expr): string => (e.type.kind === 'CHAR' ? (e.type.unit ?? 'BYTE') : 'BYTE')

/** CHAR against CHAR: the shorter counts as padded with blanks. Constants are padded here, so that an index is used. */
function padded(a: Expr, b: Expr): Pair {
  const [x, y] = [literal(a), literal(b)]
  if (x !== undefined && y !== undefined) {
    const n = Math.max(x.length, y.length)
    return { left: quoteLiteral(x.padEnd(n)), right: quoteLiteral(y.padEnd(n)) }
  }
  if (x === undefined && y === undefined) {
    if (width(a) !== undefined && width(a) === width(b) && unit(a) === unit(b) && isColumn(a) && isColumn(b))
      return { left: a.sql, right: b.sql }
    return { left: sql`rtrim(${a.sql}, ' ')`, right: sql`rtrim(${b.sql}, ' ')` }
  }
  const [column, text] = x === undefined ? [a, y!] : [b, x]
  if (!isColumn(column)) {
    const trimmed = quoteLiteral(text.replace(/ +$/, ''))
    const other = sql`rtrim(${column.sql}, ' ')`
    return x === undefined ? { left: other, right: trimmed } : { left: trimmed, right: other }
  }
  const constant = quoteLiteral(padTo(text.replace(/ +$/, ''), width(column)!, unit(column)))
  return x === undefined ? { left: a.sql, right: constant } : { left: constant, right: b.sql }
}
const literal = (e: Expr): string | undefined => (e.origin?.is === 'literal' && e.origin.value !== null ? e.origin.value : undefined)
/** Stored values have their full width; those of other CHAR expressions need not. */
const isColumn = (e: Expr): boolean => e.origin?.is === 'column' && width(e) !== undefined
const padTo = (text: string, size: number, unitName: string): string =>
  text + ' '.repeat(Math.max(0, size - (unitName === 'CHAR' ? [...text].length : Buffer.byteLength(text))))

export function compare(r: Resolver, operator: string, a: Expr, b: Expr, _span: Span): Sql {
  const pair = comparable(r, a, b)
  return sql`(${pair.left} ${operator} ${pair.right})`
}

/** Values that sorting, grouping and DISTINCT cannot take. */
export function requireSortable(e: Expr): void {
  if (isLob(e.type)) throw inconsistent('-', e.type, e.span.start)
}
/** Text for LIKE and the like; LOBs stay. */
export function asText(r: Resolver, e: Expr): Expr {
  if (isText(e.type)) return e
  if (e.type.kind === 'BLOB') throw inconsistent('CHAR', e.type, e.span.start)
  return r.convert(e, VARCHAR2)
}
