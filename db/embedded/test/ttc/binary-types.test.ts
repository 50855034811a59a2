import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBinaryFloat, encodeBinaryFloat } from '../../ttc/types/binary-float'
import { encodeRowid, parseRowid } from '../../ttc/types/rowid'
import { WireReader } from '../../ttc/wire-reader'
import { WireWriter } from '../../ttc/wire-writer'

const double = (n: number): Buffer => {
  const b = Buffer.alloc(8)
  b.writeDoubleBE(n)
  return b
}
const encoded = (n: number): Buffer => {
  const w = new WireWriter()
  encodeBinaryFloat(w, double(n), 0, 8)
  return Buffer.from(w.done()).subarray(1)
}

describe('BINARY_DOUBLE', () => {
  it('comes back bit by bit', () => {
    fc.assert(fc.property(fc.double(), n => decodeBinaryFloat(encoded(n), 8).equals(double(n))))
  })
  it('orders bytes as it orders numbers', () => {
    const any = fc.double({ noNaN: true })
    fc.assert(fc.property(any, any, (a, b) => a === b || Math.sign(Buffer.compare(encoded(a), encoded(b))) === Math.sign(a - b) || !Number.isFinite(a - b)))
  })
  it('refuses bytes of another length', () => expect(() => decodeBinaryFloat(Buffer.alloc(4), 8)).toThrow('ORA-01722'))
})

describe('ROWID', () => {
  it('sends the four parts of the eighteen characters', () => {
    const part = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max })
    fc.assert(fc.property(part(0xffffffff), part(0xffff), part(0xffffffff), part(0xffff), (object, file, block, slot) => {
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
      const digits = (n: number, count: number): string => Array.from({ length: count }, (_, i) => alphabet[Math.floor(n / 64 ** (count - 1 - i)) % 64]).join('')
      const text = Buffer.from(digits(object, 6) + digits(file, 3) + digits(block, 6) + digits(slot, 3))
      const w = new WireWriter()
      encodeRowid(w, text, 0, 18)
      const r = new WireReader()
      r.push(w.done())
      expect(r.u8()).not.toBe(0)
      expect([r.ub(), r.ub(), r.u8(), r.ub(), r.ub()]).toEqual([object, file, 0, block, slot])
    }))
  })
  it('is refused when it is none', () => {
    for (const bad of ['', 'AAA', 'AAAAAAAAAAAAAAAAA!', 'AAAAAAAAAAAAAAAAAAA']) {
      expect(() => parseRowid(Buffer.from(bad), 0, bad.length)).toThrow('ORA-01410')
    }
  })
})

describe('primitives', () => {
  it('integers come back, signed and unsigned', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), n => {
      const r = new WireReader()
      r.push(Buffer.from(new WireWriter().sb(n).done()))
      return r.ub() === n
    }))
  })
  it('byte strings of any length come back, however they are cut', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 9000 }), (length, cut) => {
      const value = Buffer.alloc(length, 0x41)
      const wire = Buffer.from(new WireWriter().bytesWithLength(value).done())
      const r = new WireReader()
      let got: Buffer | null | undefined
      for (let at = 0; at < wire.length; at += cut) {
        r.push(wire.subarray(at, at + cut))
        const start = 0
        try {
          got = r.bytesWithLength()
        } catch {
          r.pos = start
        }
      }
      return got?.equals(value) ?? false
    }), { numRuns: 100 })
  })
})
