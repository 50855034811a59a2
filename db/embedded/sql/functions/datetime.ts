/** Datetime functions. Source: SQL Language Reference, "Datetime Functions". */

import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, quoteLiteral, type Sql, sql } from '../expr'
import { DATE, isDatetime, isNumeric, NUMBER, type OraType } from '../types'
import type { FunctionRule, RuleContext } from './registry'
import { late, literalNumber, maybeNull, num, rule, stableRule, strict, txt, wrongType } from './rule'

const date = (e: Expr, c: RuleContext) => c.convert(e, DATE).sql
const timestampTz = (precision: number): OraType => ({ kind: 'TIMESTAMP_TZ', precision })

/** The clock of the statement, which a block has many of; cut to seconds for DATE, so that it never lies in the future. */
const NOW: Readonly<Record<'none' | 'sql' | 'plsql', Sql>> = {
  none: 'pg_catalog.statement_timestamp()',
  sql: '(select pg_catalog.clock_timestamp())',
  plsql: 'pg_catalog.clock_timestamp()'
}
const now = (c: RuleContext): Sql => NOW[c.surroundings ?? 'none']

/** Digits of the fraction, 0 to 9: a literal. ORA-30088. */
function precisionOf(args: readonly Expr[]): number {
  if (args.length === 0) return 6
  const precision = literalNumber(args[0])
  if (precision === undefined || !Number.isInteger(precision) || precision < 0 || precision > 9)
    throw oraError(30088, [], args[0].span.start)
  return precision
}
/** PostgreSQL rounds to a precision; a clock must not run ahead. */
const cut = (time: Sql, precision: number): Sql =>
  precision >= 6
    ? time
    : sql`(${time} - pg_catalog.mod(extract(microseconds from ${time}), ${String(10 ** (6 - precision))})::int * interval '1 microsecond')`

export const datetimeFunctions: readonly FunctionRule[] = [
  // The database's clock runs in UTC unless the server was given a zone (postgres/cluster sets log and session zones).
  stableRule('SYSDATE', 0, 0, (_, c) => ({
    type: DATE,
    sql: sql`pg_catalog.date_trunc('second', pg_catalog.timezone('UTC', ${now(c)}))`,
    nullable: false
  })),
  stableRule('SYSTIMESTAMP', 0, 0, (_, c) => ({ type: timestampTz(6), sql: now(c), nullable: false, zone: quoteLiteral('+00:00') })),
  stableRule('CURRENT_DATE', 0, 0, (_, c) => ({
    type: DATE,
    sql: sql`pg_catalog.date_trunc('second', pg_catalog.timezone(pg_catalog.current_setting('TimeZone'), ${now(c)}))`,
    nullable: false
  })),
  stableRule('CURRENT_TIMESTAMP', 0, 1, (args, c) => {
    const precision = precisionOf(args)
    return { type: timestampTz(precision), sql: cut(now(c), precision), nullable: false }
  }),
  stableRule('LOCALTIMESTAMP', 0, 1, (args, c) => {
    const precision = precisionOf(args)
    return {
      type: { kind: 'TIMESTAMP', precision },
      sql: cut(sql`pg_catalog.timezone(pg_catalog.current_setting('TimeZone'), ${now(c)})`, precision),
      nullable: false
    }
  }),
  rule('ADD_MONTHS', 2, 2, (args, c) => strict(DATE, sql`ora.add_months(${late(date(args[0], c), c)}, ${num(args[1], c)})`, args)),
  rule('MONTHS_BETWEEN', 2, 2, (args, c) => strict(NUMBER, sql`ora.months_between(${date(args[0], c)}, ${date(args[1], c)})`, args)),
  rule('LAST_DAY', 1, 1, (args, c) => strict(DATE, sql`ora.last_day(${date(args[0], c)})`, args)),
  rule('NEXT_DAY', 2, 2, (args, c) => {
    const from = late(date(args[0], c), c)
    // a number of a day of the week is taken too, 1 for Sunday
    return strict(
      DATE,
      isNumeric(args[1].type) ? sql`ora.next_weekday(${from}, ${num(args[1], c)})` : sql`ora.next_day(${from}, ${txt(args[1], c)})`,
      args
    )
  }),
  rule('NUMTODSINTERVAL', 2, 2, (args, c) =>
    strict({ kind: 'INTERVAL_DS' }, sql`ora.numtodsinterval(${late(num(args[0], c), c)}, ${txt(args[1], c)})`, args)
  ),
  rule('NUMTOYMINTERVAL', 2, 2, (args, c) =>
    strict({ kind: 'INTERVAL_YM' }, sql`ora.numtoyminterval(${late(num(args[0], c), c)}, ${txt(args[1], c)})`, args)
  ),
  rule('SYS_EXTRACT_UTC', 1, 1, (args) => {
    if (!isDatetime(args[0].type) || args[0].type.kind === 'DATE' || args[0].type.kind === 'TIMESTAMP')
      return wrongType('TIMESTAMP WITH TIME ZONE', args[0])
    return maybeNull({ kind: 'TIMESTAMP', precision: 6 }, sql`pg_catalog.timezone('UTC', ${args[0].sql})`)
  }),
  stableRule('DBTIMEZONE', 0, 0, () => ({ type: { kind: 'VARCHAR2', size: 6 }, sql: sql`'+00:00'::text`, nullable: false })),
  stableRule('SESSIONTIMEZONE', 0, 0, () => ({ type: { kind: 'VARCHAR2', size: 75 }, sql: sql`ora.session_time_zone()`, nullable: false })),
  rule('NEW_TIME', 3, 3, (_args, c) => refuse('NEW_TIME', c.span.start)),
  rule('FROM_TZ', 2, 2, (_args, c) => refuse('FROM_TZ', c.span.start)),
  rule('TZ_OFFSET', 1, 1, (_args, c) => refuse('TZ_OFFSET', c.span.start))
]
