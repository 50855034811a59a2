/** How a query's columns are written, given what the client asked for. */
import type { ColumnInfo } from '../sql/statement'
import * as c from '../ttc/constants'
import type { BindMetadata } from '../ttc/types/bind-codecs'
import { encodeTimestampUtc } from '../ttc/types/datetime'
import { codecOf, longText, type Codec } from '../ttc/types/codecs'

export const hasLobs = (columns: readonly ColumnInfo[]): boolean => columns.some(column => column.type.kind === 'CLOB' || column.type.kind === 'BLOB')

const LONG: ReadonlySet<number> = new Set([c.TNS_DATA_TYPE_LONG, c.TNS_DATA_TYPE_LONG_RAW])

/** A LOB may be wanted as LONG: then its value travels, not a locator. */
export function columnCodecs(columns: readonly ColumnInfo[], defines: readonly BindMetadata[] | undefined): Codec[] {
  return columns.map((column, i) => {
    const codec = column.utc ? { ...codecOf(column.type), encode: encodeTimestampUtc } : codecOf(column.type)
    const wanted = defines?.[i]
    return wanted && LONG.has(wanted.wireType) ? { ...codec, wireType: wanted.wireType, encode: longText } : codec
  })
}
