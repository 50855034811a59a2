/**
 * Several commands of the extended query protocol that travel together and end with one Sync: one
 * round trip. After an error PostgreSQL skips the rest up to the Sync.
 * Source: PostgreSQL manual, chapter 54 "Frontend/Backend Protocol".
 */
import type { PgError } from './pg-error'
import { RowBuffer } from './row-buffer'

/** A value of a parameter: null, text, or bytes (text as UTF-8, or binary if the parameter's format says so). */
export type ParamValue = string | Buffer | null

export interface ExecuteResult {
  /** Command tag such as `INSERT 0 3`; '' when the portal was suspended at its row limit. */
  tag: string
  suspended: boolean
  readonly rows: RowBuffer
}

export interface FlightResult {
  /** One for each `execute`, in order, as far as they completed. */
  readonly results: readonly ExecuteResult[]
  readonly error?: PgError
  /** I idle, T in a transaction, E in a failed transaction. */
  readonly status: string
}

/** Builds the bytes. Names are unquoted identifiers of ours, at most 63 bytes. */
export class Flight {
  private bytes = Buffer.allocUnsafe(1024)
  private at = 0
  /** One per Execute: where its rows go. */
  readonly executes: ExecuteResult[] = []

  /** `types`: one OID per parameter, 0 = let PostgreSQL infer. */
  parse(name: string, text: string, types: readonly number[]): this {
    const start = this.open('P')
    this.cstring(name)
    this.cstring(text)
    this.u16(types.length)
    for (const oid of types) this.u32(oid)
    return this.close(start)
  }

  /** `paramFormats`, `resultFormats`: 0 text, 1 binary; empty = all text. */
  bind(portal: string, statement: string, values: readonly ParamValue[], paramFormats: readonly number[] = [], resultFormats: readonly number[] = []): this {
    const start = this.open('B')
    this.cstring(portal)
    this.cstring(statement)
    this.u16(paramFormats.length)
    for (const f of paramFormats) this.u16(f)
    this.u16(values.length)
    for (const value of values) this.value(value)
    this.u16(resultFormats.length)
    for (const f of resultFormats) this.u16(f)
    return this.close(start)
  }

  /** `limit` 0 = all rows. Rows go to `rows`. */
  execute(portal: string, limit = 0, rows: RowBuffer = new RowBuffer()): this {
    const start = this.open('E')
    this.cstring(portal)
    this.u32(limit)
    this.executes.push({ tag: '', suspended: false, rows })
    return this.close(start)
  }

  closeStatement(name: string): this {
    return this.closeObject('S', name)
  }
  closePortal(name: string): this {
    return this.closeObject('P', name)
  }
  private closeObject(what: string, name: string): this {
    const start = this.open('C')
    this.u8(what.charCodeAt(0))
    this.cstring(name)
    return this.close(start)
  }

  /** Parse, Bind and Execute of a statement without parameters, unnamed. */
  command(text: string): this {
    return this.parse('', text, []).bind('', '', []).execute('')
  }

  /** The bytes, closed by a Sync, or by a Flush that only asks for the answers. */
  finish(end: 'S' | 'H' = 'S'): Buffer {
    this.close(this.open(end))
    return this.bytes.subarray(0, this.at)
  }

  private open(letter: string): number {
    this.u8(letter.charCodeAt(0))
    this.room(4)
    this.at += 4
    return this.at - 4
  }
  private close(start: number): this {
    this.bytes.writeUInt32BE(this.at - start, start)
    return this
  }
  private value(value: ParamValue): void {
    if (value === null) this.u32(0xffffffff)
    else if (typeof value === 'string') {
      const length = Buffer.byteLength(value)
      this.u32(length)
      this.room(length)
      this.at += this.bytes.write(value, this.at, 'utf8')
    } else {
      this.u32(value.length)
      this.room(value.length)
      this.at += value.copy(this.bytes, this.at)
    }
  }
  private cstring(text: string): void {
    this.room(Buffer.byteLength(text) + 1)
    this.at += this.bytes.write(text, this.at, 'utf8')
    this.bytes[this.at++] = 0
  }
  private u8(n: number): void {
    this.room(1)
    this.bytes[this.at++] = n
  }
  private u16(n: number): void {
    this.room(2)
    this.at = this.bytes.writeUInt16BE(n, this.at)
  }
  private u32(n: number): void {
    this.room(4)
    this.at = this.bytes.writeUInt32BE(n, this.at)
  }
  private room(extra: number): void {
    if (this.at + extra <= this.bytes.length) return
    const bytes = Buffer.allocUnsafe((this.at + extra) * 2)
    this.bytes.copy(bytes, 0, 0, this.at)
    this.bytes = bytes
  }
}
