/** Finds packets in a byte stream that arrives cut anywhere. */
import { HEADER_SIZE, ProtocolError, type Packet } from './packet'

export class PacketReader {
  /** From ACCEPT on: lengths have 32 bits. */
  largeHeader = false
  private parts: Buffer[] = []
  private have = 0
  private need = HEADER_SIZE

  /** @param limit longest packet taken, header included */
  constructor(public limit: number) {}

  push(chunk: Buffer): void {
    this.parts.push(chunk)
    this.have += chunk.length
  }

  /** The next whole packet, undefined while it is incomplete. @throws ProtocolError for an impossible length */
  next(): Packet | undefined {
    if (this.have < this.need) return undefined
    if (this.parts.length > 1) this.parts = [Buffer.concat(this.parts, this.have)]
    const bytes = this.parts[0]
    const length = this.largeHeader ? bytes.readUInt32BE(0) : bytes.readUInt16BE(0)
    if (length < HEADER_SIZE || length > this.limit) throw new ProtocolError(`packet of ${length} bytes`)
    if (this.have < length) {
      this.need = length
      return undefined
    }
    const packet = { type: bytes[4], body: bytes.subarray(HEADER_SIZE, length) }
    this.have -= length
    this.parts = this.have === 0 ? [] : [bytes.subarray(length)]
    this.need = HEADER_SIZE
    return packet
  }
}
