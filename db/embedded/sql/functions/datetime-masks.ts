/**
 * Datetime format models. A mask that is a literal is read here once: unknown elements are ORA-01821 at translation, and
 * where every element means the same in PostgreSQL its own to_char does the work. All else is done by
 * ora.to_char_datetime and ora.parse_datetime (catalog/sql/23 and 24), which know every element.
 * Source: SQL Language Reference, "Datetime Format Models".
 */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, joinSql, quoteLiteral, type Sql, sql } from '../expr'
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
  DDD: 'DDD', DD: 'DD', D: 'D', HH24: 'HH24', HH12: 'HH12', HH: 'HH12', MI: 'MI', SS: 'SS', FF1: 'FF1', FF2: 'FF2', FF3: 'FF3', FF4: 'FF4', FF5: 'FF5', FF6: 'FF6'
}
const NATIVE_WORDS: Readonly<Record<string, string>> = { MON: 'Mon', MONTH: 'Month', DY: 'Dy', DAY: 'Day' }
/** Elements that PostgreSQL's calendar gets wrong before 15-OCT-1582. */
const GREGORIAN: ReadonlySet<string> = new Set(['DAY', 'DY', 'D', 'J', 'DDD', 'IW', 'I', 'IY', 'IYY', 'IYYY', 'WW', 'DL'])
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
  const local = !isZoned(e.type) ? e.sql : e.zone ? sql`ora.wall_clock(${e.sql}, ${e.zone})` : sql`pg_catalog.timezone(pg_catalog.current_setting('TimeZone'), ${e.sql})`
  const nullable = e.nullable || mask.nullable
  if (literal !== undefined) {
    const elements = readMask(literal, mask.span.start)
    checkForType(elements, e.type, mask.span.start)
    const native = nativeMask(elements)
    const type = varchar2(maskWidth(elements))
    if (native !== undefined && !elements.some(({ name }) => ZONED.has(name))) {
      const time = elements.some(({ name }) => GREGORIAN.has(name)) ? sql`ora.gregorian(${local})` : local
      const text = sql`pg_catalog.to_char(${time}, ${quoteLiteral(native)})`
      return { type, sql: elements.some(({ kind }) => kind === 'FM') || !elements.some(({ kind }) => kind === 'element') ? sql`nullif(${text}, '')` : text, nullable }
    }
  }
  const zone = isZoned(e.type) ? sql`, ora.zone_text(${e.sql}, ${e.zone ?? 'null::text'})` : ''
  return { type: varchar2(literal === undefined ? 200 : maskWidth(readMask(literal, mask.span.start))), sql: sql`ora.to_char_datetime(${local}, ${mask.sql}, ${String(fractionDigits(e.type))}${zone})`, nullable }
}

/** Bytes of elements whose text is not as long as their name; names of days and months may have four bytes for a character. */
const WIDTHS: Readonly<Record<string, number>> = {
  MONTH: 36, MON: 12, DAY: 36, DY: 12, YEAR: 42, SYEAR: 43, DL: 29, DS: 10, TS: 13, HH24: 2, HH12: 2, J: 7, RM: 4, FF: 9, AM: 8, PM: 8, 'A.M.': 8, 'P.M.': 8,
  FF1: 1, FF2: 2, FF3: 3, FF4: 4, FF5: 5, FF6: 6, FF7: 7, FF8: 8, FF9: 9, TZH: 3, TZM: 2, TZR: 32, TZD: 10
}

/** An upper bound of the bytes that come out. */
function maskWidth(elements: readonly Element[]): number {
  let width = 0
  for (const { kind, text, name, suffix } of elements)
    if (kind === 'literal') width += Buffer.byteLength(text)
    else if (kind === 'element') width += suffix ? 60 : (WIDTHS[name] ?? name.length)
  return Math.min(Math.max(width, 1), 4000)
}

const YEAR_IN_FULL = ['YYYY', 'SYYYY', 'Y,YYY']
const OUTPUT_ONLY: ReadonlySet<string> = new Set(['IYYY', 'IYY', 'IY', 'I', 'IW', 'CC', 'SCC', 'WW', 'W', 'Q', 'SYEAR', 'YEAR'])
/** Elements of one family exclude each other: the error that Oracle gives for two of them. */
const FAMILIES: readonly (readonly [number, readonly string[]])[] = [
  [1812, ['YYYY', 'SYYYY', 'Y,YYY', 'RRRR', 'YYY', 'YY', 'RR', 'Y']], [1816, ['MM', 'MON', 'MONTH', 'RM']], [1813, ['HH24', 'HH12', 'HH']],
  [1817, ['DAY', 'DY', 'D']], [1814, ['AM', 'PM', 'A.M.', 'P.M.']], [1815, ['AD', 'BC', 'A.D.', 'B.C.']],
  [1818, ['HH24', 'AM', 'PM', 'A.M.', 'P.M.']], [1819, ['SYYYY', 'AD', 'BC', 'A.D.', 'B.C.']], [1811, ['J', 'DDD']]
]

/** What Oracle says of a literal input format before it looks at a value. (ora.input_element says it of other formats.) */
function checkInput(elements: readonly Element[], type: OraType, offset: number): void {
  const seen: string[] = []
  for (const { kind, name, suffix } of elements) {
    if (kind !== 'element') continue
    if (suffix || OUTPUT_ONLY.has(name)) throw oraError(1820, [], offset)
    if (name === 'DL' || name === 'DS' || name === 'TS') refuse(`the element ${name} in an input format`, offset)
    if (ZONED.has(name) || (name.startsWith('FF') && type.kind === 'DATE')) throw oraError(1821, [], offset)
    if (seen.includes(name)) throw oraError(1810, [], offset)
    const clash = FAMILIES.find(([, names]) => names.includes(name) && seen.some((other) => names.includes(other)))
    if (clash) throw oraError(clash[0], [], offset)
    seen.push(name)
  }
}

/**
 * TO_DATE, TO_TIMESTAMP. What the mask leaves out comes from today, so only a mask with a full year and a month (or a
 * Julian day) is deterministic. Of constants the value is found once for a statement, and only when a row asks for it.
 */
export function toDate(e: Expr, mask: Expr, context: RuleContext, type: OraType = DATE): Built {
  const literal = literalText(mask)
  const elements = literal === undefined ? undefined : readMask(literal, mask.span.start)
  if (elements) checkInput(elements, type, mask.span.start)
  const value = literalText(e)
  const folded = elements && value !== undefined ? plainValue(value, elements) : undefined
  if (folded) return { type, sql: `'${folded}'::timestamp`, nullable: false }
  const fraction = type.kind === 'DATE' ? 'false' : 'true'
  const complete = elements !== undefined && isComplete(elements)
  const parsed = sql`ora.to_datetime${complete && !context.guarded ? '' : '_s'}(${e.sql}, ${elements ? mask.sql : sql`ora.input_mask(${mask.sql}, ${fraction})`}, ${fraction})`
  if (context.guarded) return maybeNull(type, sql`(select ${parsed})`)
  const quick = complete && e.origin?.is === 'column' ? quickTest(elements) : undefined
  return maybeNull(type, quick ? sql`(case when ${e.sql} ~ ${quoteLiteral(quick.pattern)} then pg_catalog.make_timestamp(${quick.fields(e.sql)}) else ${parsed} end)` : parsed)
}

/** Years of the Gregorian calendar, and days that every month has: anything else is left to ora.to_datetime. */
const QUICK: Readonly<Record<string, string>> = {
  YYYY: '(?:1[6-9]|[2-9]\\d)\\d\\d', MM: '(?:0[1-9]|1[0-2])', DD: '(?:0[1-9]|1\\d|2[0-8])', HH24: '(?:[01]\\d|2[0-3])', MI: '[0-5]\\d', SS: '[0-5]\\d'
}
const QUICK_FIELDS = ['YYYY', 'MM', 'DD', 'HH24', 'MI', 'SS'] as const

/** For masks of plain numbers: a pattern of what needs no further checks, and the arguments of make_timestamp. */
function quickTest(elements: readonly Element[]): { readonly pattern: string; fields(value: Sql): Sql } | undefined {
  const places = new Map<string, number>()
  let at = 1
  let pattern = '^'
  for (const { kind, text, name } of elements) {
    if (kind === 'FM' || kind === 'FX') return undefined
    if (kind === 'element') {
      if (!Object.hasOwn(QUICK, name)) return undefined
      places.set(name, at)
      pattern += QUICK[name]
      at += name === 'YYYY' ? 4 : 2
    } else {
      pattern += [...text].map((c) => `[${/[\]^\\-]/.test(c) ? `\\${c}` : c}]`).join('')
      at += [...text].length
    }
  }
  if (!places.has('YYYY') || !places.has('MM')) return undefined
  const field = (name: string, value: Sql): Sql => {
    const place = places.get(name)
    const otherwise = name === 'DD' ? '1' : '0'
    const number = place === undefined ? otherwise : sql`pg_catalog.substr(${value}, ${String(place)}, ${name === 'YYYY' ? '4' : '2'})::int`
    return name === 'SS' ? sql`(${number})::float8` : number
  }
  return { pattern: `${pattern}$`, fields: (value) => joinSql(QUICK_FIELDS.map((name) => field(name, value)), ', ') }
}

/** A literal that fits a mask of plain numbers exactly: '2024-02-29 00:00:00'. */
function plainValue(value: string, elements: readonly Element[]): string | undefined {
  const fields = new Map<string, string>()
  let rest = value
  for (const { kind, text, name } of elements) {
    if (kind === 'FM' || kind === 'FX') return undefined
    if (kind === 'literal') {
      if (!rest.startsWith(text)) return undefined
      rest = rest.slice(text.length)
      continue
    }
    const length = name === 'YYYY' ? 4 : 2
    if (!Object.hasOwn(QUICK, name) || !new RegExp(`^\\d{${length}}`).test(rest)) return undefined
    fields.set(name, rest.slice(0, length))
    rest = rest.slice(length)
  }
  const [y, mo, d, h, mi, s] = QUICK_FIELDS.map((name) => fields.get(name) ?? (name === 'DD' ? '01' : '00'))
  if (rest || !fields.has('YYYY') || !fields.has('MM') || Number(y) < 1583 || Number(mo) < 1 || Number(mo) > 12 || Number(d) < 1) return undefined
  if (Number(d) > new Date(Date.UTC(Number(y), Number(mo), 0)).getUTCDate() || Number(h) > 23 || Number(mi) > 59 || Number(s) > 59) return undefined
  return `${y}-${mo}-${d} ${h}:${mi}:${s}`
}

function isComplete(elements: readonly Element[]): boolean {
  const has = (...names: string[]) => elements.some(({ kind, name }) => kind === 'element' && names.includes(name))
  return has('J') || (has(...YEAR_IN_FULL) && has('MM', 'MON', 'MONTH', 'RM', 'DDD'))
}

/** A mask of ours (an NLS format) as a resolved literal. */
export const maskLiteral = (mask: string, e: Expr): Expr => ({
  type: varchar2(Buffer.byteLength(mask)), sql: quoteLiteral(mask) as Sql, nullable: false, span: e.span, origin: { is: 'literal', value: mask }, constant: true
})
