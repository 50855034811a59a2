/** Reads TTC's primitives. Runs out of bytes by throwing `NEED_MORE`: the caller goes back to its last checkpoint. */
import { ProtocolError } from '../net/packet'

/** Thrown, never shown: the message continues in a packet that has not arrived. */
export const NEED_MORE = Symbol('need more bytes')

export const TNS_LONG_LENGTH_INDICATOR = 254
export const TNS_NULL_LENGTH_INDICATOR = 255

export class WireReader {
  pos = 0
  private bytes: Buffer = EMPTY
  private end = 0
  /** Progress inside one long chunked value, so that it is not walked again from its start for each packet. */
  private long?: { start: number; at: number; chunks: Buffer[] }

  get available(): number {
    return this.end - this.pos
  }

  /** Appends what arrived. Slices handed out before stay valid: a full buffer is replaced, never overwritten. */
  push(payload: Buffer): void {
    if (this.pos === this.end && this.pos > 0 && this.long === undefined) this.drop()
    if (this.end === 0) {
      this.bytes = payload
      this.end = payload.length
      return
    }
    if (this.end + payload.length > this.bytes.length) {
      const bytes = Buffer.allocUnsafe((this.end + payload.length) * 2)
      this.bytes.copy(bytes, 0, 0, this.end)
      this.bytes = bytes
    }
    payload.copy(this.bytes, this.end)
    this.end += payload.length
  }

  /** Forgets everything, read or not. */
  drop(): void {
    this.bytes = EMPTY
    this.pos = this.end = 0
    this.long = undefined
  }

  need(n: number): void {
    if (this.pos + n > this.end) throw NEED_MORE
  }
  u8(): number {
    this.need(1)
    return this.bytes[this.pos++]
  }
  peek(): number {
    this.need(1)
    return this.bytes[this.pos]
  }
  u16be(): number {
    this.need(2)
    this.pos += 2
    return this.bytes.readUInt16BE(this.pos - 2)
  }
  u16le(): number {
    this.need(2)
    this.pos += 2
    return this.bytes.readUInt16LE(this.pos - 2)
  }
  /** UB1…UB8: a length byte and that many bytes, big endian. Above 2^53 precision is lost; nothing of ours is so large. */
  ub(): number {
    const size = this.u8()
    if (size === 0) return 0
    const negative = (size & 0x80) !== 0
    const length = size & 0x7f
    if (length > 8) throw new ProtocolError(`integer of ${length} bytes`)
    this.need(length)
    let n = 0
    for (let i = 0; i < length; i++) n = n * 256 + this.bytes[this.pos++]
    return negative ? -n : n
  }
  /** Exactly `n` bytes. */
  raw(n: number): Buffer {
    this.need(n)
    this.pos += n
    return this.bytes.subarray(this.pos - n, this.pos)
  }
  skip(n: number): void {
    this.need(n)
    this.pos += n
  }

  /** Bytes with length; null for both of the null indicators. */
  bytesWithLength(): Buffer | null {
    const start = this.pos
    const length = this.u8()
    if (length === 0 || length === TNS_NULL_LENGTH_INDICATOR) return null
    if (length !== TNS_LONG_LENGTH_INDICATOR) return this.raw(length)
    const long = this.long?.start === start ? this.long : { start, at: this.pos, chunks: [] }
    this.long = long
    this.pos = long.at
    for (;;) {
      const size = this.ub()
      if (size === 0) break
      if (size < 0 || size > MAX_CHUNK) throw new ProtocolError(`chunk of ${size} bytes`)
      long.chunks.push(this.raw(size))
      long.at = this.pos
    }
    this.long = undefined
    return long.chunks.length === 1 ? long.chunks[0] : Buffer.concat(long.chunks)
  }

  /** UBSTR: its length twice; '' when empty. */
  text(): string {
    return this.ub() === 0 ? '' : (this.bytesWithLength()?.toString('utf8') ?? '')
  }
  nullTerminated(limit: number): string {
    const end = this.bytes.indexOf(0, this.pos)
    if (end < 0 || end >= this.end) {
      if (this.available > limit) throw new ProtocolError('text without end')
      throw NEED_MORE
    }
    const text = this.bytes.toString('utf8', this.pos, end)
    this.pos = end + 1
    return text
  }
}
const EMPTY = Buffer.alloc(0)
const MAX_CHUNK = 0x7fffffff
