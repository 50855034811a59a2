/** One session after logon: its backend, transaction, cursors, LOBs and parameters. */
import { applicationName, SESSION_SETTINGS } from '../catalog/session-settings'
import { commitFailed, type ErrorContext, fromPostgres } from '../errors/from-postgres'
import { OraError } from '../errors/ora-error'
import { Backend, BackendClosed } from '../postgres/backend'
import type { StatementKind } from '../sql/statement'
import type { Answer } from './answer'
import { containerOf } from './container'
import { CursorTable } from './cursor'
import type { Admission } from './plsql/callback-listener'
import { takeNotice } from './plsql/notices'
import { withStack } from './plsql/error-stack'
import { FragmentStatements } from './plsql/fragment-statements'
import { OutputBuffer } from './plsql/output-buffer'
import { PackageStates } from './plsql/package-state'
import type { CollectedRows } from './plsql/collected-rows'
import { LobTable } from './lob-table'
import { StatementCache } from './prepared-statement'
import { RowSources } from './row-source'
import type { ServerContext } from './server-context'
import { SessionParameters, setConfig } from './session-parameters'
import { CommitError, FlightError, Transaction } from './transaction'

/** What a client tells about itself at logon, by AUTH_ key. */
export type ClientFacts = ReadonlyMap<string, string>

const STATEMENTS_KEPT = 200

/** Settings of every session's backend; steady plans and scan order, values as text that can be copied. */
const BACKEND_SETTINGS: Readonly<Record<string, string>> = {
  DateStyle: 'ISO', IntervalStyle: 'postgres', TimeZone: 'UTC', extra_float_digits: '1', search_path: 'pg_catalog', bytea_output: 'hex',
  default_transaction_isolation: 'read committed', client_min_messages: 'error', statement_timeout: '0', idle_in_transaction_session_timeout: '0'
}

export class Session {
  readonly cursors: CursorTable
  readonly lobs = new LobTable()
  readonly statements = new StatementCache(STATEMENTS_KEPT)
  readonly parameters: SessionParameters
  readonly transaction: Transaction
  readonly sources = new RowSources()
  readonly fragments = new FragmentStatements()
  readonly output: OutputBuffer
  readonly packages = new PackageStates(this)
  /** Portals given to DBMS_SQL.RETURN_RESULT by the running block, in order. */
  readonly implicitResults: string[] = []
  /** Rows of cursors of the running block, by portal. */
  readonly collected = new Map<string, CollectedRows>()
  private nextPortal = 1
  /** What the client is being answered now. */
  answering?: Answer
  /** ALTER SESSION SET CONTAINER: where the connection goes on after this answer. */
  moveTo?: ServerContext
  /** The client wants what is running to end. */
  interrupted = false

  /** What PostgreSQL was told so far. */
  readonly settings: Record<string, string> = {}
  /** How this session's functions reach the server. */
  readonly callback: Admission
  /** For autonomous transactions; opened when it is first needed. */
  private second?: Promise<Session>

  private constructor(readonly context: ServerContext, readonly backend: Backend, readonly user: string, readonly sid: number, readonly serial: number,
    readonly parent?: Session) {
    this.output = parent?.output ?? new OutputBuffer()
    this.cursors = new CursorTable(context.limits.openCursors)
    this.parameters = new SessionParameters(user)
    this.transaction = new Transaction(backend)
    this.transaction.beforeCommand = () => this.sources.settle()
    this.transaction.beforeEnd = () => this.sources.drainAll()
    backend.onNotice = notice => takeNotice(this, notice, context.log)
    this.callback = context.callbacks.admit(this)
  }

  static async open(context: ServerContext, user: string, facts: ClientFacts): Promise<Session> {
    const { sid, serial } = context.nextSession()
    const { address, role, database } = context
    const settings = { ...BACKEND_SETTINGS, application_name: applicationName(sid, serial, user) }
    const backend = await Backend.connect({ ...address, user: role, database, settings })
    const session = new Session(context, backend, user, sid, serial)
    await session.configure({ ...session.facts(facts), ...session.callback.settings })
    return session
  }

  /** A session beside this one, with a transaction of its own. */
  child(): Promise<Session> {
    return (this.second ??= (async () => {
      const { address, role, database } = this.context
      const settings = { ...BACKEND_SETTINGS, application_name: '' } // V$SESSION shows one session
      const backend = await Backend.connect({ ...address, user: role, database, settings })
      const child = new Session(this.context, backend, this.user, this.sid, this.serial, this)
      await child.configure(child.callback.settings)
      return child
    })())
  }

  /** From now on nobody sees this session (V$SESSION, ORA-01940), though its backend takes a moment to end. */
  async leave(): Promise<void> {
    await this.backend.query("select pg_catalog.set_config('application_name', '', false)")
  }

  /** Stops what is running. Resolves when PostgreSQL has been told. */
  cancel(): Promise<void> {
    this.interrupted = true
    void this.second?.then(child => child.cancel(), () => undefined)
    return this.backend.cancel()
  }

  /** Ends the session: running work is cancelled, open work rolled back by PostgreSQL. */
  close(): void {
    this.callback.leave()
    void this.cancel().finally(() => this.backend.close())
    void this.second?.then(child => child.close(), () => undefined)
  }

  errorContext(kind: StatementKind): ErrorContext {
    return { kind, log: this.context.log, logical: physical => this.context.catalogs.current().logicalName?.(physical) ?? physical }
  }
  /** The error as the client gets it. */
  errorOf(e: unknown, kind: StatementKind): OraError {
    const context = this.errorContext(kind)
    if (e instanceof OraError) return e
    if (e instanceof FlightError) return fromPostgres(e.error, context)
    if (e instanceof CommitError) return commitFailed(e.error, context)
    if (!(e instanceof BackendClosed)) this.context.log(`unexpected: ${e instanceof Error ? e.stack : String(e)}`)
    return new OraError(604, `error occurred at recursive SQL level 1\n${e instanceof Error ? e.message : String(e)}`)
  }

  /** The same with the lines of PL/SQL that it came through. */
  async fullErrorOf(e: unknown, kind: StatementKind): Promise<OraError> {
    const error = this.errorOf(e, kind)
    return e instanceof FlightError ? withStack(this.context.maintenance.query, error, e.error.fields) : error
  }

  async setParameter(name: string, value: string): Promise<void> {
    if (name === 'CONTAINER') {
      this.moveTo = containerOf(this, value)
      return
    }
    await this.configure(this.parameters.set(name, value))
  }
  /** For a portal that the server opens; plpgsql numbers its own (ora.new_portal). */
  portalName(shape: string): string {
    return `ora$${shape}$d${this.nextPortal++}`
  }

  /** PostgreSQL's own SQL on this session's backend, outside of any statement; rows as text. */
  async query(text: string): Promise<(string | null)[][]> {
    await this.sources.settle()
    return this.backend.query(text)
  }
  async configure(settings: Readonly<Record<string, string>>): Promise<void> {
    if (Object.keys(settings).length === 0) return
    Object.assign(this.settings, settings)
    await this.sources.settle()
    await this.backend.query(setConfig(settings))
  }

  private facts(facts: ClientFacts): Record<string, string> {
    const s = SESSION_SETTINGS
    const fact = (key: string): string => facts.get(key) ?? ''
    return {
      [s.user]: this.user, [s.schema]: this.user, [s.sid]: String(this.sid), [s.serial]: String(this.serial), [s.program]: fact('AUTH_PROGRAM_NM'),
      [s.machine]: fact('AUTH_MACHINE'), [s.osuser]: fact('AUTH_SID'), [s.terminal]: fact('AUTH_TERMINAL'), [s.module]: fact('AUTH_PROGRAM_NM'),
      [s.action]: '', [s.clientInfo]: '', [s.clientIdentifier]: '', [s.service]: this.context.serviceName, [s.instance]: this.context.instanceName,
      [s.host]: fact('AUTH_MACHINE')
    }
  }
}
