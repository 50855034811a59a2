/**
 * DBMS_OUTPUT's buffer of one session. PostgreSQL sends each call as a notice, so that a line stays when its statement is undone.
 * Source: PL/SQL Packages and Types Reference, "DBMS_OUTPUT".
 */
import { oraError } from '../../errors/messages'
import type { OraError } from '../../errors/ora-error'

const DEFAULT_SIZE = 20_000
const MIN_SIZE = 2_000
const MAX_SIZE = 1_000_000
const MAX_LINE = 32_767

export class OutputBuffer {
  private enabled = false
  /** Bytes; undefined: any number. */
  private limit?: number
  private lines: (string | null)[] = []
  private partial: string | null = null
  private bytes = 0
  /** The rest is thrown away before the next line is put in. */
  private read = false
  /** The first line that did not fit since the last look: ORA-20000. */
  private failure?: OraError

  /** Whether a line may be refused: only then the end of a statement must wait for what it printed. */
  get limited(): boolean {
    return this.enabled && this.limit !== undefined
  }

  enable(size: number | null = DEFAULT_SIZE): void {
    this.enabled = true
    this.limit = size === null ? undefined : Math.min(Math.max(size, MIN_SIZE), MAX_SIZE)
  }
  disable(): void {
    this.enabled = false
    this.clear()
  }
  put(text: string): void {
    if (!this.enabled) return
    this.beforePut()
    const line = (this.partial ?? '') + text
    if (Buffer.byteLength(line) > MAX_LINE) this.fail(`ORU-10028: line length overflow, limit of ${MAX_LINE} bytes per line`)
    else if (this.fits(text)) this.partial = line
  }
  putLine(text: string): void {
    this.put(text)
    this.newLine()
  }
  newLine(): void {
    if (!this.enabled || this.failure) return
    this.beforePut()
    this.lines.push(this.partial || null)
    this.partial = null
  }

  /** Undefined: there is no further line. */
  getLine(): string | null | undefined {
    this.read = true
    const line = this.lines.shift()
    this.bytes -= Buffer.byteLength(line ?? '')
    return line
  }
  getLines(count: number): (string | null)[] {
    this.read = true
    const taken = this.lines.splice(0, Math.max(count, 0))
    for (const line of taken) this.bytes -= Buffer.byteLength(line ?? '')
    return taken
  }

  /** What was refused since the last call. */
  takeFailure(): OraError | undefined {
    const failure = this.failure
    this.failure = undefined
    return failure
  }
  /** For a statement that is done again: what it printed the first time goes. */
  mark(): () => void {
    const { lines, partial, bytes, enabled, limit, read } = this
    const count = lines.length
    return () => {
      this.lines = lines.slice(0, count)
      this.failure = undefined
      Object.assign(this, { partial, bytes, enabled, limit, read })
    }
  }

  private beforePut(): void {
    if (!this.read) return
    this.read = false
    this.clear()
  }
  private clear(): void {
    this.lines = []
    this.partial = null
    this.bytes = 0
  }
  private fits(text: string): boolean {
    if (this.failure) return false
    const bytes = Buffer.byteLength(text)
    if (this.limit !== undefined && this.bytes + bytes > this.limit) {
      this.fail(`ORU-10027: buffer overflow, limit of ${this.limit} bytes`)
      return false
    }
    this.bytes += bytes
    return true
  }
  private fail(text: string): void {
    this.failure ??= oraError(20000, [text])
  }
}
