/**
 * Oracle's transactions on PostgreSQL's. PostgreSQL gives up the whole transaction on an error, Oracle only the
 * statement: inside a transaction each statement has a savepoint, which travels in the same flight.
 */
import { oraError } from '../errors/messages'
import type { Backend } from '../postgres/backend'
import { Flight, type ExecuteResult } from '../postgres/flight'
import type { PgError } from '../postgres/pg-error'

/** Why a statement runs, which decides what surrounds it. */
export type Scope =
  /** Reads only: outside a transaction PostgreSQL's implicit one is enough. */
  | 'read'
  /** Changes data: begins a transaction, to be committed by somebody else. */
  | 'write'
  /** Changes data and is committed if it succeeds. */
  | 'autocommit'
  /** PL/SQL: only PostgreSQL can tell afterwards whether it changed or locked something. */
  | 'block'
  /** A part of a driven block: the transaction goes on. */
  | 'part'

const SAVEPOINT = '_s'
/** Rows changed or locked, or a table locked: what the transaction must be kept for. */
const AT_WORK = `select pg_catalog.pg_current_xact_id_if_assigned() is not null or exists (select from pg_catalog.pg_locks
  where pid = pg_catalog.pg_backend_pid() and locktype = 'relation' and granted
    and mode in ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))`

export class Transaction {
  /** PostgreSQL is inside BEGIN … */
  open = false
  /** … and the client must know: something was changed or locked. */
  active = false
  private readonly names = new Map<string, string>()
  private nextSavepoint = 1
  private catalogVersion = 0
  /** Objects changed since the transaction last ran something: PostgreSQL must look, which it does not do by itself for functions. */
  private stale = false
  /** Transactions ended so far. */
  private commits = 0
  /** Awaited before any command, and before what ends portals. */
  beforeCommand?: () => Promise<void>
  beforeEnd?: () => Promise<void>

  constructor(private readonly backend: Backend) {}

  /** What comes next was translated against that version of the catalog. */
  sawCatalog(version: number): void {
    if (version !== this.catalogVersion) this.stale = this.open
    this.catalogVersion = version
  }

  /**
   * Runs the flights of one statement; all or nothing of it stays.
   * `settle` false: for reading on in a portal, which needs no other to be out of the way.
   * `work` sends one flight after the other with `send`; `last` marks the last one, so that what closes the
   * scope travels with it.
   */
  async statement<T>(scope: Scope, work: (send: Send) => Promise<T>, settle = true): Promise<T> {
    if (settle) await this.beforeCommand?.()
    if (scope === 'autocommit' && this.open) await this.beforeEnd?.()
    const wasOpen = this.open
    let began = false
    let closed = false
    const look = wasOpen && this.stale ? ['select ora.notice_changes()'] : []
    this.stale = false
    const prefix = wasOpen ? [...look, `savepoint ${SAVEPOINT}`] : scope === 'read' ? [] : ['begin']
    const suffix = wasOpen ? [`release ${SAVEPOINT}`] : []
    if (scope === 'autocommit') suffix.push('commit')
    let atWork: ExecuteResult | undefined
    const send: Send = async (build, last = false) => {
      const flight = new Flight()
      const alone = last && !began && !wasOpen && scope === 'autocommit' // PostgreSQL's own implicit transaction does
      const before = began || alone ? [] : prefix
      for (const command of before) flight.command(command)
      build(flight)
      const count = flight.executes.length - before.length
      const after = last && !alone ? suffix : []
      if ((scope === 'block' || scope === 'part') && last && !this.active) {
        flight.command(AT_WORK)
        atWork = flight.executes[flight.executes.length - 1]
      }
      for (const command of after) flight.command(command)
      began = began || before.length > 0
      const result = await this.backend.send(flight)
      if (result.error) {
        const atCommit = scope === 'autocommit' && last && result.results.length >= before.length + count
        throw atCommit ? new CommitError(result.error) : new FlightError(result.error, result.results.slice(before.length, before.length + count))
      }
      if (last) closed = true
      return result.results.slice(before.length, before.length + count)
    }
    try {
      const value = await work(send)
      if (!closed) await (scope === 'block' || scope === 'part' ? send(() => undefined, true) : this.finish(suffix, began))
      if (scope === 'autocommit') this.ended()
      else if (scope === 'write') this.open = this.active = true
      else if (scope === 'part') {
        this.open = true
        this.active ||= isAtWork(atWork)
      } else if (scope === 'block') await this.blockDone(wasOpen, isAtWork(atWork))
      return value
    } catch (e) {
      await this.undo(wasOpen, began, e)
      throw e
    }
  }

  /**
   * Runs `build` for each row in one flight, each with a savepoint of its own: what ran before a failure stays. Gives what ran;
   * `failure` ends it.
   */
  async each(count: number, build: (flight: Flight, i: number) => void):
    Promise<{ readonly results: readonly ExecuteResult[]; readonly failure?: FlightError }> {
    await this.beforeCommand?.()
    if (!this.open) await this.simple('begin')
    this.open = this.active = true
    const flight = new Flight()
    for (let i = 0; i < count; i++) {
      flight.command(`savepoint ${SAVEPOINT}`)
      build(flight, i)
      flight.command(`release ${SAVEPOINT}`)
    }
    const { results, error } = await this.backend.send(flight)
    const done = results.filter((_, i) => i % 3 === 1)
    if (!error) return { results: done }
    if (results.length % 3 !== 0) await this.simple(`rollback to ${SAVEPOINT}`, `release ${SAVEPOINT}`)
    return { results: done.slice(0, Math.floor(results.length / 3)), failure: new FlightError(error, []) }
  }

  /** A place to go back to for work that consists of several statements; `undoTo` or `release` end it. */
  async mark(): Promise<Mark> {
    if (!this.open) return { name: undefined, commits: this.commits }
    const name = `\0mark${this.nextSavepoint}` // no name that a user could write
    await this.savepoint(name)
    return { name, commits: this.commits }
  }
  /** All since the mark, or since the last commit behind it. */
  async undoTo(mark: Mark): Promise<void> {
    if (mark.name === undefined || mark.commits !== this.commits) return this.rollback()
    await this.rollbackTo(mark.name)
    await this.release(mark)
  }
  /** Keeps the work. Savepoints that users set since then go on, so PostgreSQL's can be given up only if there are none. */
  async release(mark: Mark): Promise<void> {
    if (mark.name === undefined || mark.commits !== this.commits) return
    const physical = this.names.get(mark.name)
    const last = [...this.names.keys()].pop() === mark.name
    this.names.delete(mark.name)
    if (last && physical) await this.simple(`release ${physical}`)
  }

  async commit(): Promise<void> {
    const wasOpen = this.open
    if (wasOpen) await this.beforeEnd?.()
    this.ended()
    if (!wasOpen) return
    const result = await this.backend.send(new Flight().command('commit'))
    if (result.error) throw new CommitError(result.error)
  }
  async rollback(): Promise<void> {
    const wasOpen = this.open
    if (wasOpen) await this.beforeEnd?.()
    this.ended()
    if (wasOpen) await this.simple('rollback')
  }

  async savepoint(name: string): Promise<void> {
    await this.beforeCommand?.()
    if (!this.open) {
      await this.simple('begin')
      this.open = true
    }
    const physical = `_u${this.nextSavepoint++}`
    await this.simple(`savepoint ${physical}`)
    this.names.delete(name) // set again, a savepoint moves: it is the newest now
    this.names.set(name, physical)
  }
  /** @throws ORA-01086 */
  async rollbackTo(name: string): Promise<void> {
    const physical = this.names.get(name)
    if (!physical) throw oraError(1086, [name])
    await this.beforeEnd?.()
    await this.simple(`rollback to ${physical}`)
    let later = false
    for (const known of [...this.names.keys()]) {
      if (later) this.names.delete(known)
      if (known === name) later = true
    }
  }
  /** @throws ORA-01453 when a transaction has begun */
  async begin(mode: string): Promise<void> {
    if (this.active) throw oraError(1453)
    await this.beforeEnd?.()
    if (this.open) await this.rollback()
    await this.simple(`begin ${mode}`)
    this.open = true
    this.active = true
  }

  /** A block that only read leaves no transaction behind, nor locks on what it read. */
  private async blockDone(wasOpen: boolean, atWork: boolean): Promise<void> {
    this.open = true
    this.active ||= atWork
    if (wasOpen || atWork) return
    await this.beforeEnd?.()
    this.ended()
    await this.simple('commit')
  }

  private async finish(suffix: readonly string[], began: boolean): Promise<void> {
    if (!began || suffix.length === 0) return
    const flight = new Flight()
    for (const command of suffix) flight.command(command)
    const result = await this.backend.send(flight)
    if (result.error) throw suffix.includes('commit') ? new CommitError(result.error) : new FlightError(result.error, [])
  }

  private async undo(wasOpen: boolean, began: boolean, cause: unknown): Promise<void> {
    try {
      if (wasOpen && began) {
        // A failed COMMIT of `autocommit` has ended the transaction already.
        if (this.backend.status === 'I') this.ended()
        else await this.simple(`rollback to ${SAVEPOINT}`, `release ${SAVEPOINT}`)
      } else if (!wasOpen && this.backend.status !== 'I') await this.simple('rollback')
    } catch {
      throw cause // the connection is gone, or 'write' did not get as far as its savepoint
    }
  }

  private ended(): void {
    this.open = this.active = false
    this.commits++
    this.names.clear()
  }
  private async simple(...commands: string[]): Promise<void> {
    const flight = new Flight()
    for (const command of commands) flight.command(command)
    const result = await this.backend.send(flight)
    if (result.error) throw new FlightError(result.error, [])
  }
}

/** Not asked when it is known already. */
const isAtWork = (result: ExecuteResult | undefined): boolean => result === undefined || result.rows.toRows()[0]?.[0] === 't'

/** Made by `mark`. */
export interface Mark {
  readonly name: string | undefined
  readonly commits: number
}

export type Send = (build: (flight: Flight) => void, last?: boolean) => Promise<readonly ExecuteResult[]>

/** A command of a flight failed; `results` are those before it. */
export class FlightError extends Error {
  constructor(readonly error: PgError, readonly results: readonly ExecuteResult[]) {
    super(error.message)
    this.name = 'FlightError'
  }
}
/** COMMIT failed: everything is rolled back (ORA-02091). */
export class CommitError extends Error {
  constructor(readonly error: PgError) {
    super(error.message)
    this.name = 'CommitError'
  }
}
