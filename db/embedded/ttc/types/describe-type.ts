/** How an Oracle type appears in a column description. Source: facts of both drivers' metadata; OCI "Describing Select-list Items". */
import type { OraType } from '../../sql/types'
import { codecOf } from './codecs'
import { CSFRM_IMPLICIT, CSFRM_NCHAR, MAX_STRING_SIZE, TNS_CHARSET_UTF16, TNS_CHARSET_UTF8 } from '../constants'

export interface TypeDescription {
  readonly wireType: number
  readonly precision: number
  readonly scale: number
  /** Size of the client's buffer in bytes; never over 32767 except for LONG, because that changes the layout of values. */
  readonly maxBytes: number
  /** What clients show as the column's size. */
  readonly size: number
  readonly charset: number
  readonly form: number
}

const MAX_UTF8_BYTES = 4

export function describeType(type: OraType): TypeDescription {
  const { wireType } = codecOf(type)
  const plain = (maxBytes: number, precision = 0, scale = 0): TypeDescription =>
    ({ wireType, precision, scale, maxBytes, size: 0, charset: 0, form: 0 })
  switch (type.kind) {
    case 'NUMBER':
      if (type.binaryPrecision !== undefined) return plain(22, type.binaryPrecision, -127)
      if (type.precision === undefined) return type.scale === undefined ? plain(22, 0, -127) : plain(22, 38, type.scale)
      return plain(22, type.precision, type.scale ?? 0)
    case 'VARCHAR2':
    case 'CHAR': {
      const size = type.size ?? 4000
      if (type.national) return { ...plain(Math.min(size * 2, MAX_STRING_SIZE)), size: size, charset: TNS_CHARSET_UTF16, form: CSFRM_NCHAR }
      const bytes = Math.min(type.unit === 'CHAR' ? size * MAX_UTF8_BYTES : size, MAX_STRING_SIZE)
      return { ...plain(Math.max(bytes, 1)), size, charset: TNS_CHARSET_UTF8, form: CSFRM_IMPLICIT }
    }
    case 'NULL':
      return { ...plain(1), charset: TNS_CHARSET_UTF8, form: CSFRM_IMPLICIT }
    case 'CLOB':
      return { ...plain(4000), charset: type.national ? TNS_CHARSET_UTF16 : TNS_CHARSET_UTF8, form: type.national ? CSFRM_NCHAR : CSFRM_IMPLICIT }
    case 'BLOB':
      return plain(4000)
    case 'LONG':
      return { ...plain(0x7fffffff), charset: TNS_CHARSET_UTF8, form: CSFRM_IMPLICIT }
    case 'RAW':
      return { ...plain(type.size ?? 2000), size: type.size ?? 2000 }
    case 'DATE':
      return plain(7)
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return plain(11, 0, type.precision)
    case 'TIMESTAMP_TZ':
      return plain(13, 0, type.precision)
    case 'INTERVAL_YM':
      return plain(5, type.precision ?? 2, 0)
    case 'INTERVAL_DS':
      return plain(11, type.precision ?? 2, type.secondPrecision ?? 6)
    case 'ROWID':
      return plain(18)
    case 'BINARY_FLOAT':
      return plain(4)
    case 'BINARY_DOUBLE':
      return plain(8)
    case 'BOOLEAN':
      return plain(1)
    case 'CURSOR':
      return plain(4)
  }
}
