/**
 * Datetime format models. A mask that is a literal is read here once: unknown elements are ORA-01821 at translation, and
 * where every element means the same in PostgreSQL its own to_char does the work. All else is done by
 * ora.to_char_datetime and ora.parse_datetime (catalog/sql/23 and 24), which know every element.
 * Source: SQL Language Reference, "Datetime Format Models".
 */
import { oraError } from '../../errors/messages'
import { type Expr, quoteLiteral, type Sql, sql } from '../expr'
import { DATE, type OraType, varchar2 } from '../types'
import type { RuleContext } from './registry'
import { type Built, literalText, maybeNull } from './rule'

interface Element {
  readonly kind: 'element' | 'literal' | 'FM' | 'FX'
  /** As written, for elements: its case decides the case of the output. */
  readonly text: string
  readonly name: string
  readonly suffix?: string
}

const NAMES = [
  'SYYYY', 'SYEAR', 'Y,YYY', 'IYYY', 'YYYY', 'RRRR', 'YEAR', 'YYY', 'IYY', 'HH24', 'HH12', 'SSSSS', 'MONTH', 'DAY', 'DDD', 'MON', 'SCC', 'TZH', 'TZM', 'TZR', 'TZD',
  'A.D.', 'B.C.', 'A.M.', 'P.M.', 'FF1', 'FF2', 'FF3', 'FF4', 'FF5', 'FF6', 'FF7', 'FF8', 'FF9', 'YY', 'IY', 'RR', 'CC', 'WW', 'IW', 'MM', 'DD', 'DY', 'HH', 'MI', 'SS',
  'FF', 'RM', 'DL', 'DS', 'TS', 'AD', 'BC', 'AM', 'PM', 'Y', 'I', 'Q', 'W', 'D', 'J', 'X'
] as const

/** Elements whose output PostgreSQL's to_char gives under this name, in every case of letters that NATIVE_CASES allows. */
const NATIVE: Readonly<Record<string, string>> = {
  YYYY: 'YYYY', RRRR: 'YYYY', YYY: 'YYY', YY: 'YY', RR: 'YY', Y: 'Y', IYYY: 'IYYY', IYY: 'IYY', IY: 'IY', I: 'I', Q: 'Q', MM: 'MM', WW: 'WW', IW: 'IW', W: 'W',
  DDD: 'DDD', DD: 'DD', D: 'D', HH24: 'HH24', HH12: 'HH12', HH: 'HH12', MI: 'MI', SS: 'SS', SSSSS: 'SSSSS', FF1: 'FF1', FF2: 'FF2', FF3: 'FF3', FF4: 'FF4', FF5: 'FF5', FF6: 'FF6'
}
const NATIVE_WORDS: Readonly<Record<string, string>> = { MON: 'Mon', MONTH: 'Month', DY: 'Dy', DAY: 'Day' }
const ZONED: ReadonlySet<string> = new Set(['TZH', 'TZM', 'TZR', 'TZD'])

export function readMask(mask: string, offset: number): readonly Element[] {
  const elements: Element[] = []
  let rest = mask
  const take = (length: number) => {
    rest = rest.slice(length)
  }
  while (rest) {
    const upper = rest.toUpperCase()
    if (upper.startsWith('FM') || upper.startsWith('FX')) {
      elements.push({ kind: upper.slice(0, 2) as 'FM' | 'FX', text: '', name: '' })
      take(2)
    } else if (rest[0] === '"') {
      const end = rest.indexOf('"', 1)
      if (end < 0) throw oraError(1821, [], offset)
      elements.push({ kind: 'literal', text: rest.slice(1, end), name: '' })
      take(end + 1)
    } else {
      const name = NAMES.find((candidate) => upper.startsWith(candidate))
      if (!name) {
        if (/[\p{L}\p{N}]/u.test(rest[0])) throw oraError(1821, [], offset)
        elements.push({ kind: 'literal', text: rest[0], name: '' })
        take(1)
      } else {
        const suffix = ['SPTH', 'THSP', 'SP', 'TH'].find((candidate) => upper.startsWith(candidate, name.length))
        elements.push({ kind: 'element', text: rest.slice(0, name.length), name, suffix })
        take(name.length + (suffix?.length ?? 0))
      }
    }
  }
  return elements
}

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
      const pg = suffix ? undefined : NATIVE[name] ?? (word && (text[0] !== text[0].toUpperCase() ? word.toLowerCase() : second !== second.toUpperCase() ? word : word.toUpperCase()))
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
  for (const { kind, name } of elements)
    if (kind === 'element' && ((name.startsWith('FF') && type.kind === 'DATE') || (ZONED.has(name) && !isZoned(type)))) throw oraError(1821, [], offset)
}

/** TO_CHAR(datetime, mask); `mask` is resolved text. */
export function toCharDate(e: Expr, mask: Expr, _context?: RuleContext): Built {
  const literal = literalText(mask)
  const local = isZoned(e.type) ? sql`pg_catalog.timezone(pg_catalog.current_setting('TimeZone'), ${e.sql})` : e.sql
  const nullable = e.nullable || mask.nullable
  if (literal !== undefined) {
    const elements = readMask(literal, mask.span.start)
    checkForType(elements, e.type, mask.span.start)
    const native = nativeMask(elements)
    const type = varchar2(maskWidth(elements))
    if (native !== undefined && !elements.some(({ name }) => ZONED.has(name))) {
      const text = sql`pg_catalog.to_char(${local}, ${quoteLiteral(native)})`
      return { type, sql: elements.some(({ kind }) => kind === 'FM') ? sql`nullif(${text}, '')` : text, nullable }
    }
  }
  const zone = isZoned(e.type) ? sql`, pg_catalog.to_char(${e.sql}, 'TZH:TZM')` : ''
  return { type: varchar2(literal === undefined ? 200 : maskWidth(readMask(literal, mask.span.start))), sql: sql`ora.to_char_datetime(${local}, ${mask.sql}, ${String(fractionDigits(e.type))}${zone})`, nullable }
}

/** An upper bound of the bytes that come out. */
function maskWidth(elements: readonly Element[]): number {
  let width = 0
  for (const { kind, text, name, suffix } of elements)
    if (kind === 'literal') width += Buffer.byteLength(text)
    else if (kind === 'element') width += suffix ? 60 : name === 'YEAR' || name === 'SYEAR' ? 42 : name === 'DL' ? 29 : ZONED.has(name) ? 32 : Math.max(name.length, 9)
  return Math.min(Math.max(width, 1), 4000)
}

const YEAR_IN_FULL = ['YYYY', 'SYYYY', 'Y,YYY']

/**
 * TO_DATE, TO_TIMESTAMP. What the mask leaves out comes from today, so only a mask with a full year and a month (or a
 * Julian day) is deterministic.
 */
export function toDate(e: Expr, mask: Expr, context: RuleContext, type: OraType = DATE): Built {
  const literal = literalText(mask)
  const complete = literal !== undefined && isComplete(readMask(literal, mask.span.start))
  const twin = complete && !context.guarded ? '' : '_s'
  return maybeNull(type, sql`ora.to_datetime${twin}(${e.sql}, ${mask.sql}, ${type.kind === 'DATE' ? 'false' : 'true'})`)
}

function isComplete(elements: readonly Element[]): boolean {
  const has = (...names: string[]) => elements.some(({ kind, name }) => kind === 'element' && names.includes(name))
  return has('J') || (has(...YEAR_IN_FULL) && has('MM', 'MON', 'MONTH', 'RM', 'DDD'))
}

/** A mask of ours (an NLS format) as a resolved literal. */
export const maskLiteral = (mask: string, e: Expr): Expr => ({
  type: varchar2(Buffer.byteLength(mask)), sql: quoteLiteral(mask) as Sql, nullable: false, span: e.span, origin: { is: 'literal', value: mask }, constant: true
})
