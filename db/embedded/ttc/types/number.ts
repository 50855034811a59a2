/**
 * NUMBER on the wire: an exponent byte and up to 20 base-100 digits, made from and to ASCII directly.
 * |v| = 0.g1g2g3… × 100^k. Positive: byte k+192, digits g+1. Negative: that byte complemented, digits
 * 101-g, and a final 102 if fewer than 20. Zero: the single byte 0x80.
 * Source: OCI Programmer's Guide, "NUMBER" external format; Concepts, "Internal Numeric Format".
 */
import { oraError } from '../../errors/messages'
import type { WireWriter } from '../wire-writer'

const MAX_GROUPS = 20
const ZERO = 0x30
/** Digits of the number being encoded; no recursion, no second thread. */
const digits = new Uint8Array(2 * MAX_GROUPS + 2)

/**
 * Writes the length byte and the number that stands as decimal text in `source`.
 * Beyond 20 groups it is rounded half up, as Oracle rounds a result.
 * @throws ORA-01426 from 1E126 on, ORA-01722 for NaN and Infinity
 */
export function encodeNumber(w: WireWriter, source: Buffer, at: number, length: number): void {
  const end = at + length
  let i = at
  const negative = source[i] === 0x2d
  if (negative || source[i] === 0x2b) i++
  let count = 0 // significant digits kept
  let seen = 0 // significant digits in all, after leading zeros
  let point = -1 // digits before the decimal point, counted from the first significant one
  let leading = 0 // zeros behind the point before the first significant digit
  let exponent = 0
  for (; i < end; i++) {
    const c = source[i]
    if (c === 0x2e) point = seen
    else if (c >= ZERO && c <= 0x39) {
      if (seen === 0 && c === ZERO) {
        if (point >= 0) leading++
        continue
      }
      if (count < digits.length) digits[count++] = c - ZERO
      seen++
    } else if ((c === 0x65 || c === 0x45) && i > at) {
      exponent = Number(source.toString('latin1', i + 1, end))
      break
    } else throw oraError(1722)
  }
  if (count === 0) {
    w.u8(1).u8(0x80)
    return
  }
  // value = 0.d0d1d2… × 10^scale
  let scale = (point < 0 ? seen : point === 0 ? -leading : point) + exponent
  const odd = (scale & 1) !== 0
  const limit = 2 * MAX_GROUPS - (odd ? 1 : 0)
  if (seen > limit) {
    const up = digits[limit] >= 5
    count = limit
    if (up) {
      let k = limit - 1
      while (k >= 0 && digits[k] === 9) digits[k--] = 0
      if (k >= 0) digits[k]++
      else {
        digits[0] = 1
        count = 1
        scale++
      }
    }
  }
  while (count > 1 && digits[count - 1] === 0) count--
  writeGroups(w, negative, count, scale)
}

function writeGroups(w: WireWriter, negative: boolean, count: number, scale: number): void {
  const power = Math.ceil(scale / 2)
  if (power > 63) throw oraError(1426)
  if (power < -64) {
    w.u8(1).u8(0x80)
    return
  }
  const first = (scale & 1) !== 0 ? 1 : 2
  const groups = count <= first ? 1 : 1 + Math.ceil((count - first) / 2)
  const tail = negative && groups < MAX_GROUPS ? 1 : 0
  w.room(2 + groups + tail)
  w.bytes[w.at++] = 1 + groups + tail
  w.bytes[w.at++] = negative ? 63 - power : power + 192
  let d = 0
  for (let g = 0; g < groups; g++) {
    const tens = g === 0 && first === 1 ? 0 : digits[d++]
    const ones = d < count ? digits[d++] : (d++, 0)
    const value = tens * 10 + ones
    w.bytes[w.at++] = negative ? 101 - value : value + 1
  }
  if (tail) w.bytes[w.at++] = 102
}

/** The number as decimal text that PostgreSQL's numeric reads: plain where short, with an exponent otherwise. */
export function decodeNumber(bytes: Buffer): string {
  // 0x80 alone is zero; with digits behind it, it is the exponent of 1E-130.
  if (bytes.length === 0 || (bytes.length === 1 && bytes[0] === 0x80)) return '0'
  const negative = (bytes[0] & 0x80) === 0
  const power = negative ? 63 - bytes[0] : bytes[0] - 192
  let end = bytes.length
  if (negative && bytes[end - 1] === 102) end--
  if (end === 1) return negative ? '-1e126' : '1e126' // Oracle's infinities: out of range wherever they go
  let text = ''
  for (let i = 1; i < end; i++) {
    const group = negative ? 101 - bytes[i] : bytes[i] - 1
    if (group < 0 || group > 99) throw oraError(1722)
    text += group < 10 ? `0${group}` : String(group)
  }
  let before = power * 2
  if (text.startsWith('0')) {
    text = text.slice(1)
    before--
  }
  text = text.replace(/0+$/, '')
  return (negative ? '-' : '') + place(text, before)
}

/** Sets the point behind `before` digits. */
function place(text: string, before: number): string {
  if (text === '') return '0'
  if (before >= text.length) return before <= 45 ? text.padEnd(before, '0') : `${text}e${before - text.length}`
  if (before > 0) return `${text.slice(0, before)}.${text.slice(before)}`
  return before > -45 ? `0.${'0'.repeat(-before)}${text}` : `${text}e${before - text.length}`
}
