/** Values of slots, which are PostgreSQL's text, from bind values of a client and to them. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { PlsqlType } from '../../plsql/types'
import type { ParamValue } from '../../postgres/flight'
import type { OraType } from '../../sql/types'
import { type Codec, codecOf } from '../../ttc/types/codecs'

export type SlotValue = string | null

/** What decodeBind gave, as text. */
export function textOf(value: ParamValue, format: 0 | 1, type: OraType): SlotValue {
  if (value === null || typeof value === 'string') return value
  if (format === 0) return value.toString('utf8')
  if (type.kind === 'BINARY_FLOAT') return floatText(value.readFloatBE(0))
  if (type.kind === 'BINARY_DOUBLE') return floatText(value.readDoubleBE(0))
  return `\\x${value.toString('hex')}`
}
const floatText = (n: number): string => (Number.isNaN(n) ? 'NaN' : Object.is(n, -0) ? '-0' : String(n))

/** A column's bytes in the format that it comes in. */
export function cellText(bytes: Buffer, type: OraType): string {
  const { format } = codecOf(type)
  if (format === 1 && (type.kind === 'INTERVAL_DS' || type.kind === 'INTERVAL_YM'))
    return `${bytes.readInt32BE(12)} mons ${bytes.readInt32BE(8)} days ${bytes.readBigInt64BE(0)} microseconds`
  return textOf(bytes, format, type) ?? ''
}

/** Bytes of a scalar's text as `codec` wants them from PostgreSQL. */
export function bytesOf(text: string, type: OraType, codec: Codec): Buffer {
  if (codec.format === 0) return Buffer.from(text, 'utf8')
  switch (type.kind) {
    case 'RAW':
    case 'BLOB':
      return Buffer.from(text.slice(2), 'hex')
    case 'BINARY_FLOAT': {
      const bytes = Buffer.alloc(4)
      bytes.writeFloatBE(Number(text))
      return bytes
    }
    case 'BINARY_DOUBLE': {
      const bytes = Buffer.alloc(8)
      bytes.writeDoubleBE(Number(text))
      return bytes
    }
    case 'INTERVAL_DS':
    case 'INTERVAL_YM':
      return intervalBytes(text)
    default:
      return refuse(`a PL/SQL value of type ${type.kind} for a client`)
  }
}

const UNITS: Readonly<Record<string, number>> = { year: 12, years: 12, mon: 1, mons: 1 }

/** `1 year -2 mons +3 days -04:05:06.789` → i64 microseconds, i32 days, i32 months. */
function intervalBytes(text: string): Buffer {
  let [months, days, micros] = [0, 0, 0n]
  const words = text.split(' ')
  for (let i = 0; i < words.length; i++) {
    const time = /^([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(words[i])
    if (time) {
      const [, sign, h, m, s, f = ''] = time
      micros = (BigInt(h) * 3600n + BigInt(m) * 60n + BigInt(s)) * 1_000_000n + BigInt(f.padEnd(6, '0'))
      if (sign === '-') micros = -micros
      continue
    }
    const n = Number(words[i])
    const unit = words[++i]
    if (unit in UNITS) months += n * UNITS[unit]
    else if (unit === 'day' || unit === 'days') days += n
    else throw oraError(1867)
  }
  const bytes = Buffer.alloc(16)
  bytes.writeBigInt64BE(micros, 0)
  bytes.writeInt32BE(days, 8)
  bytes.writeInt32BE(months, 12)
  return bytes
}

/** The SQL type of a scalar; others are refused by what they are. */
export function scalarType(type: PlsqlType, what: string): OraType {
  if (type.kind === 'SCALAR') return type.type
  if (type.kind === 'REF CURSOR') return { kind: 'CURSOR' }
  return refuse(`${what} of a ${type.kind.toLowerCase()} type`)
}
