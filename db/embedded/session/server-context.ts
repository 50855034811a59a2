/** What all sessions of a server share. */
import type { Catalog } from '../catalog/catalog'
import type { InvalidUnit } from '../errors/ora-error'
import type { BackendAddress } from '../postgres/backend'
import type { NlsSettings, TranslateContext, Translation } from '../sql/statement'
import type { Verifier } from '../ttc/auth/verifier'
import type { Maintenance } from './maintenance'
import type { CallbackListener } from './plsql/callback-listener'
import type { BlockObjects } from './plsql/block-objects'
import type { TypeVerifier } from './verify-types'

export type Translate = (text: string, context: TranslateContext, catalog: Catalog) => Translation

export interface CatalogStore {
  current(): Catalog
  /** Resolves once `current` shows all that was committed before the call. */
  reload(): Promise<void>
  /** DDL statements under way: while there are some, what they committed may not be in `current` yet. */
  changing: number
}

export interface Account {
  readonly name: string
  readonly verifier?: Verifier
  /** 'OPEN', 'LOCKED', 'EXPIRED', … */
  readonly status: string
}
export interface UserStore {
  find(name: string): Promise<Account | undefined>
  setPassword(name: string, password: string): Promise<void>
  /** For a fake challenge; random for each server. */
  readonly secret: Buffer
}

export interface ServerLimits {
  /** ORA-01000 beyond it. */
  readonly openCursors: number
  readonly sessions: number
  /** Milliseconds from the TCP connection to the end of logon. */
  readonly logonTime: number
  /** Failed logons of a user in a row before ORA-28000 for a while. */
  readonly logonTries: number
  /** Longest statement, in characters. */
  readonly statementLength: number
  /** Packet size offered to clients. */
  readonly sdu: number
}
export const DEFAULT_LIMITS: ServerLimits = {
  openCursors: 300, sessions: 100, logonTime: 60_000, logonTries: 10, statementLength: 1 << 20, sdu: 65535
}

/** What the listener offers: each service is a database with users and data of its own. */
export interface ServiceDirectory {
  readonly limits: ServerLimits
  readonly log: (line: string) => void
  /** Open connections, of all services. */
  sessionCount(): number
  /** By a name that a client may ask for; upper case. */
  find(name: string): ServerContext | undefined
}

/** SYS for whoever shares a secret with this process: what `/ AS SYSDBA` is to Oracle. From this machine only. */
export interface LocalLogin {
  readonly user: string
  readonly verifier: Verifier
}

export interface ServerContext {
  readonly serviceName: string
  /** Other names by which the service may be asked for; upper case. */
  readonly serviceAliases: ReadonlySet<string>
  readonly services: ServiceDirectory
  readonly localLogin?: LocalLogin
  readonly instanceName: string
  readonly limits: ServerLimits
  readonly address: BackendAddress
  /** PostgreSQL role of the sessions' backends. */
  readonly role: string
  readonly database: string
  readonly catalogs: CatalogStore
  readonly users: UserStore
  readonly translate: Translate
  readonly maintenance: Maintenance
  readonly blocks: BlockObjects
  readonly callbacks: CallbackListener
  /** Compiles an INVALID unit in a transaction of its own, and loads the catalog. @throws what Oracle says of it when it has errors */
  recompile(unit: InvalidUnit, nls: NlsSettings): Promise<void>
  readonly tries: LogonTries
  readonly log: (line: string) => void
  /** For tests. */
  readonly verifier?: TypeVerifier
  /** Open connections. */
  sessionCount(): number
  /** SID and SERIAL# of the next session. */
  nextSession(): { readonly sid: number; readonly serial: number }
}

/** Counts failed logons by user; ten in a row close the account for a minute, in memory only. */
export class LogonTries {
  private readonly failures = new Map<string, { count: number; until: number }>()
  constructor(private readonly limit: number, private readonly pause = 60_000) {}

  isLocked(user: string): boolean {
    const entry = this.failures.get(user)
    return entry !== undefined && entry.count >= this.limit && Date.now() < entry.until
  }
  failed(user: string): void {
    const entry = this.failures.get(user)
    const count = entry && Date.now() < entry.until ? entry.count + 1 : 1
    if (this.failures.size > 10_000) this.failures.clear() // names of attackers must not fill the memory
    this.failures.set(user, { count, until: Date.now() + this.pause })
  }
  succeeded(user: string): void {
    this.failures.delete(user)
  }
}
