/**
 * DATE, TIMESTAMP and the TIMESTAMPs with (local) time zone.
 * Bytes: century+100, year in century+100, month, day, hour+1, minute+1, second+1; then u32 nanoseconds
 * (left out when zero, except with a zone); then hour offset+20, minute offset+60, with all fields in UTC.
 * Source: OCI Programmer's Guide, "DATE" external format. A year BC is the negative of both bytes' distance.
 */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { WireWriter } from '../wire-writer'

interface Fields {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  nanos: number
  /** Minutes east of UTC, when the text has an offset. */
  offset: number
}
const fields: Fields = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, nanos: 0, offset: 0 }

/** Reads PostgreSQL's ISO text: `YYYY-MM-DD HH:MI:SS[.ffffff][+HH[:MI[:SS]]][ BC]`. */
function parse(source: Buffer, at: number, length: number): void {
  const end = at + length
  let i = at
  const number = (): number => {
    const start = i
    let n = 0
    while (i < end && source[i] >= 0x30 && source[i] <= 0x39) n = n * 10 + source[i++] - 0x30
    if (i === start) throw oraError(1841) // infinity
    return n
  }
  fields.year = number()
  i++
  fields.month = number()
  i++
  fields.day = number()
  i++
  fields.hour = number()
  i++
  fields.minute = number()
  i++
  fields.second = number()
  fields.nanos = 0
  if (source[i] === 0x2e && i < end) {
    const start = ++i
    const n = number()
    fields.nanos = n * 10 ** (9 - (i - start))
  }
  fields.offset = 0
  if (i < end && (source[i] === 0x2b || source[i] === 0x2d)) {
    const sign = source[i++] === 0x2d ? -1 : 1
    let minutes = number() * 60
    if (source[i] === 0x3a && i < end) {
      i++
      minutes += number()
      if (source[i] === 0x3a && i < end) {
        i++
        number()
      }
    }
    fields.offset = sign * minutes
  }
  if (i < end && source[i] === 0x20) fields.year = -fields.year
  if (fields.year > 9999 || fields.year < -4712) throw oraError(1841)
}

function writeSevenBytes(w: WireWriter): void {
  const b = w.bytes
  const year = Math.abs(fields.year)
  const sign = fields.year < 0 ? -1 : 1
  b[w.at++] = 100 + sign * Math.floor(year / 100)
  b[w.at++] = 100 + sign * (year % 100)
  b[w.at++] = fields.month
  b[w.at++] = fields.day
  b[w.at++] = fields.hour + 1
  b[w.at++] = fields.minute + 1
  b[w.at++] = fields.second + 1
}

export function encodeDate(w: WireWriter, source: Buffer, at: number, length: number): void {
  parse(source, at, length)
  w.room(8)
  w.bytes[w.at++] = 7
  writeSevenBytes(w)
}

export function encodeTimestamp(w: WireWriter, source: Buffer, at: number, length: number): void {
  parse(source, at, length)
  w.room(12)
  w.bytes[w.at++] = fields.nanos === 0 ? 7 : 11
  writeSevenBytes(w)
  if (fields.nanos !== 0) w.at = w.bytes.writeUInt32BE(fields.nanos, w.at)
}

/** All fields in UTC, and the offset in which the value is to be shown. */
export function encodeTimestampTz(w: WireWriter, source: Buffer, at: number, length: number): void {
  parse(source, at, length)
  const offset = fields.offset
  toUtc()
  w.room(14)
  w.bytes[w.at++] = 13
  writeSevenBytes(w)
  w.at = w.bytes.writeUInt32BE(fields.nanos, w.at)
  w.bytes[w.at++] = 20 + Math.trunc(offset / 60)
  w.bytes[w.at++] = 60 + (offset % 60)
}

/** The same instant, shown in UTC. */
export function encodeTimestampUtc(w: WireWriter, source: Buffer, at: number, length: number): void {
  encodeTimestampTz(w, source, at, length)
  w.bytes[w.at - 2] = 20
  w.bytes[w.at - 1] = 60
}

/** In the database's time zone, which is UTC. */
export function encodeTimestampLtz(w: WireWriter, source: Buffer, at: number, length: number): void {
  parse(source, at, length)
  toUtc()
  w.room(12)
  w.bytes[w.at++] = 11
  writeSevenBytes(w)
  w.at = w.bytes.writeUInt32BE(fields.nanos, w.at)
}

function toUtc(): void {
  if (fields.offset === 0) return
  const moment = new Date(0)
  moment.setUTCFullYear(fields.year < 0 ? fields.year + 1 : fields.year, fields.month - 1, fields.day)
  moment.setUTCHours(fields.hour, fields.minute - fields.offset, fields.second)
  const year = moment.getUTCFullYear()
  fields.year = year <= 0 ? year - 1 : year
  fields.month = moment.getUTCMonth() + 1
  fields.day = moment.getUTCDate()
  fields.hour = moment.getUTCHours()
  fields.minute = moment.getUTCMinutes()
  fields.second = moment.getUTCSeconds()
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n))

/** Bytes of a DATE or TIMESTAMP of any kind as PostgreSQL's text; `zone` says that the fields are UTC and the text must say so. */
export function decodeDatetime(bytes: Buffer, zone: boolean): string {
  if (bytes.length < 7) throw oraError(1801)
  const year = (bytes[0] - 100) * 100 + (bytes[1] - 100)
  const [, , month, day, hour, minute, second] = bytes
  if (year === 0 || year < -4712 || year > 9999) throw oraError(1841)
  if (month < 1 || month > 12) throw oraError(1843)
  if (day < 1 || day > daysIn(month, year)) throw oraError(day < 1 || day > 31 ? 1847 : 1839)
  if (hour < 1 || hour > 24) throw oraError(1850)
  if (minute < 1 || minute > 60) throw oraError(1851)
  if (second < 1 || second > 60) throw oraError(1852)
  let text = `${String(Math.abs(year)).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour - 1)}:${two(minute - 1)}:${two(second - 1)}`
  const nanos = bytes.length >= 11 ? bytes.readUInt32BE(7) : 0
  if (nanos % 1000 !== 0) refuse('a TIMESTAMP with more than six digits of fractional seconds')
  if (nanos !== 0) text += `.${String(nanos / 1000).padStart(6, '0')}`
  if (zone) text += '+00'
  return year < 0 ? `${text} BC` : text
}

function daysIn(month: number, year: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  const y = year < 0 ? year + 1 : year
  return (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0 ? 29 : 28
}
