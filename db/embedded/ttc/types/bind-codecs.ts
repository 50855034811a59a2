/** Wire bytes of a bind → parameter for PostgreSQL, by the type with which the client binds. */
import type { OraType } from '../../sql/types'
import { refuse } from '../../errors/ora-error'
import type { ParamValue } from '../../postgres/flight'
import * as c from '../constants'
import { decodeBinaryFloat } from './binary-float'
import { decodeDatetime } from './datetime'
import { decodeIntervalDs, decodeIntervalYm } from './interval'
import { decodeNumber } from './number'

/** One bind as the client declares it. */
export interface BindMetadata {
  readonly wireType: number
  /** Bit 0x40: a PL/SQL array. */
  readonly flags: number
  readonly maxBytes: number
  readonly maxElements: number
  /** 2 = national: values are UTF-16. */
  readonly form: number
}

interface BindCodec {
  readonly type: (meta: BindMetadata) => OraType
  /** Of a value that is not null; the result fits `type`'s PostgreSQL type in this format. */
  readonly decode: (bytes: Buffer, meta: BindMetadata) => ParamValue
  readonly format: 0 | 1
}

const textOf = (bytes: Buffer, meta: BindMetadata): ParamValue => {
  const text = meta.form === c.CSFRM_NCHAR ? Buffer.from(Buffer.from(bytes).swap16().toString('utf16le'), 'utf8') : bytes
  if (text.includes(0)) refuse('the character CHR(0) in a text value')
  return text
}
const textType = (kind: 'VARCHAR2' | 'CHAR') => (meta: BindMetadata): OraType =>
  ({ kind, size: meta.maxBytes, unit: 'BYTE', ...(meta.form === c.CSFRM_NCHAR ? { national: true } : {}) })
const simple = (type: OraType, decode: BindCodec['decode'], format: 0 | 1 = 0): BindCodec => ({ type: () => type, decode, format })
const text: BindCodec = { type: textType('VARCHAR2'), decode: textOf, format: 0 }
const number = simple({ kind: 'NUMBER' }, decodeNumber)
const raw: BindCodec = { type: meta => ({ kind: 'RAW', size: meta.maxBytes }), decode: bytes => bytes, format: 1 }

const BIND_CODECS: Readonly<Record<number, BindCodec>> = {
  [c.TNS_DATA_TYPE_VARCHAR]: text,
  [c.TNS_DATA_TYPE_CHAR]: { ...text, type: textType('CHAR') },
  [c.TNS_DATA_TYPE_LONG]: simple({ kind: 'CLOB' }, textOf),
  [c.TNS_DATA_TYPE_NUMBER]: number,
  [c.TNS_DATA_TYPE_BINARY_INTEGER]: number,
  [c.TNS_DATA_TYPE_DATE]: simple({ kind: 'DATE' }, bytes => decodeDatetime(bytes, false)),
  [c.TNS_DATA_TYPE_TIMESTAMP]: simple({ kind: 'TIMESTAMP', precision: 6 }, bytes => decodeDatetime(bytes, false)),
  [c.TNS_DATA_TYPE_TIMESTAMP_TZ]: simple({ kind: 'TIMESTAMP_TZ', precision: 6 }, bytes => decodeDatetime(bytes, true)),
  [c.TNS_DATA_TYPE_TIMESTAMP_LTZ]: simple({ kind: 'TIMESTAMP_LTZ', precision: 6 }, bytes => decodeDatetime(bytes, true)),
  [c.TNS_DATA_TYPE_INTERVAL_YM]: simple({ kind: 'INTERVAL_YM' }, decodeIntervalYm),
  [c.TNS_DATA_TYPE_INTERVAL_DS]: simple({ kind: 'INTERVAL_DS' }, decodeIntervalDs),
  [c.TNS_DATA_TYPE_BINARY_FLOAT]: simple({ kind: 'BINARY_FLOAT' }, bytes => decodeBinaryFloat(bytes, 4), 1),
  [c.TNS_DATA_TYPE_BINARY_DOUBLE]: simple({ kind: 'BINARY_DOUBLE' }, bytes => decodeBinaryFloat(bytes, 8), 1),
  [c.TNS_DATA_TYPE_RAW]: raw,
  [c.TNS_DATA_TYPE_LONG_RAW]: { ...raw, type: () => ({ kind: 'BLOB' }) },
  [c.TNS_DATA_TYPE_BOOLEAN]: simple({ kind: 'BOOLEAN' }, bytes => (bytes[0] === 1 ? 't' : 'f')),
  [c.TNS_DATA_TYPE_CLOB]: { type: meta => ({ kind: 'CLOB', national: meta.form === c.CSFRM_NCHAR }), decode: bytes => bytes, format: 0 },
  [c.TNS_DATA_TYPE_BLOB]: simple({ kind: 'BLOB' }, bytes => bytes, 1),
  [c.TNS_DATA_TYPE_ROWID]: simple({ kind: 'ROWID' }, bytes => bytes),
  [c.TNS_DATA_TYPE_UROWID]: simple({ kind: 'ROWID' }, bytes => bytes),
  [c.TNS_DATA_TYPE_CURSOR]: simple({ kind: 'CURSOR' }, () => refuse('passing an open cursor to the server'))
}

const UNSUPPORTED: Readonly<Record<number, string>> = {
  [c.TNS_DATA_TYPE_INT_NAMED]: 'an object or collection bind',
  [c.TNS_DATA_TYPE_BFILE]: 'a BFILE bind',
  [c.TNS_DATA_TYPE_JSON]: 'a JSON bind (bind JSON as text)',
  [c.TNS_DATA_TYPE_VECTOR]: 'a VECTOR bind'
}

function codecFor(meta: BindMetadata): BindCodec {
  return BIND_CODECS[meta.wireType] ?? refuse(UNSUPPORTED[meta.wireType] ?? `a bind of type ${meta.wireType}`)
}

/** Of an array: of its elements. @throws ORA-03001 naming a type that cannot be bound here */
export const bindType = (meta: BindMetadata): OraType => codecFor(meta).type(meta)
export const isArrayBind = (meta: BindMetadata): boolean => (meta.flags & c.TNS_BIND_ARRAY) !== 0
export const bindFormat = (meta: BindMetadata): 0 | 1 => codecFor(meta).format
export const decodeBind = (bytes: Buffer, meta: BindMetadata): ParamValue => codecFor(meta).decode(bytes, meta)
