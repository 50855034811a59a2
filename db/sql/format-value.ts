/** A column's value as text, by what the driver said of the column. */
import oracledb from 'oracledb'
import { formatDate, isoDate } from './format-date'
import type { Settings } from './settings'

export interface NlsFormats {
  readonly date: string
  readonly timestamp: string
}

const NUMBERS: ReadonlySet<unknown> = new Set([
  oracledb.DB_TYPE_NUMBER,
  oracledb.DB_TYPE_BINARY_FLOAT,
  oracledb.DB_TYPE_BINARY_DOUBLE,
  oracledb.DB_TYPE_BINARY_INTEGER
])

export const isNumber = (column: oracledb.Metadata<unknown>): boolean => NUMBERS.has(column.dbType)

/** Numbers come as text, so that no digit is lost; LOBs as what they hold. */
export function fetchAs(column: oracledb.Metadata<unknown>): { type: oracledb.DbType } | undefined {
  if (column.dbType === oracledb.DB_TYPE_NUMBER) return { type: oracledb.DB_TYPE_VARCHAR as never }
  if (column.dbType === oracledb.DB_TYPE_CLOB || column.dbType === oracledb.DB_TYPE_NCLOB)
    return { type: oracledb.DB_TYPE_VARCHAR as never }
  if (column.dbType === oracledb.DB_TYPE_BLOB) return { type: oracledb.DB_TYPE_RAW as never }
  return undefined
}

export function formatValue(value: unknown, column: oracledb.Metadata<unknown>, settings: Settings, nls: NlsFormats): string {
  if (value === null || value === undefined) return settings.null
  if (isNumber(column))
    return String(value)
      .replace(/^(-?)0\./, '$1.')
      .toUpperCase()
  if (value instanceof Date) return dateText(value, column, nls)
  if (Buffer.isBuffer(value)) return value.toString('hex').toUpperCase().slice(0, settings.long)
  if (typeof value === 'string') {
    const isLong =
      column.dbType === oracledb.DB_TYPE_CLOB || column.dbType === oracledb.DB_TYPE_NCLOB || column.dbType === oracledb.DB_TYPE_LONG
    return isLong ? value.slice(0, settings.long) : value
  }
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (isInterval(value)) return intervalText(value)
  return JSON.stringify(value)
}

function dateText(value: Date, column: oracledb.Metadata<unknown>, nls: NlsFormats): string {
  if (column.dbType === oracledb.DB_TYPE_DATE) return formatDate(value, nls.date) ?? isoDate(value)
  if (column.dbType === oracledb.DB_TYPE_TIMESTAMP) return formatDate(value, nls.timestamp) ?? isoDate(value)
  return value.toISOString()
}

interface Interval {
  years?: number
  months?: number
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
  fseconds?: number
}
const isInterval = (value: unknown): value is Interval =>
  typeof value === 'object' && value !== null && ('days' in value || 'months' in value)

/** +02-11 · +05 10:20:30.123456 */
function intervalText(v: Interval): string {
  const two = (n: number | undefined): string => String(Math.abs(n ?? 0)).padStart(2, '0')
  const sign = Object.values(v).some(n => typeof n === 'number' && n < 0) ? '-' : '+'
  if ('months' in v) return `${sign}${two(v.years)}-${two(v.months)}`
  const fraction = String(Math.round(Math.abs(v.fseconds ?? 0) / 1000)).padStart(6, '0')
  return `${sign}${two(v.days)} ${two(v.hours)}:${two(v.minutes)}:${two(v.seconds)}.${fraction}`
}
