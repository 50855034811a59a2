/**
 * Implicit conversion. Source: SQL Language Reference, "Data Conversion", "Implicit Type Conversion Matrix".
 * What Oracle does not convert is ORA-00932.
 */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, quoteLiteral, type Sql, sql } from '../expr'
import { intervalText } from '../functions/interval-text'
import type { RuleContext } from '../functions/registry'
import { isDatetime, isInterval, isText, type OraType, PG_TYPE, varchar2 } from '../types'
import { datetimeToText, textToDatetime } from './implicit-datetime'
import { numberExpr, plainDecimal } from './literals'

/** A type's name in ORA-00932. */
export function typeName(t: OraType): string {
  switch (t.kind) {
    case 'VARCHAR2':
    case 'CHAR':
      return t.national ? 'NCHAR' : 'CHAR'
    case 'RAW':
      return 'BINARY'
    case 'TIMESTAMP_TZ':
      return 'TIMESTAMP WITH TIME ZONE'
    case 'TIMESTAMP_LTZ':
      return 'TIMESTAMP WITH LOCAL TIME ZONE'
    case 'INTERVAL_YM':
      return 'INTERVAL YEAR TO MONTH'
    case 'INTERVAL_DS':
      return 'INTERVAL DAY TO SECOND'
    case 'CLOB':
      return t.national ? 'NCLOB' : 'CLOB'
    default:
      return t.kind
  }
}
export const inconsistent = (expected: string, got: OraType, offset: number): Error => oraError(932, [expected, typeName(got)], offset)

/** NULL of a type. */
export const typedNull = (e: Expr, to: OraType): Expr => ({ ...e, type: to, sql: `null::${PG_TYPE[to.kind]}`, nullable: true })

/** Largest text, in bytes, that a value of this type becomes. */
export function textSize(t: OraType): number {
  switch (t.kind) {
    case 'VARCHAR2':
    case 'CHAR':
      return t.size === undefined ? 4000 : Math.min(t.size > 4000 ? 32767 : 4000, t.unit === 'CHAR' ? t.size * 4 : t.size)
    case 'NUMBER':
    case 'BINARY_FLOAT':
    case 'BINARY_DOUBLE':
      return 40
    case 'DATE':
    case 'TIMESTAMP':
    case 'TIMESTAMP_TZ':
    case 'TIMESTAMP_LTZ':
      return 75
    case 'ROWID':
      return 18
    case 'RAW':
      return Math.min(4000, (t.size ?? 2000) * 2)
    case 'NULL':
      return 0
    default:
      return 4000
  }
}

export function convert(e: Expr, to: OraType, context: RuleContext): Expr {
  const from = e.type
  if (from.kind === to.kind) return from === to ? e : { ...e, type: mergeSize(from, to) }
  if (to.kind === 'NULL') return e
  if (from.kind === 'NULL') return typedNull(e, to)
  const done = (made: Sql, type: OraType = to): Expr => ({ type, sql: made, nullable: e.nullable, span: e.span, constant: e.constant })
  const stable = e.constant && context.guarded ? '_s' : ''
  const plsql = context.surroundings === 'plsql'
  const bad = (): never => {
    throw inconsistent(typeName(to), from, e.span.start)
  }

  switch (to.kind) {
    case 'NUMBER':
      if (isText(from)) return textToNumber(e, context, stable)
      if (from.kind === 'BINARY_DOUBLE' || from.kind === 'BINARY_FLOAT') return done(sql`ora.double_to_number(${e.sql})`)
      return bad()
    case 'BINARY_FLOAT':
    case 'BINARY_DOUBLE': {
      const pg = PG_TYPE[to.kind]
      if (from.kind === 'NUMBER' || from.kind === 'BINARY_FLOAT' || from.kind === 'BINARY_DOUBLE') return done(sql`(${e.sql})::${pg}`)
      if (isText(from)) return done(sql`ora.${plsql ? 'plsql_double' : `to_double${stable}`}(${e.sql})::${pg}`)
      return bad()
    }
    case 'VARCHAR2':
    case 'CHAR':
    case 'LONG': {
      const type: OraType = to.kind === 'VARCHAR2' && to.size === undefined ? varchar2(textSize(from)) : to
      if (from.kind === 'VARCHAR2' || from.kind === 'CHAR' || from.kind === 'LONG')
        return { ...e, type: to.kind === 'VARCHAR2' && to.size === undefined ? ({ ...from, kind: 'VARCHAR2' } as OraType) : to }
      if (from.kind === 'CLOB') return done(sql`ora.${plsql ? 'plsql_text' : 'clob_to_text'}(${e.sql})`, type)
      if (from.kind === 'NUMBER') return done(localNumber(sql`ora.num_text(${e.sql})`, context), type)
      if (from.kind === 'BINARY_DOUBLE') return done(localNumber(sql`ora.double_text(${e.sql}, 17)`, context), type)
      if (from.kind === 'BINARY_FLOAT') return done(localNumber(sql`ora.double_text((${e.sql})::float8, 9)`, context), type)
      if (isDatetime(from)) return { ...datetimeToText(e, context), span: e.span, constant: e.constant }
      if (from.kind === 'RAW') return done(sql`nullif(upper(encode(${e.sql}, 'hex')), '')`, type)
      if (from.kind === 'ROWID') return done(e.sql, type)
      if (isInterval(from)) return { ...intervalText(e), span: e.span, constant: e.constant }
      return bad()
    }
    case 'CLOB':
      if (isText(from)) return done(e.sql)
      if (from.kind === 'NUMBER' || isDatetime(from)) return { ...convert(e, varchar2(), context), type: to }
      return bad()
    case 'DATE':
      if (from.kind === 'TIMESTAMP') return done(sql`date_trunc('second', ${e.sql})`)
      if (from.kind === 'TIMESTAMP_TZ' || from.kind === 'TIMESTAMP_LTZ') return done(sql`date_trunc('second', ${wallClock(e)})`)
      if (isText(from)) return { ...textToDatetime(e, to, context), span: e.span, constant: e.constant }
      return bad()
    case 'TIMESTAMP':
      if (from.kind === 'DATE') return done(e.sql)
      if (from.kind === 'TIMESTAMP_TZ' || from.kind === 'TIMESTAMP_LTZ') return done(wallClock(e))
      if (isText(from)) return { ...textToDatetime(e, to, context), span: e.span, constant: e.constant }
      return bad()
    case 'TIMESTAMP_TZ':
    case 'TIMESTAMP_LTZ':
      if (from.kind === 'DATE' || from.kind === 'TIMESTAMP') return done(sql`(${e.sql})::timestamptz`)
      if (isDatetime(from)) return done(e.sql)
      if (isText(from)) return { ...textToDatetime(e, to, context), span: e.span, constant: e.constant }
      return bad()
    case 'RAW':
      if (isText(from)) return done(sql`ora.${plsql ? 'plsql_raw' : `hex_to_raw${stable}`}(${e.sql})`)
      if (from.kind === 'BLOB') return done(e.sql)
      return bad()
    case 'BLOB':
      if (from.kind === 'RAW') return done(e.sql)
      if (isText(from)) return done(sql`ora.${plsql ? 'plsql_raw' : `hex_to_raw${stable}`}(${e.sql})`)
      return bad()
    case 'ROWID':
      if (isText(from)) return done(sql`ora.to_rowid(${e.sql})`)
      return bad()
    default:
      return bad()
  }
}

/** The zone of a value that has none of its own to be shown in. */
export const SESSION_ZONE = `current_setting('TimeZone')`
/** The zone of a PL/SQL variable, which does not keep it: refused by name when it is asked for. */
export const UNKNOWN_ZONE = 'ora.unknown_zone()'
/** The zone of SYSTIMESTAMP: the server's clock runs in UTC. */
export const UTC_ZONE = quoteLiteral('+00:00')
/** PostgreSQL's timestamptz forgets a zone; where ours would be lost, too, the session's would be shown instead. */
export function requireSessionZone(e: Expr, where: string): void {
  if (e.type.kind === 'TIMESTAMP_TZ' && e.zone !== undefined && e.zone !== SESSION_ZONE)
    refuse(`TIMESTAMP WITH TIME ZONE of a zone of its own ${where}`, e.span.start)
}

/**
 * A value made of others (NVL, MAX, CASE …) is shown in their zone when they share one.
 * @throws ORA-03001 when they do not: it would change from row to row
 */
export function withZoneOf<E extends Omit<Expr, 'span'>>(made: E, parts: readonly Expr[], where: string): E {
  if (made.type.kind !== 'TIMESTAMP_TZ' || made.zone !== undefined) return made
  const zoned = parts.filter((e) => e.type.kind === 'TIMESTAMP_TZ')
  const [first] = zoned
  if (first && zoned.every((e) => e.zone === first.zone)) return { ...made, zone: first.zone }
  for (const e of zoned) requireSessionZone(e, where)
  return made
}

/** The time that a TIMESTAMP WITH TIME ZONE shows; the session's zone when its own is not known. */
export const wallClock = (e: Expr): Sql => (e.zone === undefined ? sql`(${e.sql})::timestamp` : sql`ora.wall_clock(${e.sql}, ${e.zone})`)

/** Decimal separator of NLS_NUMERIC_CHARACTERS. */
const localNumber = (text: Sql, context: RuleContext): Sql =>
  context.nls.NLS_NUMERIC_CHARACTERS[0] === '.' ? text : sql`replace(${text}, '.', '${context.nls.NLS_NUMERIC_CHARACTERS[0]}')`

function textToNumber(e: Expr, context: RuleContext, stable: string): Expr {
  const separator = context.nls.NLS_NUMERIC_CHARACTERS[0]
  if (e.origin?.is === 'literal' && e.origin.value !== null && separator === '.') {
    const m = /^\s*([+-]?)((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*$/.exec(e.origin.value)
    if (m) {
      const text = plainDecimal(m[2], e.span.start)
      const exact = numberExpr(0, e.span)
      const [int, frac = ''] = text.split('.')
      return {
        ...exact,
        sql: `${m[1] === '-' ? '(-' : ''}${text.startsWith('.') ? '0' : ''}${text}::numeric${m[1] === '-' ? ')' : ''}`,
        origin: { is: 'literal', value: (m[1] === '-' ? '-' : '') + text },
        digits: { int: int.length, frac: frac.length }
      }
    }
  }
  const source = e.type.kind === 'CLOB' ? sql`nullif(${e.sql}, '')` : e.sql
  const text = separator === '.' ? source : sql`translate(${source}, '${separator}.', '.?')`
  return {
    type: { kind: 'NUMBER' },
    sql: sql`ora.${context.surroundings === 'plsql' ? 'plsql_number' : `to_number${stable}`}(${text})`,
    nullable: e.nullable,
    span: e.span,
    constant: e.constant
  }
}

function mergeSize(from: OraType, to: OraType): OraType {
  if (to.kind === 'VARCHAR2' && to.size === undefined) return from
  if (to.kind === 'CHAR' && to.size === undefined) return from
  if (to.kind === 'NUMBER' && to.precision === undefined) return from
  if (to.kind === 'RAW' && to.size === undefined) return from
  return to
}
