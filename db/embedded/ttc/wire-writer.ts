/** Writes TTC's primitives into one growing buffer. */
import { TNS_LONG_LENGTH_INDICATOR } from './wire-reader'

/** Longest value with a single length byte; above it goes in chunks. */
const MAX_SHORT = 252
const CHUNK = 32767

export class WireWriter {
  bytes = Buffer.allocUnsafe(8192)
  at = 0

  /** What was written so far; valid until the next write. */
  done(): Buffer {
    return this.bytes.subarray(0, this.at)
  }
  reset(): void {
    this.at = 0
    if (this.bytes.length > MAX_KEPT) this.bytes = Buffer.allocUnsafe(8192)
  }

  room(extra: number): void {
    if (this.at + extra <= this.bytes.length) return
    const bytes = Buffer.allocUnsafe((this.at + extra) * 2)
    this.bytes.copy(bytes, 0, 0, this.at)
    this.bytes = bytes
  }
  u8(n: number): this {
    this.room(1)
    this.bytes[this.at++] = n
    return this
  }
  u16be(n: number): this {
    this.room(2)
    this.at = this.bytes.writeUInt16BE(n, this.at)
    return this
  }
  u16le(n: number): this {
    this.room(2)
    this.at = this.bytes.writeUInt16LE(n, this.at)
    return this
  }
  u32be(n: number): this {
    this.room(4)
    this.at = this.bytes.writeUInt32BE(n, this.at)
    return this
  }
  zeros(n: number): this {
    this.room(n)
    this.bytes.fill(0, this.at, this.at + n)
    this.at += n
    return this
  }
  /** UB1…UB8: 0 is one zero byte, otherwise 1, 2, 4 or 8 bytes behind their number. */
  ub(n: number): this {
    this.room(9)
    if (n === 0) this.bytes[this.at++] = 0
    else if (n <= 0xff) {
      this.bytes[this.at++] = 1
      this.bytes[this.at++] = n
    } else if (n <= 0xffff) {
      this.bytes[this.at++] = 2
      this.at = this.bytes.writeUInt16BE(n, this.at)
    } else if (n <= 0xffffffff) {
      this.bytes[this.at++] = 4
      this.at = this.bytes.writeUInt32BE(n, this.at)
    } else {
      this.bytes[this.at++] = 8
      this.at = this.bytes.writeBigUInt64BE(BigInt(n), this.at)
    }
    return this
  }
  /** SB1…SB8: as UB, sign in the top bit of the length byte. */
  sb(n: number): this {
    const lengthAt = this.at
    this.ub(Math.abs(n))
    if (n < 0) this.bytes[lengthAt] |= 0x80
    return this
  }
  raw(bytes: Buffer): this {
    this.room(bytes.length)
    this.at += bytes.copy(this.bytes, this.at)
    return this
  }
  /** BWL of a part of `source`; length 0 is null. */
  slice(source: Buffer, start: number, length: number): this {
    this.room(length + 16 + Math.ceil(length / CHUNK) * 5)
    if (length <= MAX_SHORT) {
      this.bytes[this.at++] = length
      this.at += source.copy(this.bytes, this.at, start, start + length)
      return this
    }
    this.bytes[this.at++] = TNS_LONG_LENGTH_INDICATOR
    for (let done = 0; done < length; done += CHUNK) {
      const size = Math.min(CHUNK, length - done)
      this.ub(size)
      this.at += source.copy(this.bytes, this.at, start + done, start + done + size)
    }
    return this.ub(0)
  }
  bytesWithLength(bytes: Buffer): this {
    return this.slice(bytes, 0, bytes.length)
  }
  /** UBSTR. */
  text(text: string): this {
    const bytes = Buffer.from(text, 'utf8')
    this.ub(bytes.length)
    return bytes.length === 0 ? this : this.bytesWithLength(bytes)
  }
}
const MAX_KEPT = 1 << 20
