/** Protocol negotiation (message type 1): who is there, character sets, capabilities. */
import { compileCapabilities, RUNTIME_CAPABILITIES } from './capabilities'
import { TNS_CHARSET_UTF16, TNS_CHARSET_UTF8, TNS_MSG_TYPE_PROTOCOL } from '../constants'
import type { WireReader } from '../wire-reader'
import type { WireWriter } from '../wire-writer'

export interface ProtocolRequest {
  readonly driver: string
}

/** Behind the message type. */
export function readProtocol(r: WireReader): ProtocolRequest {
  r.skip(2)
  return { driver: r.nullTerminated(64) }
}

/** @param banner at most 47 bytes: node-oracledb reads no more */
export function writeProtocol(w: WireWriter, banner: string): void {
  const fdo = Buffer.alloc(11)
  fdo.writeUInt16BE(TNS_CHARSET_UTF16, 9)
  w.u8(TNS_MSG_TYPE_PROTOCOL).u8(6).u8(0).raw(Buffer.from(`${banner}\0`, 'latin1'))
  w.u16le(TNS_CHARSET_UTF8).u8(1).u16le(0).u16be(fdo.length).raw(fdo)
  w.bytesWithLength(compileCapabilities()).bytesWithLength(RUNTIME_CAPABILITIES)
}
