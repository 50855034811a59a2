/**
 * ROWID: 12 bytes as UB4 object, UB2 file, UB4 block, UB2 slot; shown as 6+3+6+3 base-64 characters.
 * What we put in them stands in docs/decisions/rowid.md.
 */
import { oraError } from '../../errors/messages'
import type { WireWriter } from '../wire-writer'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUE = new Int16Array(128).fill(-1)
for (let i = 0; i < 64; i++) VALUE[ALPHABET.charCodeAt(i)] = i

export interface RowidParts {
  readonly object: number
  readonly file: number
  readonly block: number
  readonly slot: number
}

function digitsOf(source: Buffer, at: number, count: number): number {
  let n = 0
  for (let i = at; i < at + count; i++) {
    const value = source[i] < 128 ? VALUE[source[i]] : -1
    if (value < 0) throw oraError(1410)
    n = n * 64 + value
  }
  return n
}

/** @throws ORA-01410 for anything but 18 base-64 characters */
export function parseRowid(source: Buffer, at: number, length: number): RowidParts {
  if (length !== 18) throw oraError(1410)
  return { object: digitsOf(source, at, 6), file: digitsOf(source, at + 6, 3), block: digitsOf(source, at + 9, 6), slot: digitsOf(source, at + 15, 3) }
}

/** As in a fetched row: a length byte that only says "not null", then the parts. */
export function encodeRowid(w: WireWriter, source: Buffer, at: number, length: number): void {
  const parts = parseRowid(source, at, length)
  w.u8(14)
  writeRowidParts(w, parts)
}

export function writeRowidParts(w: WireWriter, parts: RowidParts): void {
  w.ub(parts.object).ub(parts.file).u8(0).ub(parts.block).ub(parts.slot)
}
