/** CONNECT, ACCEPT and REFUSE: what listener and client say before TTC begins. */
import { ProtocolError, encodePacket, TNS_PACKET_TYPE_ACCEPT, TNS_PACKET_TYPE_REFUSE } from './packet'

/** TNS version of 19c. Below 318 clients look at no further flags: no out-of-band check, no fast authentication. */
export const TNS_VERSION = 317
/** Lowest that both drivers accept, and the first with 32-bit lengths. */
const TNS_VERSION_MIN_ACCEPTED = 315
const MAX_CONNECT_DATA = 32 * 1024

export interface ConnectRequest {
  readonly version: number
  /** Of the descriptor, in bytes; over 230 it comes in a DATA packet of its own. */
  readonly dataLength: number
  readonly data?: string
  readonly sdu: number
}

/** Offsets are those of the whole packet. */
export function parseConnect(body: Buffer): ConnectRequest {
  const at = (offset: number): number => offset - 8
  if (body.length < at(34)) throw new ProtocolError('CONNECT packet too short')
  const version = body.readUInt16BE(at(8))
  const dataLength = body.readUInt16BE(at(24))
  const dataOffset = at(body.readUInt16BE(at(26)))
  if (version < TNS_VERSION_MIN_ACCEPTED) throw new ProtocolError(`client speaks TNS version ${version}`)
  if (dataLength > MAX_CONNECT_DATA || dataOffset < 0) throw new ProtocolError('CONNECT packet with impossible connect data')
  const sdu = body.length >= at(62) ? body.readUInt32BE(at(58)) : body.readUInt16BE(at(14))
  const inside = dataOffset + dataLength <= body.length && dataLength > 0
  return { version, dataLength, sdu, data: inside ? body.toString('utf8', dataOffset, dataOffset + dataLength) : undefined }
}

/** Bytes 22, 23: native encryption disabled, no such services linked. Options without 0x0400: no out-of-band breaks. */
export function encodeAccept(clientVersion: number, sdu: number): Buffer {
  const packet = Buffer.alloc(45)
  packet.writeUInt16BE(Math.min(clientVersion, TNS_VERSION), 8)
  packet.writeUInt16BE(0x0001, 10)
  packet.writeUInt16BE(Math.min(sdu, 65535), 12)
  packet.writeUInt16BE(65535, 14)
  packet.writeUInt16BE(1, 16)
  packet.writeUInt16BE(45, 20)
  packet[22] = 0x0c
  packet[23] = 0x0c
  packet.writeUInt32BE(sdu, 32)
  packet.writeUInt32BE(2097152, 36)
  return encodePacket(TNS_PACKET_TYPE_ACCEPT, packet.subarray(8), false)
}

/** `code` 12514 unknown service, 12505 unknown SID, 12516 no more sessions. */
export function encodeRefuse(code: number): Buffer {
  const text = `(DESCRIPTION=(TMP=)(VSNNUM=${19 * 0x1000000})(ERR=${code})(ERROR_STACK=(ERROR=(CODE=${code})(EMFI=4))))`
  const body = Buffer.alloc(4 + text.length)
  body[0] = 4
  body.writeUInt16BE(text.length, 2)
  body.write(text, 4, 'latin1')
  return encodePacket(TNS_PACKET_TYPE_REFUSE, body, false)
}
