import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeNumber, encodeNumber } from '../../ttc/types/number'
import { WireWriter } from '../../ttc/wire-writer'

function encode(text: string): Buffer {
  const w = new WireWriter()
  const source = Buffer.from(text)
  encodeNumber(w, source, 0, source.length)
  const out = Buffer.from(w.done())
  expect(out[0]).toBe(out.length - 1)
  return out.subarray(1)
}

/** Independent of the codec: mantissa and exponent as big integers, straight from the format's definition. */
function valueOf(bytes: Buffer): { mantissa: bigint; exponent: number } {
  if (bytes.length === 1 && bytes[0] === 0x80) return { mantissa: 0n, exponent: 0 }
  const positive = (bytes[0] & 0x80) !== 0
  const power = positive ? bytes[0] - 193 : 62 - bytes[0]
  let digits = [...bytes.subarray(1)]
  if (!positive && digits[digits.length - 1] === 102) digits = digits.slice(0, -1)
  const mantissa = digits.reduce((m, d) => m * 100n + BigInt(positive ? d - 1 : 101 - d), 0n)
  return { mantissa: positive ? mantissa : -mantissa, exponent: 2 * (power - digits.length + 1) }
}
function parse(text: string): { mantissa: bigint; exponent: number } {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/.exec(text) as RegExpExecArray
  return { mantissa: BigInt(`${sign}${whole}${fraction}` || '0'), exponent: Number(exponent) - fraction.length }
}
function same(a: { mantissa: bigint; exponent: number }, b: { mantissa: bigint; exponent: number }): boolean {
  const low = Math.min(a.exponent, b.exponent)
  return a.mantissa * 10n ** BigInt(a.exponent - low) === b.mantissa * 10n ** BigInt(b.exponent - low)
}

/** Up to 38 digits with the point anywhere: every such NUMBER is exact. */
const decimal = fc.tuple(fc.boolean(), fc.stringMatching(/^[0-9]{1,38}$/), fc.nat(38)).map(([negative, digits, point]) => {
  const at = Math.min(point, digits.length)
  return `${negative ? '-' : ''}${digits.slice(0, at)}.${digits.slice(at)}`
})

describe('NUMBER', () => {
  it('keeps every decimal of up to 38 digits exactly', () => {
    fc.assert(fc.property(decimal, text => same(valueOf(encode(text)), parse(text))), { numRuns: 3000 })
  })
  it('comes back from its own bytes as the same number', () => {
    fc.assert(fc.property(decimal, text => same(parse(decodeNumber(encode(text))), parse(text))), { numRuns: 3000 })
  })
  it('orders bytes as it orders numbers', () => {
    fc.assert(fc.property(fc.integer(), fc.integer(), (a, b) => Math.sign(Buffer.compare(encode(String(a)), encode(String(b)))) === Math.sign(a - b)))
  })
  it('keeps numbers of any size Oracle has', () => {
    for (const text of ['1e125', '-1e125', '1e-130', '-1e-130', '9.9e124', '12345678901234567890123456789012345678e10']) {
      const plain = parse(text)
      const long = plain.exponent >= 0 ? String(plain.mantissa * 10n ** BigInt(plain.exponent)) : text
      expect(same(valueOf(encode(long)), plain), text).toBe(true)
    }
  })
  it.each([
    ['0', '80'], ['-0', '80'], ['0.000', '80'], ['1', 'c102'], ['-1', '3e6466'], ['100', 'c202'], ['0.01', 'c002'], ['123.45', 'c202182e'],
    ['-123.45', '3d644e3866'], ['.5', 'c033'], ['0.5', 'c033'], ['10', 'c10b'], ['0.1', 'c00b']
  ])('writes %s as %s', (text, hex) => expect(encode(text).toString('hex')).toBe(hex))
  it('rounds half up where its twenty groups end', () => {
    const thirds = `0.${'6'.repeat(60)}`
    expect(valueOf(encode(thirds)).mantissa).toBe(BigInt(`${'6'.repeat(39)}7`))
    expect(valueOf(encode(`3.${'3'.repeat(60)}`)).mantissa).toBe(BigInt('3'.repeat(39)))
    expect(decodeNumber(encode(`0.${'9'.repeat(60)}`))).toBe('1')
    expect(decodeNumber(encode(`99.${'9'.repeat(60)}`))).toBe('100')
    expect(decodeNumber(encode(`-0.0${'4'.repeat(39)}5`))).toBe(`-0.0${'4'.repeat(38)}5`)
  })
  it('is out of range from 1E126 on and zero below 1E-130', () => {
    expect(() => encode(`1${'0'.repeat(126)}`)).toThrow('ORA-01426')
    expect(encode(`0.${'0'.repeat(140)}1`).toString('hex')).toBe('80')
  })
  it('refuses what is no number', () => {
    for (const text of ['NaN', 'Infinity', '-Infinity']) expect(() => encode(text)).toThrow('ORA-01722')
    expect(() => decodeNumber(Buffer.from([0xc1, 0]))).toThrow('ORA-01722')
    expect(() => decodeNumber(Buffer.from([0xc1, 0xff]))).toThrow('ORA-01722')
  })
})

describe('the smallest number', () => {
  it('has an exponent byte that alone would be zero', () => {
    expect(Number(decodeNumber(Buffer.from([0x80, 0x02])))).toBe(1e-130)
    expect(decodeNumber(Buffer.from([0x80]))).toBe('0')
  })
})
