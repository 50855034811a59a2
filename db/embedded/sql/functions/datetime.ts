/** Datetime functions. Source: SQL Language Reference, "Datetime Functions". */
import { refuse } from '../../errors/ora-error'
import { type Expr, sql } from '../expr'
import { DATE, isDatetime, NUMBER, type OraType } from '../types'
import type { FunctionRule, RuleContext } from './registry'
import { maybeNull, num, rule, stableRule, strict, txt, wrongType } from './rule'

const date = (e: Expr, c: RuleContext) => c.convert(e, DATE).sql
const timestampTz = (precision: number): OraType => ({ kind: 'TIMESTAMP_TZ', precision })

/** Outside PL/SQL the clock of the statement; cut to seconds for DATE, so that it never lies in the future. */
const now = sql`pg_catalog.statement_timestamp()`

export const datetimeFunctions: readonly FunctionRule[] = [
  // The database's clock runs in UTC unless the server was given a zone (postgres/cluster sets log and session zones).
  stableRule('SYSDATE', 0, 0, () => ({ type: DATE, sql: sql`pg_catalog.date_trunc('second', pg_catalog.timezone('UTC', ${now}))`, nullable: false })),
  stableRule('SYSTIMESTAMP', 0, 0, () => ({ type: timestampTz(6), sql: now, nullable: false })),
  stableRule('CURRENT_DATE', 0, 0, () => ({ type: DATE, sql: sql`pg_catalog.date_trunc('second', pg_catalog.timezone(pg_catalog.current_setting('TimeZone'), ${now}))`, nullable: false })),
  stableRule('CURRENT_TIMESTAMP', 0, 1, (args) => ({ type: timestampTz(6), sql: args.length ? refuse('CURRENT_TIMESTAMP with a precision', args[0].span.start) : now, nullable: false })),
  stableRule('LOCALTIMESTAMP', 0, 1, (args) => ({
    type: { kind: 'TIMESTAMP', precision: 6 },
    sql: args.length ? refuse('LOCALTIMESTAMP with a precision', args[0].span.start) : sql`pg_catalog.timezone(pg_catalog.current_setting('TimeZone'), ${now})`,
    nullable: false
  })),
  rule('ADD_MONTHS', 2, 2, (args, c) => strict(DATE, sql`ora.add_months(${date(args[0], c)}, ${num(args[1], c)})`, args)),
  rule('MONTHS_BETWEEN', 2, 2, (args, c) => strict(NUMBER, sql`ora.months_between(${date(args[0], c)}, ${date(args[1], c)})`, args)),
  rule('LAST_DAY', 1, 1, (args, c) => strict(DATE, sql`ora.last_day(${date(args[0], c)})`, args)),
  rule('NEXT_DAY', 2, 2, (args, c) => strict(DATE, sql`ora.next_day(${date(args[0], c)}, ${txt(args[1], c)})`, args)),
  rule('NUMTODSINTERVAL', 2, 2, (args, c) => strict({ kind: 'INTERVAL_DS' }, sql`ora.numtodsinterval(${num(args[0], c)}, ${txt(args[1], c)})`, args)),
  rule('NUMTOYMINTERVAL', 2, 2, (args, c) => strict({ kind: 'INTERVAL_YM' }, sql`ora.numtoyminterval(${num(args[0], c)}, ${txt(args[1], c)})`, args)),
  rule('SYS_EXTRACT_UTC', 1, 1, (args) => {
    if (!isDatetime(args[0].type) || args[0].type.kind === 'DATE' || args[0].type.kind === 'TIMESTAMP') return wrongType('TIMESTAMP WITH TIME ZONE', args[0])
    return maybeNull({ kind: 'TIMESTAMP', precision: 6 }, sql`pg_catalog.timezone('UTC', ${args[0].sql})`)
  }),
  stableRule('DBTIMEZONE', 0, 0, () => ({ type: { kind: 'VARCHAR2', size: 6 }, sql: sql`'+00:00'::text`, nullable: false })),
  stableRule('SESSIONTIMEZONE', 0, 0, () => ({ type: { kind: 'VARCHAR2', size: 75 }, sql: sql`ora.session_time_zone()`, nullable: false })),
  rule('NEW_TIME', 3, 3, (_args, c) => refuse('NEW_TIME', c.span.start)),
  rule('FROM_TZ', 2, 2, (_args, c) => refuse('FROM_TZ', c.span.start)),
  rule('TZ_OFFSET', 1, 1, (_args, c) => refuse('TZ_OFFSET', c.span.start))
]
