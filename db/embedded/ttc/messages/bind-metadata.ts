/** Metadata and rows of binds, and of the types a client wants columns in ("define"). */
import { ProtocolError } from '../../net/packet'
import * as c from '../constants'
import type { BindMetadata } from '../types/bind-codecs'
import type { WireReader } from '../wire-reader'

/** Undecoded value; null also for binds that travel only outwards; a list for a PL/SQL array. */
export type BindValue = Buffer | null | readonly (Buffer | null)[]

export const MAX_BINDS = 65535

export function readMetadata(r: WireReader, count: number): BindMetadata[] {
  if (count > MAX_BINDS) throw new ProtocolError(`${count} binds`)
  const out: BindMetadata[] = []
  for (let i = 0; i < count; i++) {
    const wireType = r.u8()
    const flags = r.u8()
    r.skip(2) // precision, scale
    const maxBytes = r.ub()
    const maxElements = r.ub()
    r.ub() // continuation flags
    if (r.ub() > 0) r.bytesWithLength() // object type
    r.ub() // version
    r.ub() // character set
    const form = r.u8()
    r.ub() // LOB prefetch
    r.ub() // oaccolid
    out.push({ wireType, flags, maxBytes, maxElements, form })
  }
  return out
}

export interface RowLayout {
  readonly metadata: readonly BindMetadata[]
  /** Binds whose values do not travel with the request: RETURNING, and OUT in a re-execution. */
  readonly absent: ReadonlySet<number>
  readonly plsql: boolean
}

const isLob = (m: BindMetadata): boolean => m.wireType === c.TNS_DATA_TYPE_CLOB || m.wireType === c.TNS_DATA_TYPE_BLOB

/** Appends one row's values, one for each bind, to `values`. Long values come behind the others. */
export function readBindRow(r: WireReader, layout: RowLayout, values: BindValue[]): void {
  if (r.u8() !== c.TNS_MSG_TYPE_ROW_DATA) throw new ProtocolError('bind row expected')
  const { metadata, absent, plsql } = layout
  const row: BindValue[] = new Array(metadata.length).fill(null)
  const late: number[] = []
  for (let i = 0; i < metadata.length; i++) {
    if (absent.has(i)) continue
    const m = metadata[i]
    if (m.flags & c.TNS_BIND_ARRAY) row[i] = readArray(r, m)
    else if (!plsql && m.maxBytes > c.MAX_STRING_SIZE && !isLob(m)) late.push(i)
    else row[i] = readValue(r, m)
  }
  for (const i of late) row[i] = readValue(r, metadata[i])
  for (const value of row) values.push(value)
}

function readArray(r: WireReader, m: BindMetadata): (Buffer | null)[] {
  const count = r.ub()
  if (count > 1_000_000) throw new ProtocolError(`array of ${count} elements`)
  const out: (Buffer | null)[] = []
  for (let i = 0; i < count; i++) out.push(readValue(r, m))
  return out
}

function readValue(r: WireReader, m: BindMetadata): Buffer | null {
  switch (m.wireType) {
    case c.TNS_DATA_TYPE_CLOB:
    case c.TNS_DATA_TYPE_BLOB:
    case c.TNS_DATA_TYPE_BFILE:
      return r.ub() === 0 ? null : r.bytesWithLength()
    case c.TNS_DATA_TYPE_BOOLEAN: {
      const length = r.u8()
      if (length === 0xfd) {
        r.skip(1)
        return null
      }
      return length === 2 ? r.raw(2).subarray(1) : r.raw(length)
    }
    case c.TNS_DATA_TYPE_CURSOR:
      r.skip(1)
      return r.u8() === 0 ? null : cursorId(r.ub())
    case c.TNS_DATA_TYPE_INT_NAMED:
      return readObject(r)
    case c.TNS_DATA_TYPE_JSON:
    case c.TNS_DATA_TYPE_VECTOR:
      return readQLocator(r)
    default:
      return r.bytesWithLength()
  }
}

/** Of a cursor that the client has open. */
function cursorId(id: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(id)
  return bytes
}

/** Only walked over: the statement is refused by the type's name afterwards. */
function readObject(r: WireReader): Buffer | null {
  for (let i = 0; i < 3; i++) if (r.ub() > 0) r.bytesWithLength()
  r.ub()
  const length = r.ub()
  r.ub()
  return length > 0 ? r.bytesWithLength() : null
}
function readQLocator(r: WireReader): Buffer | null {
  if (r.ub() === 0) return null
  r.ub()
  r.ub()
  const data = r.bytesWithLength()
  r.bytesWithLength()
  return data
}
