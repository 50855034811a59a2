/** Data types negotiation (message type 2). The client's list is read for one trait; ours is empty, which all clients accept. */
import { TNS_DATA_TYPE_OAC, TNS_MSG_TYPE_DATA_TYPES } from '../constants'
import { TNS_RCAP_TTC_INDEX } from './capabilities'
import type { WireReader } from '../wire-reader'
import type { WireWriter } from '../wire-writer'

export interface DataTypesRequest {
  readonly scaleIsOneByte: boolean
  /** The client sent its time zone and expects the database's. */
  readonly timeZones: boolean
}

export function readDataTypes(r: WireReader): DataTypesRequest {
  r.skip(5) // two character sets, flags
  r.bytesWithLength()
  const runtime = r.bytesWithLength()
  const timeZones = runtime !== null && (runtime[TNS_RCAP_TTC_INDEX] & 1) !== 0
  if (timeZones) r.skip(11)
  let scaleIsOneByte = false
  for (let type = r.u16be(); type !== 0; type = r.u16be()) {
    if (type === TNS_DATA_TYPE_OAC) scaleIsOneByte = true
    if (r.u16be() !== 0) r.skip(4)
  }
  return { scaleIsOneByte, timeZones }
}

/** The database's time zone is +00:00. */
export function writeDataTypes(w: WireWriter, timeZones: boolean): void {
  w.u8(TNS_MSG_TYPE_DATA_TYPES)
  if (timeZones) w.raw(Buffer.from([0x80, 0, 0, 0, 60, 60, 0x80, 0, 0, 0, 0]))
  w.u16be(0)
}
