/**
 * Datetime format models. A mask that is a literal is read here once: unknown elements are ORA-01821 at translation, and
 * where every element means the same in PostgreSQL its own to_char does the work. All else is done by
 * ora.to_char_datetime and ora.parse_datetime (catalog/sql/23 and 24), which know every element.
 * Source: SQL Language Reference, "Datetime Format Models".
 */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, quoteLiteral, type Sql, sql } from '../expr'
import { type OraType, varchar2 } from '../types'
import { type Element, readMask, ZONED } from './datetime-elements'
import type { RuleContext } from './registry'
import { type Built, literalText } from './rule'

export { toDate } from './datetime-input'

/** Elements whose output PostgreSQL's to_char gives under this name. */
const NATIVE: Readonly<Record<string, string>> = {
  YYYY: 'YYYY', RRRR: 'YYYY', YYY: 'YYY', YY: 'YY', RR: 'YY', Y: 'Y', IYYY: 'IYYY', IYY: 'IYY', IY: 'IY', I: 'I', Q: 'Q', MM: 'MM',
  WW: 'WW', IW: 'IW', W: 'W', DDD: 'DDD', DD: 'DD', D: 'D', HH24: 'HH24', HH12: 'HH12', HH: 'HH12', MI: 'MI', SS: 'SS', FF1: 'FF1',
  FF2: 'FF2', FF3: 'FF3', FF4: 'FF4', FF5: 'FF5', FF6: 'FF6'
}
const NATIVE_WORDS: Readonly<Record<string, string>> = { MON: 'Mon', MONTH: 'Month', DY: 'Dy', DAY: 'Day' }
/** Elements that PostgreSQL's calendar gets wrong before 15-OCT-1582. */
const GREGORIAN: ReadonlySet<string> = new Set(['DAY', 'DY', 'D', 'J', 'DDD', 'IW', 'I', 'IY', 'IYY', 'IYYY', 'WW', 'DL'])

/** The same mask for PostgreSQL's to_char, or undefined when an element differs. */
function nativeMask(elements: readonly Element[]): string | undefined {
  let fill = false
  let out = ''
  for (const { kind, text, name, suffix } of elements) {
    if (kind === 'FM') fill = !fill
    else if (kind === 'literal') out += `"${text.replace(/[\\"]/g, '\\$&')}"`
    else if (kind === 'element') {
      const word = NATIVE_WORDS[name]
      const second = text[1]
      const pg = suffix
        ? undefined
        : (NATIVE[name] ??
          (word && (text[0] !== text[0].toUpperCase() ? word.toLowerCase() : second !== second.toUpperCase() ? word : word.toUpperCase())))
      if (!pg) return undefined
      out += (fill ? 'FM' : '') + pg
    }
  }
  return out
}

/** Digits of a datetime type's fraction; -1 for DATE, which has none. */
const fractionDigits = (type: OraType): number => (type.kind === 'DATE' ? -1 : 'precision' in type ? (type.precision ?? 6) : 6)
const isZoned = (type: OraType): boolean => type.kind === 'TIMESTAMP_TZ' || type.kind === 'TIMESTAMP_LTZ'

function checkForType(elements: readonly Element[], type: OraType, offset: number): void {
  for (const { kind, name } of elements) {
    if (name === 'TZD' && isZoned(type)) refuse('the format element TZD', offset)
    if (kind === 'element' && ((name.startsWith('FF') && type.kind === 'DATE') || (ZONED.has(name) && !isZoned(type))))
      throw oraError(1821, [], offset)
  }
}

/** TO_CHAR(datetime, mask); `mask` is resolved text. */
export function toCharDate(e: Expr, mask: Expr, _context?: RuleContext): Built {
  const literal = literalText(mask)
  const local = !isZoned(e.type)
    ? e.sql
    : e.zone
      ? sql`ora.wall_clock(${e.sql}, ${e.zone})`
      : sql`pg_catalog.timezone(pg_catalog.current_setting('TimeZone'), ${e.sql})`
  const nullable = e.nullable || mask.nullable
  if (literal !== undefined) {
    const elements = readMask(literal, mask.span.start)
    checkForType(elements, e.type, mask.span.start)
    const native = nativeMask(elements)
    const type = varchar2(maskWidth(elements))
    if (native !== undefined && !elements.some(({ name }) => ZONED.has(name))) {
      const time = elements.some(({ name }) => GREGORIAN.has(name)) ? sql`ora.gregorian(${local})` : local
      const text = sql`pg_catalog.to_char(${time}, ${quoteLiteral(native)})`
      return {
        type,
        sql:
          elements.some(({ kind }) => kind === 'FM') || !elements.some(({ kind }) => kind === 'element') ? sql`nullif(${text}, '')` : text,
        nullable
      }
    }
  }
  const zone = isZoned(e.type) ? sql`, ora.zone_text(${e.sql}, ${e.zone ?? 'null::text'})` : ''
  return {
    type: varchar2(literal === undefined ? 200 : maskWidth(readMask(literal, mask.span.start))),
    sql: sql`ora.to_char_datetime(${local}, ${mask.sql}, ${String(fractionDigits(e.type))}${zone})`,
    nullable
  }
}

/** Bytes of elements whose text is not as long as their name; names of days and months may have four bytes for a character. */
const WIDTHS: Readonly<Record<string, number>> = {
  MONTH: 36, MON: 12, DAY: 36, DY: 12, YEAR: 42, SYEAR: 43, DL: 29, DS: 10, TS: 13, HH24: 2, HH12: 2, J: 7, RM: 4, FF: 9, AM: 8, PM: 8,
  'A.M.': 8, 'P.M.': 8, FF1: 1, FF2: 2, FF3: 3, FF4: 4, FF5: 5, FF6: 6, FF7: 7, FF8: 8, FF9: 9, TZH: 3, TZM: 2, TZR: 32, TZD: 10
}

/** An upper bound of the bytes that come out. */
function maskWidth(elements: readonly Element[]): number {
  let width = 0
  for (const { kind, text, name, suffix } of elements)
    if (kind === 'literal') width += Buffer.byteLength(text)
    else if (kind === 'element') width += suffix ? 60 : (WIDTHS[name] ?? name.length)
  return Math.min(Math.max(width, 1), 4000)
}

/** A mask of ours (an NLS format) as a resolved literal. */
export const maskLiteral = (mask: string, e: Expr): Expr => ({
  type: varchar2(Buffer.byteLength(mask)),
  sql: quoteLiteral(mask) as Sql,
  nullable: false,
  span: e.span,
  origin: { is: 'literal', value: mask },
  constant: true
})
