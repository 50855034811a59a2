/** ROW HEADER and ROW DATA: values go from PostgreSQL's bytes to the wire without an object between. */
import type { RowBuffer } from '../../postgres/row-buffer'
import * as c from '../constants'
import type { Codec, EncodeContext } from '../types/codecs'
import type { WireWriter } from '../wire-writer'

export function writeRowHeader(w: WireWriter, columns: number, rows: number): void {
  w.u8(c.TNS_MSG_TYPE_ROW_HEADER).u8(0).ub(columns).ub(rows).ub(0).ub(0).ub(0).ub(0)
}

/** Writes up to `limit` rows. @returns how many */
export function writeRows(w: WireWriter, rows: RowBuffer, codecs: readonly Codec[], limit: number, context: EncodeContext): number {
  let n = 0
  const row = (bytes: Buffer, start: number): void => {
    w.u8(c.TNS_MSG_TYPE_ROW_DATA)
    let at = start
    for (const codec of codecs) {
      const length = bytes.readInt32BE(at)
      at += 4
      if (length < 0) writeNull(w, codec)
      else {
        codec.encode(w, bytes, at, length, context)
        at += length
      }
    }
  }
  while (n < limit && rows.take(row)) n++
  return n
}

export function writeNull(w: WireWriter, codec: Codec): void {
  w.u8(0)
  if (codec.wireType === c.TNS_DATA_TYPE_LONG || codec.wireType === c.TNS_DATA_TYPE_LONG_RAW) w.u8(0).u8(0)
}
