/** Intervals as text. Source: SQL Language Reference, "Interval Literals". */
import { type Expr, sql } from '../expr'
import { varchar2 } from '../types'

/** '+01 12:00:00.000000', '+01-06'. */
export function intervalText(e: Expr): Omit<Expr, 'span'> {
  const { type } = e
  const digits = 'precision' in type ? (type.precision ?? 9) : 9
  if (type.kind === 'INTERVAL_YM')
    return { type: varchar2(digits + 4), sql: sql`ora.yminterval_text(${e.sql}, ${String(digits)})`, nullable: e.nullable }
  const fraction = type.kind === 'INTERVAL_DS' ? (type.secondPrecision ?? 9) : 9
  return {
    type: varchar2(digits + fraction + 11),
    sql: sql`ora.dsinterval_text(${e.sql}, ${String(digits)}, ${String(fraction)})`,
    nullable: e.nullable
  }
}
