/**
 * TO_DATE and TO_TIMESTAMP. A format that is a literal is checked here once; values are read by ora.parse_datetime
 * (catalog/sql/24), plain ones by PostgreSQL's make_timestamp. Source: SQL Language Reference, "String-to-Date Conversion Rules".
 */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, joinSql, quoteLiteral, type Sql, sql } from '../expr'
import { DATE, type OraType } from '../types'
import { type Element, readMask, ZONED } from './datetime-elements'
import type { RuleContext } from './registry'
import { type Built, literalText, maybeNull } from './rule'

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
  const format = elements ? mask.sql : sql`ora.input_mask(${mask.sql}, ${fraction})`
  const parsed = sql`ora.to_datetime${complete && !context.guarded ? '' : '_s'}(${e.sql}, ${format}, ${fraction})`
  if (context.guarded) return maybeNull(type, sql`(select ${parsed})`)
  const quick = complete && e.origin?.is === 'column' ? quickTest(elements) : undefined
  return maybeNull(
    type,
    quick
      ? sql`(case when ${e.sql} ~ ${quoteLiteral(quick.pattern)} then pg_catalog.make_timestamp(${quick.fields(e.sql)}) else ${parsed} end)`
      : parsed
  )
}

/** Years of the Gregorian calendar, and days that every month has: anything else is left to ora.to_datetime. */
const QUICK: Readonly<Record<string, string>> = {
  YYYY: '(?:1[6-9]|[2-9]\\d)\\d\\d', MM: '(?:0[1-9]|1[0-2])', DD: '(?:0[1-9]|1\\d|2[0-8])', HH24: '(?:[01]\\d|2[0-3])', MI: '[0-5]\\d',
  SS: '[0-5]\\d'
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
  return {
    pattern: `${pattern}$`,
    fields: (value) =>
      joinSql(
        QUICK_FIELDS.map((name) => field(name, value)),
        ', '
      )
  }
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
  if (rest || !fields.has('YYYY') || !fields.has('MM') || Number(y) < 1583 || Number(mo) < 1 || Number(mo) > 12 || Number(d) < 1)
    return undefined
  if (Number(d) > new Date(Date.UTC(Number(y), Number(mo), 0)).getUTCDate() || Number(h) > 23 || Number(mi) > 59 || Number(s) > 59)
    return undefined
  return `${y}-${mo}-${d} ${h}:${mi}:${s}`
}

function isComplete(elements: readonly Element[]): boolean {
  const has = (...names: string[]) => elements.some(({ kind, name }) => kind === 'element' && names.includes(name))
  return has('J') || (has(...YEAR_IN_FULL) && has('MM', 'MON', 'MONTH', 'RM', 'DDD'))
}
