/** CAST. Source: SQL Language Reference, "CAST". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { columnPgType, columnType } from '../ddl/column-type'
import { type Expr, type Sql, sql } from '../expr'
import type { CastExpr } from '../tree'
import { isInterval, isText, type OraType, VARCHAR2 } from '../types'
import { inconsistent, typedNull, typeName } from './convert'
import type { Env, Resolver } from './model'

function targetType(r: Resolver, node: CastExpr): OraType {
  const to = node.to
  if (to.name === 'TIMESTAMP' && to.withTimeZone === 'TIME ZONE')
    return { kind: 'TIMESTAMP_TZ', precision: typeof to.args[0] === 'number' ? to.args[0] : 6 }
  return columnType(to, r.context.nls)
}

export function cast(r: Resolver, node: CastExpr, env: Env): Expr {
  if (node.onError) refuse('CAST … DEFAULT … ON CONVERSION ERROR', node.onError.start)
  if (node.format) refuse('CAST with a format', node.format.start)
  const span = { start: node.start, end: node.end }
  const to = targetType(r, node)
  const operand = r.expression(node.operand, env)
  if (operand.type.kind === 'NULL') return { ...typedNull(operand, to), span, origin: undefined }
  const made = castTo(r, operand, to)
  return {
    type: to,
    sql: made,
    nullable: operand.nullable,
    span,
    constant: operand.constant,
    zone: to.kind === 'TIMESTAMP_TZ' ? operand.zone : undefined
  }
}

function castTo(r: Resolver, e: Expr, to: OraType): Sql {
  const s = convertForCast(r, e, to).sql
  switch (to.kind) {
    case 'NUMBER':
      if (to.binaryPrecision !== undefined) return sql`ora.round_digits(${s}, ${String(Math.ceil(to.binaryPrecision * 0.30103))})`
      return to.precision === undefined && to.scale === undefined ? s : sql`(${s})::${columnPgType(to)}::numeric`
    case 'VARCHAR2':
    case 'CHAR':
      return castText(e, s, to)
    case 'TIMESTAMP':
      return to.precision < 6 ? sql`(${s})::timestamp(${String(to.precision)})::timestamp` : s
    case 'RAW':
      return to.size === undefined ? s : sql`nullif(substr(${s}, 1, ${String(to.size)}), '')`
    case 'CLOB':
    case 'BLOB':
      if (!isText(e.type) && e.type.kind !== 'RAW' && e.type.kind !== 'BLOB') throw inconsistent(typeName(to), e.type, e.span.start)
      return s
    default:
      return s
  }
}

/** Text is cut to the size; other values must fit. ORA-25137. */
function castText(e: Expr, s: Sql, to: Extract<OraType, { kind: 'VARCHAR2' | 'CHAR' }>): Sql {
  const size = String(to.size ?? 4000)
  const chars = to.unit === 'CHAR'
  const fits = isText(e.type) ? (chars ? sql`left(${s}, ${size})` : sql`ora.cut(${s}, ${size})`) : sql`ora.fit(${s}, ${size})`
  return to.kind === 'CHAR' ? sql`ora.pad${chars ? '_c' : ''}(${fits}, ${size})` : fits
}

/** Conversions that only an explicit CAST makes. */
export function convertForCast(r: Resolver, e: Expr, to: OraType): Expr {
  if (isText(e.type) && isInterval(to)) {
    const fn = to.kind === 'INTERVAL_YM' ? 'ora.to_yminterval' : 'ora.to_dsinterval'
    return { ...e, type: to, origin: undefined, sql: sql`${fn}(${e.sql})` }
  }
  if (isInterval(e.type) && isText(to)) refuse('CAST of an interval to text', e.span.start)
  if (e.type.kind === 'CLOB' && to.kind === 'CHAR') return r.convert(r.convert(e, VARCHAR2), to)
  if (e.type.kind === 'NUMBER' && isInterval(to)) throw oraError(932, [typeName(to), 'NUMBER'], e.span.start)
  return r.convert(e, to)
}
