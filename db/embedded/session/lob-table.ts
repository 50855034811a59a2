/** Values behind the LOB locators of a session. */
import { randomBytes } from 'node:crypto'
import { oraError } from '../errors/messages'
import { refuse } from '../errors/ora-error'
import * as c from '../ttc/constants'
import type { LobHandle } from '../ttc/types/codecs'

export interface Lob {
  readonly type: number
  readonly national: boolean
  readonly temporary: boolean
  /** CLOB: text; BLOB: bytes. A fetched CLOB stays as UTF-8 bytes until it is read. */
  value: string | Buffer
  open: boolean
}

const LOCATOR_SIZE = 40
/** Beyond it, the oldest fetched values go at the next execute, commit or rollback. */
const KEPT_BYTES = 64 << 20

export class LobTable {
  private readonly lobs = new Map<number, Lob>()
  private nextId = 1
  private bytes = 0
  /** Locators of another session, or of an earlier one, name nothing here. */
  private readonly stamp = randomBytes(8)

  keep(value: Buffer, type: number, national: boolean): LobHandle {
    const length = type === c.TNS_DATA_TYPE_CLOB ? characters(value) : value.length
    return { locator: this.add({ type, national, temporary: false, value, open: false }), length }
  }
  /** For an OUT bind: the client may write to it and frees it. */
  keepTemporary(value: Buffer, type: number, national: boolean): LobHandle {
    const text = type === c.TNS_DATA_TYPE_CLOB
    return { locator: this.add({ type, national, temporary: true, value: text ? value.toString('utf8') : value, open: false }), length: text ? characters(value) : value.length }
  }
  createTemporary(type: number, national: boolean): Buffer {
    return this.add({ type, national, temporary: true, value: type === c.TNS_DATA_TYPE_CLOB ? '' : Buffer.alloc(0), open: false })
  }

  find(locator: Buffer | undefined): Lob {
    const lob = this.lobs.get(this.idOf(locator))
    if (!lob) throw oraError(22922)
    return lob
  }
  text(lob: Lob): string {
    if (typeof lob.value !== 'string') lob.value = lob.value.toString('utf8')
    return lob.value
  }
  /** As parameter for PostgreSQL: UTF-8 or bytes. */
  bytesOf(locator: Buffer): Buffer {
    const { value } = this.find(locator)
    return typeof value === 'string' ? Buffer.from(value, 'utf8') : value
  }
  write(lob: Lob, value: string | Buffer): void {
    if (!lob.temporary) refuse('writing through the locator of a column (update the column with a bind instead)')
    this.bytes += value.length - lob.value.length
    lob.value = value
  }

  /** One or several locators, one behind the other. */
  free(locators: Buffer): void {
    for (let at = 0; at + LOCATOR_SIZE <= locators.length; at += LOCATOR_SIZE) this.remove(this.idOf(locators.subarray(at, at + LOCATOR_SIZE)))
  }
  /** Frees fetched values, oldest first, down to the bound; the newest `keep` of them stay in any case. */
  trim(): void {
    if (this.bytes <= KEPT_BYTES) return
    for (const [id, lob] of this.lobs) {
      if (this.bytes <= KEPT_BYTES) return
      if (!lob.temporary) this.remove(id)
    }
  }
  clear(): void {
    this.lobs.clear()
    this.bytes = 0
  }

  private add(lob: Lob): Buffer {
    const id = this.nextId++
    this.lobs.set(id, lob)
    this.bytes += lob.value.length
    const locator = Buffer.alloc(LOCATOR_SIZE)
    locator.writeUInt16BE(LOCATOR_SIZE - 2, 0)
    locator[3] = 2
    locator[4] = 0x08
    locator[5] = lob.type === c.TNS_DATA_TYPE_CLOB ? 2 : 1
    if (lob.temporary) locator[7] = 1
    locator.writeUInt32BE(id, 12)
    this.stamp.copy(locator, 16)
    return locator
  }
  private idOf(locator: Buffer | undefined): number {
    if (!locator || locator.length < 24 || !locator.subarray(16, 24).equals(this.stamp)) throw oraError(22275)
    return locator.readUInt32BE(12)
  }
  private remove(id: number): void {
    const lob = this.lobs.get(id)
    if (!lob) return
    this.bytes -= lob.value.length
    this.lobs.delete(id)
  }
}

/** UTF-16 units of UTF-8 text: every byte that begins a character, and four-byte ones twice. */
function characters(utf8: Buffer): number {
  let n = 0
  for (const byte of utf8) if ((byte & 0xc0) !== 0x80) n += byte >= 0xf0 ? 2 : 1
  return n
}
