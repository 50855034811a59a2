import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeDatetime, encodeDate, encodeTimestamp, encodeTimestampLtz, encodeTimestampTz } from '../../ttc/types/datetime'
import { decodeIntervalDs, decodeIntervalYm, encodeIntervalDs, encodeIntervalYm } from '../../ttc/types/interval'
import { WireWriter } from '../../ttc/wire-writer'

type Encode = (w: WireWriter, source: Buffer, at: number, length: number) => void

function encode(how: Encode, text: string): Buffer {
  const w = new WireWriter()
  const padded = Buffer.from(`##${text}##`)
  how(w, padded, 2, padded.length - 4)
  const out = Buffer.from(w.done())
  expect(out[0]).toBe(out.length - 1)
  return out.subarray(1)
}
/** Independent: the fields of the format's definition. */
const moment = (b: Buffer): number => Date.UTC((b[0] - 100) * 100 + b[1] - 100, b[2] - 1, b[3], b[4] - 1, b[5] - 1, b[6] - 1)
const anyDate = fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
const iso = (d: Date): string => d.toISOString().slice(0, 19).replace('T', ' ')

describe('DATE and TIMESTAMP', () => {
  it('hold the same moment as the text', () => {
    fc.assert(fc.property(anyDate, d => moment(encode(encodeDate, iso(d))) === Math.floor(d.getTime() / 1000) * 1000))
  })
  it('come back as the same text', () => {
    fc.assert(fc.property(anyDate, d => decodeDatetime(encode(encodeDate, iso(d)), false) === iso(d)))
  })
  it('keep microseconds, and leave the field out when there are none', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: 1, max: 999_999 }), (d, us) => {
      const text = `${iso(d)}.${String(us).padStart(6, '0')}`
      const bytes = encode(encodeTimestamp, text.replace(/0+$/, ''))
      return bytes.readUInt32BE(7) === us * 1000 && decodeDatetime(bytes, false) === text
    }))
    expect(encode(encodeTimestamp, '2024-02-29 12:00:00')).toHaveLength(7)
  })
  it('with a zone are sent in UTC with the offset', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: -14 * 60, max: 14 * 60 }), (d, offset) => {
      const local = new Date(Math.floor(d.getTime() / 1000) * 1000)
      if (local.getUTCFullYear() > 9998 || local.getUTCFullYear() < 101) return true
      const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')
      const minutes = Math.abs(offset) % 60
      const zone = `${offset < 0 ? '-' : '+'}${hours}${minutes ? `:${String(minutes).padStart(2, '0')}` : ''}`
      const bytes = encode(encodeTimestampTz, `${iso(local)}${zone}`)
      const ltz = encode(encodeTimestampLtz, `${iso(local)}${zone}`)
      return moment(bytes) === local.getTime() - offset * 60_000 && (bytes[11] - 20) * 60 + bytes[12] - 60 === offset && moment(ltz) === moment(bytes)
    }))
  })
  it('writes the manual\'s example bytes', () => {
    expect(encode(encodeDate, '1992-11-30 15:17:00')).toEqual(Buffer.from([119, 192, 11, 30, 16, 18, 1]))
  })
  it('goes back to 4712 BC', () => {
    const bytes = encode(encodeDate, '4712-01-01 00:00:00 BC')
    expect([bytes[0], bytes[1]]).toEqual([53, 88])
    expect(decodeDatetime(bytes, false)).toBe('4712-01-01 00:00:00 BC')
  })
  it('refuses what Oracle has not', () => {
    expect(() => encode(encodeDate, 'infinity')).toThrow('ORA-01841')
    expect(() => encode(encodeDate, '10000-01-01 00:00:00')).toThrow('ORA-01841')
    expect(() => decodeDatetime(Buffer.from([120, 123, 2, 29, 1, 1, 1]), false)).toThrow('ORA-01839')
    expect(() => decodeDatetime(Buffer.from([120, 124, 13, 1, 1, 1, 1]), false)).toThrow('ORA-01843')
    expect(() => decodeDatetime(Buffer.from([120, 124, 2, 29, 1, 1, 1, 0, 0, 0, 1]), false)).toThrow('fractional seconds')
  })
})

describe('intervals', () => {
  const binary = (micros: bigint, days: number, months: number): Buffer => {
    const b = Buffer.alloc(16)
    b.writeBigInt64BE(micros, 0)
    b.writeInt32BE(days, 8)
    b.writeInt32BE(months, 12)
    return b
  }
  const encodeBinary = (how: Encode, source: Buffer): Buffer => {
    const w = new WireWriter()
    how(w, source, 0, 16)
    return Buffer.from(w.done()).subarray(1)
  }
  it('DAY TO SECOND has the same length in microseconds', () => {
    fc.assert(fc.property(fc.bigInt({ min: -86_400_000_000n * 100n, max: 86_400_000_000n * 100n }), fc.integer({ min: -1000, max: 1000 }), (micros, days) => {
      const b = encodeBinary(encodeIntervalDs, binary(micros, days, 0))
      const mid = 0x80000000
      const seconds = BigInt(b.readUInt32BE(0) - mid) * 86_400n + BigInt((b[4] - 60) * 3600 + (b[5] - 60) * 60 + b[6] - 60)
      return seconds * 1_000_000n + BigInt((b.readUInt32BE(7) - mid) / 1000) === micros + BigInt(days) * 86_400_000_000n
    }))
  })
  it('YEAR TO MONTH has the same months', () => {
    fc.assert(fc.property(fc.integer({ min: -12_000, max: 12_000 }), months => {
      const b = encodeBinary(encodeIntervalYm, binary(0n, 0, months))
      return (b.readUInt32BE(0) - 0x80000000) * 12 + b[4] - 60 === months
    }))
  })
  it('are read from binds', () => {
    expect(decodeIntervalDs(Buffer.from([0x80, 0, 0, 5, 62, 59, 60, 0x80, 0, 0, 0]))).toBe('5 days 7140 seconds 0 microseconds')
    expect(decodeIntervalYm(Buffer.from([0x7f, 0xff, 0xff, 0xfe, 57]))).toBe('-2 years -3 months')
  })
})
