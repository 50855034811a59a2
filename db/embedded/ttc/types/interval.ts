/**
 * Intervals. DAY TO SECOND: u32 days + 2^31, hours+60, minutes+60, seconds+60, u32 nanoseconds + 2^31.
 * YEAR TO MONTH: u32 years + 2^31, months+60. From PostgreSQL they come in binary: i64 microseconds,
 * i32 days, i32 months.
 */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { WireWriter } from '../wire-writer'

const MID = 0x80000000
const OFFSET = 60

export function encodeIntervalDs(w: WireWriter, source: Buffer, at: number): void {
  if (source.readInt32BE(at + 12) !== 0) throw oraError(1867) // months in a DAY TO SECOND
  const micros = source.readBigInt64BE(at) + BigInt(source.readInt32BE(at + 8)) * 86_400_000_000n
  const seconds = micros / 1_000_000n
  const days = Number(seconds / 86_400n)
  const rest = Number(seconds % 86_400n)
  w.room(12)
  w.bytes[w.at++] = 11
  w.at = w.bytes.writeUInt32BE(days + MID, w.at)
  w.bytes[w.at++] = Math.trunc(rest / 3600) + OFFSET
  w.bytes[w.at++] = Math.trunc((rest % 3600) / 60) + OFFSET
  w.bytes[w.at++] = (rest % 60) + OFFSET
  w.at = w.bytes.writeUInt32BE(Number(micros % 1_000_000n) * 1000 + MID, w.at)
}

export function encodeIntervalYm(w: WireWriter, source: Buffer, at: number): void {
  const months = source.readInt32BE(at + 12)
  w.room(6)
  w.bytes[w.at++] = 5
  w.at = w.bytes.writeUInt32BE(Math.trunc(months / 12) + MID, w.at)
  w.bytes[w.at++] = (months % 12) + OFFSET
}

export function decodeIntervalDs(bytes: Buffer): string {
  if (bytes.length < 11) throw oraError(1867)
  const nanos = bytes.readUInt32BE(7) - MID
  if (nanos % 1000 !== 0) refuse('an INTERVAL with more than six digits of fractional seconds')
  const seconds = (bytes[4] - OFFSET) * 3600 + (bytes[5] - OFFSET) * 60 + bytes[6] - OFFSET
  return `${bytes.readUInt32BE(0) - MID} days ${seconds} seconds ${nanos / 1000} microseconds`
}

export function decodeIntervalYm(bytes: Buffer): string {
  if (bytes.length < 5) throw oraError(1867)
  return `${bytes.readUInt32BE(0) - MID} years ${bytes[4] - OFFSET} months`
}
