/** BINARY_FLOAT and BINARY_DOUBLE: IEEE 754 big endian; positive: top bit set, negative: all bits complemented. */
import { oraError } from '../../errors/messages'
import type { WireWriter } from '../wire-writer'

/** `source` holds PostgreSQL's binary float4 or float8. */
export function encodeBinaryFloat(w: WireWriter, source: Buffer, at: number, length: number): void {
  w.room(length + 1)
  w.bytes[w.at++] = length
  const start = w.at
  w.at += source.copy(w.bytes, w.at, at, at + length)
  if (w.bytes[start] & 0x80) for (let i = start; i < w.at; i++) w.bytes[i] ^= 0xff
  else w.bytes[start] |= 0x80
}

/** To PostgreSQL's binary float of the same size. */
export function decodeBinaryFloat(bytes: Buffer, size: 4 | 8): Buffer {
  if (bytes.length !== size) throw oraError(1722)
  const out = Buffer.from(bytes)
  if (out[0] & 0x80) out[0] &= 0x7f
  else for (let i = 0; i < size; i++) out[i] ^= 0xff
  return out
}
