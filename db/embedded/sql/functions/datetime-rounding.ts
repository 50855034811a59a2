/** ROUND and TRUNC of datetimes: the result is a DATE. Source: "ROUND and TRUNC Date Functions". */
import { type Expr, quoteLiteral, sql } from '../expr'
import { DATE } from '../types'
import type { RuleContext } from './registry'
import { type Built, literalText, strict, txt } from './rule'

/** Models that PostgreSQL's date_trunc knows under another name: quicker, and usable in an index. */
const NATIVE: Readonly<Record<string, string>> = {
  DD: 'day', DDD: 'day', J: 'day', MM: 'month', MON: 'month', MONTH: 'month', RM: 'month', Q: 'quarter', YYYY: 'year', YEAR: 'year',
  SYYYY: 'year', YY: 'year', YYY: 'year', Y: 'year', HH: 'hour', HH12: 'hour', HH24: 'hour', MI: 'minute', IW: 'week', CC: 'century'
}

export function truncDate(args: readonly Expr[], c: RuleContext): Built {
  const date = c.convert(args[0], DATE).sql
  const model = args[1] ? literalText(args[1])?.toUpperCase() : 'DD'
  const unit = model && NATIVE[model]
  return strict(
    DATE,
    unit
      ? sql`pg_catalog.date_trunc(${quoteLiteral(unit)}, ${unit === 'week' ? sql`ora.gregorian(${date})` : date})`
      : sql`ora.trunc_date(${date}, ${txt(args[1], c)})`,
    args
  )
}

export function roundDate(args: readonly Expr[], c: RuleContext): Built {
  return strict(DATE, sql`ora.round_date(${c.convert(args[0], DATE).sql}, ${args[1] ? txt(args[1], c) : quoteLiteral('DD')})`, args)
}
