/** EXTRACT and AT TIME ZONE. Source: SQL Language Reference, "EXTRACT (datetime)", "Datetime Expressions". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, quoteLiteral, sql } from '../expr'
import type { AtTimeZone, ExtractExpr } from '../tree'
import { isDatetime, NUMBER, type OraType, VARCHAR2 } from '../types'
import { wallClock } from './convert'
import { zoneName } from './literals'
import type { Env, Resolver } from './model'

const DATE_FIELDS = ['YEAR', 'MONTH', 'DAY']
const TIME_FIELDS = ['HOUR', 'MINUTE', 'SECOND']

function fieldsOf(t: OraType): readonly string[] {
  if (t.kind === 'DATE') return DATE_FIELDS
  if (t.kind === 'INTERVAL_YM') return ['YEAR', 'MONTH']
  if (t.kind === 'INTERVAL_DS') return ['DAY', ...TIME_FIELDS]
  return isDatetime(t) ? [...DATE_FIELDS, ...TIME_FIELDS] : []
}

export function extract(r: Resolver, node: ExtractExpr, env: Env): Expr {
  const span = { start: node.start, end: node.end }
  const field = node.field.toUpperCase()
  const e = r.expression(node.from, env)
  if (e.type.kind === 'NULL') return { type: NUMBER, sql: 'null::numeric', nullable: true, span, constant: true }
  if (field.startsWith('TIMEZONE')) refuse(`EXTRACT (${field} …)`, node.start)
  if (!fieldsOf(e.type).includes(field)) throw oraError(30076, [], node.start)
  // Fields of a TIMESTAMP WITH TIME ZONE are UTC's, except the time zone's own.
  const source =
    e.type.kind === 'TIMESTAMP_TZ' ? sql`((${e.sql}) at time zone 'UTC')` : e.type.kind === 'TIMESTAMP_LTZ' ? wallClock(e) : e.sql
  const value = sql`extract(${field.toLowerCase()} from ${source})`
  return { type: NUMBER, sql: field === 'SECOND' ? sql`trim_scale(${value})` : value, nullable: e.nullable, span, constant: e.constant }
}

export function atTimeZone(r: Resolver, node: AtTimeZone, env: Env): Expr {
  const e = r.expression(node.operand, env)
  if (!isDatetime(e.type)) throw oraError(30084, [], node.operand.start)
  const instant = r.convert(e, { kind: 'TIMESTAMP_TZ', precision: 9 })
  const base = { ...instant, span: { start: node.start, end: node.end }, origin: undefined }
  if (node.zone === 'LOCAL') return { ...base, zone: `current_setting('TimeZone')` }
  if (node.zone.type === 'string') return { ...base, zone: quoteLiteral(zoneName(node.zone.value, node.zone.start)) }
  const zone = r.convert(r.expression(node.zone, env), VARCHAR2)
  return { ...base, constant: false, zone: sql`ora.zone_name(${zone.sql})` }
}
