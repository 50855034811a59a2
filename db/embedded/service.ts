/** One service: a PostgreSQL database with users, data and a catalog of its own, and what its sessions share. */
import { randomBytes } from 'node:crypto'
import { installCatalog } from './catalog/install'
import { loadCatalog, type Query } from './catalog/load-catalog'
import type { CatalogSnapshot } from './catalog/catalog-snapshot'
import { recompileUnits, upgradeCatalog } from './catalog/upgrade'
import { Backend, type BackendAddress } from './postgres/backend'
import { DATABASE, SUPERUSER } from './postgres/cluster'
import { quoteName } from './sql/expr'
import { Maintenance } from './session/maintenance'
import { recompileUnit } from './session/recompile-unit'
import type { Session } from './session/session'
import { answerCallback } from './session/plsql/callback'
import { CallbackListener } from './session/plsql/callback-listener'
import { BlockObjects } from './session/plsql/block-objects'
import { LogonTries, type CatalogStore, type LocalLogin, type ServerContext, type ServiceDirectory, type Translate, type UserStore } from './session/server-context'
import { typeVerifier } from './session/verify-types'
import { findAccount, setPassword } from './session/store-password'

export const SESSION_ROLE = 'ora_session'

export interface ServiceOptions {
  readonly name: string
  /** Of PostgreSQL. */
  readonly database: string
  readonly aliases: readonly string[]
  readonly address: BackendAddress
  readonly services: ServiceDirectory
  readonly dataDir: string
  /** The data folder's catalog, or compiled units, are another version's. */
  readonly upgrade: boolean
  readonly recompile: boolean
  readonly localLogin?: LocalLogin
  readonly translate?: Translate
  readonly verifyTypes?: boolean
  readonly nextSession: ServerContext['nextSession']
}

export interface Service {
  readonly name: string
  readonly context: ServerContext
  /** Over the maintenance connection, PostgreSQL's own SQL. */
  readonly query: (text: string) => Promise<(string | null)[][]>
  close(): void
}

/** PostgreSQL's databases that are services; the first one's name is the server's to give. */
export async function furtherServices(address: BackendAddress): Promise<string[]> {
  const backend = await Backend.connect({ ...address, user: SUPERUSER, database: DATABASE })
  try {
    const rows = await backend.query(`select datname from pg_database where not datistemplate and datname <> '${DATABASE}' order by oid`)
    return rows.map(([name]) => name as string)
  } finally {
    backend.close()
  }
}

/** Makes databases as copies of the first one, which nobody has used yet. */
export async function createServices(address: BackendAddress, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const backend = await Backend.connect({ ...address, user: SUPERUSER, database: 'template1' })
  try {
    for (const name of names) {
      await backend.query(`create database ${quoteName(name)} template ${DATABASE} strategy file_copy`)
      // A copy has what is in the database, not what is said of it.
      await backend.query(`grant create on database ${quoteName(name)} to "${SESSION_ROLE}"`)
      await backend.query(`alter database ${quoteName(name)} set search_path = pg_catalog`)
    }
  } finally {
    backend.close()
  }
}

export async function openService(options: ServiceOptions): Promise<Service> {
  const { name, database, services } = options
  const { log } = services
  const connect = (): Promise<Backend> => Backend.connect({ ...options.address, user: SUPERUSER, database })
  const maintenance = await connect()
  const query: Service['query'] = text => maintenance.query(text)
  if (options.upgrade) await upgradeCatalog(query, options.dataDir, { role: SESSION_ROLE })
  if (options.recompile) await recompileUnits(query, log)
  const verifying = options.verifyTypes ? await connect() : undefined
  const work = new Maintenance(query, connect)
  const callbacks = await CallbackListener.start((session, question) => answerCallback(session as Session, question))
  const catalogs = await catalogStore(query)
  const blocks = new BlockObjects(query)
  await blocks.clear()
  const users: UserStore = { secret: randomBytes(32), find: user => findAccount(query, user), setPassword: (user, password) => setPassword(query, user, password) }
  const context: ServerContext = {
    serviceName: name, serviceAliases: new Set([name, ...options.aliases]), services, localLogin: options.localLogin, instanceName: 'FREE',
    limits: services.limits, address: options.address, role: SESSION_ROLE, database, catalogs, users,
    translate: options.translate ?? (await import('./sql/translate')).translate, tries: new LogonTries(services.limits.logonTries),
    maintenance: work, blocks, callbacks,
    recompile: (unit, nls) => recompileUnit(work, catalogs, unit, nls, log),
    log, sessionCount: services.sessionCount, nextSession: options.nextSession, verifier: verifying && typeVerifier(text => verifying.query(text))
  }
  return {
    name, context, query,
    close() {
      maintenance.close()
      work.close()
      callbacks.close()
      verifying?.close()
    }
  }
}

export const installService = (query: Query): Promise<void> => installCatalog(query, { role: SESSION_ROLE })

/** The newest snapshot; loads run one after the other, and one that waits serves all that wait. */
async function catalogStore(query: Query): Promise<CatalogStore> {
  let snapshot: CatalogSnapshot = await loadCatalog(query)
  let running: Promise<void> | undefined
  let waiting: Promise<void> | undefined
  const load = async (): Promise<void> => {
    snapshot = await loadCatalog(query, snapshot)
  }
  return {
    changing: 0,
    current: () => snapshot,
    reload() {
      if (!running) return (running = load().finally(() => (running = undefined)))
      return (waiting ??= running.catch(() => undefined).then(() => {
        waiting = undefined
        return (running = load().finally(() => (running = undefined)))
      }))
    }
  }
}
