/** TNS packets: the layer below TTC. Names are those of node-oracledb's constants. */
export const TNS_PACKET_TYPE_CONNECT = 1
export const TNS_PACKET_TYPE_ACCEPT = 2
export const TNS_PACKET_TYPE_REFUSE = 4
export const TNS_PACKET_TYPE_DATA = 6
export const TNS_PACKET_TYPE_MARKER = 12

export const TNS_DATA_FLAGS_EOF = 0x0040

export const TNS_MARKER_TYPE_BREAK = 1
export const TNS_MARKER_TYPE_RESET = 2
export const TNS_MARKER_TYPE_INTERRUPT = 3

export const HEADER_SIZE = 8
/** Header and the two bytes of data flags. */
export const DATA_OVERHEAD = 10

export interface Packet {
  readonly type: number
  /** What follows the 8 bytes of header. */
  readonly body: Buffer
}

/** The client broke the protocol: its connection is closed, nothing else happens. */
export class ProtocolError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'ProtocolError'
  }
}

/** `largeHeader`: u32 length, as from the first packet after ACCEPT; before, u16 length and u16 checksum. */
export function writeHeader(target: Buffer, at: number, length: number, type: number, largeHeader: boolean): void {
  if (largeHeader) target.writeUInt32BE(length, at)
  else target.writeUInt32BE(length * 0x10000, at)
  target.writeUInt32BE(type * 0x1000000, at + 4)
}

export function encodePacket(type: number, body: Buffer, largeHeader: boolean): Buffer {
  const packet = Buffer.allocUnsafe(HEADER_SIZE + body.length)
  writeHeader(packet, 0, packet.length, type, largeHeader)
  body.copy(packet, HEADER_SIZE)
  return packet
}

export const encodeMarker = (kind: number): Buffer => encodePacket(TNS_PACKET_TYPE_MARKER, Buffer.from([1, 0, kind]), true)

/** Cuts a TTC message into DATA packets of at most `sdu` bytes, one behind the other in one buffer. */
export function encodeData(message: Buffer, sdu: number): Buffer {
  const room = sdu - DATA_OVERHEAD
  const count = Math.max(1, Math.ceil(message.length / room))
  const out = Buffer.allocUnsafe(message.length + count * DATA_OVERHEAD)
  let at = 0
  for (let from = 0, n = 0; n < count; n++, from += room) {
    const length = Math.min(room, message.length - from)
    writeHeader(out, at, length + DATA_OVERHEAD, TNS_PACKET_TYPE_DATA, true)
    out.writeUInt16BE(0, at + HEADER_SIZE)
    message.copy(out, at + DATA_OVERHEAD, from, from + length)
    at += length + DATA_OVERHEAD
  }
  return out
}
