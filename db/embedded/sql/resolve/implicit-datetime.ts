/** Implicit conversion between text and datetimes, by the session's NLS formats. */
import type { Expr } from '../expr'
import { maskLiteral, toCharDate, toDate } from '../functions/datetime-masks'
import type { RuleContext } from '../functions/registry'
import type { NlsSettings } from '../statement'
import type { OraType } from '../types'

/** The format that belongs to a datetime type. */
function maskOf(type: OraType, nls: NlsSettings): string {
  if (type.kind === 'DATE') return nls.NLS_DATE_FORMAT
  return type.kind === 'TIMESTAMP' ? nls.NLS_TIMESTAMP_FORMAT : nls.NLS_TIMESTAMP_TZ_FORMAT
}

export const datetimeToText = (e: Expr, context: RuleContext): Omit<Expr, 'span'> =>
  toCharDate(e, maskLiteral(maskOf(e.type, context.nls), e), context)

export const textToDatetime = (e: Expr, type: OraType, context: RuleContext): Omit<Expr, 'span'> =>
  toDate(e, maskLiteral(maskOf(type, context.nls), e), context, type)
