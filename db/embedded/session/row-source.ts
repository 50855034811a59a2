/**
 * The rows of one open query: some in memory, the rest behind a portal of PostgreSQL. After the first answer reading goes
 * on ahead of the client up to a bound, so that most portals, and the locks they hold, are gone at once.
 *
 * Outside a transaction the portal lives in PostgreSQL's implicit one, which any other command would end: there
 * is at most one such source, and it is read to its end before anything else runs (`settle`).
 * Inside a transaction portals live until its end; Oracle's cursors live on, so they are read to the end before that.
 */
import { oraError } from '../errors/messages'
import type { Backend } from '../postgres/backend'
import { Flight, type ExecuteResult } from '../postgres/flight'
import type { RowBuffer } from '../postgres/row-buffer'
import { FlightError, type Transaction } from './transaction'

/** Rows of the first Execute, which most results fit in, and of the following ones. */
export const FIRST_ROWS = 500
const NEXT_ROWS = 5000
/** Reading ahead stops here, and goes on when half of it was taken. */
const AHEAD_BYTES = 16 << 20
/** A result that must be read to its end may be this long. */
const MAX_BYTES = 1 << 30

export class RowSource {
  readonly buffer: RowBuffer
  private error?: unknown
  private running?: Promise<void>
  private ahead = false
  private open: boolean

  /** `first`: result of the portal's first Execute. `implicit`: outside a transaction. */
  constructor(private readonly backend: Backend, private readonly transaction: Transaction, readonly portal: string, first: ExecuteResult, readonly implicit: boolean) {
    this.buffer = first.rows
    this.open = first.suspended
  }

  get isOpen(): boolean {
    return this.open
  }

  /** Waits until `rows` rows can be taken, or all there are. @throws what PostgreSQL raised, once the rows before it are taken */
  async need(rows: number): Promise<void> {
    while (this.open && this.buffer.remaining < rows) await this.pull()
    if (this.error !== undefined && this.buffer.remaining < rows && this.buffer.remaining === 0) throw this.error
  }

  /** Nothing more will be taken without asking PostgreSQL. */
  get exhausted(): boolean {
    return !this.open && this.error === undefined && this.buffer.remaining === 0
  }

  readAhead(): void {
    this.ahead = true
    void (async () => {
      while (this.ahead && this.open && this.buffer.size < AHEAD_BYTES) await this.pull()
    })()
  }
  /** Until the next `readAhead` or `need` nothing is sent. */
  async pause(): Promise<void> {
    this.ahead = false
    await this.running
  }

  /** Reads to the end: the portal is about to go. */
  async drain(): Promise<void> {
    while (this.open) {
      if (this.buffer.size > MAX_BYTES) {
        this.error = oraError(1555)
        await this.close()
        return
      }
      await this.pull()
    }
  }

  /** The rows that were not read are not wanted. */
  async close(): Promise<void> {
    await this.pause()
    if (!this.open) return
    this.open = false
    if (this.implicit) await this.backend.sync()
    else await this.backend.send(new Flight().closePortal(this.portal))
  }

  private pull(): Promise<void> {
    this.running ??= this.read().finally(() => (this.running = undefined))
    return this.running
  }

  private async read(): Promise<void> {
    const build = (flight: Flight): Flight => flight.execute(this.portal, NEXT_ROWS, this.buffer)
    try {
      if (this.implicit) {
        const { results, error } = await this.backend.sendOpen(build(new Flight()))
        if (error) throw new FlightError(error, [])
        this.open = results[0].suspended
        if (!this.open) await this.backend.sync()
      } else {
        const [result] = await this.transaction.statement('read', send => send(flight => void build(flight), true), false)
        this.open = result.suspended
      }
    } catch (e) {
      this.error = e
      this.open = false
    }
  }
}

/** The open sources of a session. */
export class RowSources {
  private readonly sources = new Set<RowSource>()
  private nextPortal = 1
  /** Read to their end, but still known to PostgreSQL until the transaction ends. */
  private readonly finished: string[] = []

  nextName(): string {
    return `p${this.nextPortal++}`
  }
  add(source: RowSource): void {
    if (source.isOpen) this.sources.add(source)
    else if (!source.implicit) this.finished.push(source.portal)
  }
  closeFinished(flight: Flight): void {
    for (const portal of this.finished.splice(0)) flight.closePortal(portal)
  }

  /** Before any command: nothing may be sent between its flights, and the implicit transaction of a source must not be ended under it. */
  async settle(): Promise<void> {
    for (const source of this.sources) {
      await (source.implicit ? source.drain() : source.pause())
      if (!source.isOpen) this.sources.delete(source)
    }
  }
  /** Before reading on in one of them. */
  async pauseAll(): Promise<void> {
    for (const source of this.sources) await source.pause()
  }
  /** Before the end of a transaction, or the return to a savepoint. */
  async drainAll(): Promise<void> {
    await this.pauseAll()
    for (const source of this.sources) await source.drain()
    this.sources.clear()
    this.finished.length = 0
  }
  /** At logoff nobody wants the rows. */
  async closeAll(): Promise<void> {
    for (const source of this.sources) await source.close()
    this.sources.clear()
  }
}
