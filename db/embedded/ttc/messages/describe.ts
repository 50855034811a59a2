/** DESCRIBE INFO: the columns of a query. */
import type { ColumnInfo } from '../../sql/statement'
import * as c from '../constants'
import { describeType } from '../types/describe-type'
import type { WireWriter } from '../wire-writer'
import type { ClientTraits } from './capabilities'

/** Types whose scale older clients read as SB2. */
const WIDE_SCALE: ReadonlySet<number> = new Set([
  c.TNS_DATA_TYPE_NUMBER, c.TNS_DATA_TYPE_TIMESTAMP, c.TNS_DATA_TYPE_TIMESTAMP_TZ, c.TNS_DATA_TYPE_INTERVAL_DS, c.TNS_DATA_TYPE_TIMESTAMP_LTZ
])

export function writeDescribe(w: WireWriter, columns: readonly ColumnInfo[], traits: ClientTraits): void {
  w.u8(c.TNS_MSG_TYPE_DESCRIBE_INFO).u8(24).zeros(24)
  writeDescribeBody(w, columns, traits)
}

/** Also stands inside a CURSOR value and an implicit result. */
export function writeDescribeBody(w: WireWriter, columns: readonly ColumnInfo[], traits: ClientTraits): void {
  const described = columns.map(column => describeType(column.type))
  w.ub(described.reduce((sum, d) => Math.min(sum + d.maxBytes, 0x7fffffff), 0)).ub(columns.length)
  if (columns.length > 0) w.u8(0)
  columns.forEach((column, i) => {
    const d = described[i]
    w.u8(d.wireType).u8(0x80).u8(d.precision & 0xff)
    if (!traits.scaleIsOneByte && WIDE_SCALE.has(d.wireType)) w.sb(d.scale)
    else w.u8(d.scale & 0xff)
    w.ub(d.maxBytes).ub(0).ub(0).ub(0).ub(0).ub(d.charset).u8(d.form).ub(d.size).ub(0)
    w.u8(column.nullable ? 1 : 0).u8(Math.min(Buffer.byteLength(column.name), 255)).text(column.name).ub(0).ub(0).ub(i).ub(0)
  })
  w.ub(0).ub(0).ub(0).ub(0).ub(0).ub(0)
}
