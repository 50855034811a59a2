/** One codec for each Oracle type: PostgreSQL's value → wire bytes, and how the type is described. */
import type { OraType, TypeKind } from '../../sql/types'
import type { WireWriter } from '../wire-writer'
import * as c from '../constants'
import { encodeBinaryFloat } from './binary-float'
import { encodeDate, encodeTimestamp, encodeTimestampLtz, encodeTimestampTz } from './datetime'
import { encodeIntervalDs, encodeIntervalYm } from './interval'
import { encodeNumber } from './number'
import { encodeRowid } from './rowid'

/** Keeps a LOB's value for the session and gives the locator that names it. */
export type KeepLob = (value: Buffer, type: number, national: boolean) => LobHandle
export interface LobHandle {
  readonly locator: Buffer
  /** Characters (UTF-16 units) of a CLOB, bytes of a BLOB. */
  readonly length: number
}
export interface EncodeContext {
  readonly keepLob: KeepLob
}

/** Writes a value that is not null; `source` holds what PostgreSQL sent, in the codec's format. */
export type Encode = (w: WireWriter, source: Buffer, at: number, length: number, context: EncodeContext) => void

export interface Codec {
  /** TNS data type described to the client. */
  readonly wireType: number
  /** How PostgreSQL is asked to send it: 0 text, 1 binary. */
  readonly format: 0 | 1
  readonly encode: Encode
}

const text: Encode = (w, source, at, length) => w.slice(source, at, length)
const boolean: Encode = (w, source, at) => w.u8(1).u8(source[at] === 0x74 ? 1 : 0)
/** National types travel in UTF-16, big endian. */
const nationalText: Encode = (w, source, at, length) => w.bytesWithLength(Buffer.from(source.toString('utf8', at, at + length), 'utf16le').swap16())
const lob = (type: number, national = false): Encode => (w, source, at, length, context) => {
  const handle = context.keepLob(Buffer.from(source.subarray(at, at + length)), type, national)
  w.ub(handle.locator.length).ub(handle.length).ub(LOB_CHUNK_SIZE).bytesWithLength(handle.locator)
}
/** Oracle's usable chunk of an 8 KB block; clients read streams in pieces of it. */
export const LOB_CHUNK_SIZE = 8060

const CODECS: Readonly<Record<TypeKind, Codec>> = {
  VARCHAR2: { wireType: c.TNS_DATA_TYPE_VARCHAR, format: 0, encode: text },
  NULL: { wireType: c.TNS_DATA_TYPE_VARCHAR, format: 0, encode: text },
  CHAR: { wireType: c.TNS_DATA_TYPE_CHAR, format: 0, encode: text },
  LONG: { wireType: c.TNS_DATA_TYPE_LONG, format: 0, encode: longText },
  NUMBER: { wireType: c.TNS_DATA_TYPE_NUMBER, format: 0, encode: encodeNumber },
  BINARY_FLOAT: { wireType: c.TNS_DATA_TYPE_BINARY_FLOAT, format: 1, encode: encodeBinaryFloat },
  BINARY_DOUBLE: { wireType: c.TNS_DATA_TYPE_BINARY_DOUBLE, format: 1, encode: encodeBinaryFloat },
  CLOB: { wireType: c.TNS_DATA_TYPE_CLOB, format: 0, encode: lob(c.TNS_DATA_TYPE_CLOB) },
  BLOB: { wireType: c.TNS_DATA_TYPE_BLOB, format: 1, encode: lob(c.TNS_DATA_TYPE_BLOB) },
  RAW: { wireType: c.TNS_DATA_TYPE_RAW, format: 1, encode: text },
  DATE: { wireType: c.TNS_DATA_TYPE_DATE, format: 0, encode: encodeDate },
  TIMESTAMP: { wireType: c.TNS_DATA_TYPE_TIMESTAMP, format: 0, encode: encodeTimestamp },
  TIMESTAMP_TZ: { wireType: c.TNS_DATA_TYPE_TIMESTAMP_TZ, format: 0, encode: encodeTimestampTz },
  TIMESTAMP_LTZ: { wireType: c.TNS_DATA_TYPE_TIMESTAMP_LTZ, format: 0, encode: encodeTimestampLtz },
  INTERVAL_YM: { wireType: c.TNS_DATA_TYPE_INTERVAL_YM, format: 1, encode: encodeIntervalYm },
  INTERVAL_DS: { wireType: c.TNS_DATA_TYPE_INTERVAL_DS, format: 1, encode: encodeIntervalDs },
  ROWID: { wireType: c.TNS_DATA_TYPE_ROWID, format: 0, encode: encodeRowid },
  BOOLEAN: { wireType: c.TNS_DATA_TYPE_BOOLEAN, format: 0, encode: boolean },
  CURSOR: { wireType: c.TNS_DATA_TYPE_CURSOR, format: 0, encode: text }
}

/** LONG and LONG RAW: the value, then a null indicator and a return code. */
export function longText(w: WireWriter, source: Buffer, at: number, length: number): void {
  w.slice(source, at, length).u8(0).u8(0)
}
const NATIONAL: Readonly<Partial<Record<TypeKind, Codec>>> = {
  VARCHAR2: { ...CODECS.VARCHAR2, encode: nationalText },
  CHAR: { ...CODECS.CHAR, encode: nationalText },
  CLOB: { ...CODECS.CLOB, encode: lob(c.TNS_DATA_TYPE_CLOB, true) }
}
export const codecOf = (type: OraType): Codec => ('national' in type && type.national && NATIONAL[type.kind]) || CODECS[type.kind]
