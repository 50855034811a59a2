/** Starts and stops a server: PostgreSQL underneath, the listener in front. */
import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { catalogFingerprint, compilerFingerprint, readFingerprint, writeFingerprint } from './catalog-fingerprint'
import { installCatalog } from './catalog/install'
import { recompileUnits, upgradeCatalog } from './catalog/upgrade'
import { loadCatalog, type Query } from './catalog/load-catalog'
import type { CatalogSnapshot } from './catalog/catalog-snapshot'
import { Backend } from './postgres/backend'
import { DATABASE, startCluster, SUPERUSER, type Cluster } from './postgres/cluster'
import { Connection } from './session/connection'
import { Maintenance } from './session/maintenance'
import { recompileUnit } from './session/recompile-unit'
import type { Session } from './session/session'
import { answerCallback } from './session/plsql/callback'
import { CallbackListener } from './session/plsql/callback-listener'
import { BlockObjects } from './session/plsql/block-objects'
import { DEFAULT_LIMITS, LogonTries, type CatalogStore, type ServerContext, type ServerLimits, type Translate, type UserStore } from './session/server-context'
import { typeVerifier } from './session/verify-types'
import { findAccount, setPassword } from './session/store-password'

export interface ServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number
  /** Absent: 127.0.0.1. */
  readonly host?: string
  readonly dataDir: string
  /** Service name; absent: FREEPDB1. */
  readonly service?: string
  readonly limits?: Partial<ServerLimits>
  readonly log?: (line: string) => void
  /** For tests: what the resolver says of types is held against PostgreSQL, and a difference is an error. */
  readonly verifyTypes?: boolean
  /** For tests of the wire alone. */
  readonly translate?: Translate
  /** PostgreSQL ended by itself; the server has stopped. */
  readonly onFailure?: (reason: string) => void
}

export interface Server {
  readonly host: string
  readonly port: number
  readonly service: string
  readonly dataDir: string
  /** The data folder was made by this start. */
  readonly fresh: boolean
  /** Sets a user's password without asking for the old one; the user must exist. */
  setPassword(user: string, password: string): Promise<void>
  /** A query over the maintenance connection, PostgreSQL's own SQL. */
  query(text: string): Promise<(string | null)[][]>
  stop(): Promise<void>
}

const SESSION_ROLE = 'ora_session'
/** Names of databases that Oracle's own images and examples use. */
const ALIASES = ['FREEPDB1', 'FREE', 'XEPDB1', 'ORCLPDB1']

/** @throws Error with one sentence: what, where, what to do */
export async function startServer(options: ServerOptions): Promise<Server> {
  const log = options.log ?? ((): void => undefined)
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const fingerprint = catalogFingerprint()
  const install = (query: Query): Promise<void> => installCatalog(query, { role: SESSION_ROLE })
  const cluster = await startCluster({
    dataDir: options.dataDir, templateKey: fingerprint, prepare: install, log,
    maxConnections: 2 * limits.sessions + 10 // autonomous transactions have a second one
  })
  const connections = new Set<Connection>()
  try {
    const maintenance = await Backend.connect({ ...cluster.address, user: SUPERUSER, database: DATABASE })
    const query = (text: string): Promise<(string | null)[][]> => maintenance.query(text)
    if (!cluster.fresh && readFingerprint(options.dataDir) !== fingerprint) await upgradeCatalog(query, options.dataDir, { role: SESSION_ROLE })
    writeFingerprint(options.dataDir, fingerprint)
    const compiler = compilerFingerprint()
    if (!cluster.fresh && readFingerprint(options.dataDir, 'compiler') !== compiler) await recompileUnits(query, log)
    writeFingerprint(options.dataDir, compiler, 'compiler')
    const verifying = options.verifyTypes ? await Backend.connect({ ...cluster.address, user: SUPERUSER, database: DATABASE }) : undefined
    const verifier = verifying && typeVerifier(text => verifying.query(text))
    const work = new Maintenance(query, () => Backend.connect({ ...cluster.address, user: SUPERUSER, database: DATABASE }))
    const callbacks = await CallbackListener.start((session, question) => answerCallback(session as Session, question))
    const context = { ...(await makeContext(options, limits, cluster, work, callbacks, connections, log)), verifier }
    const listener = createServer(socket => connections.add(new Connection(socket, context, c => connections.delete(c))))
    const port = await listen(listener, options.host ?? '127.0.0.1', options.port ?? 0)
    const server: Server = {
      host: options.host ?? '127.0.0.1', port, service: context.serviceName, dataDir: options.dataDir, fresh: cluster.fresh, query,
      setPassword: (user, password) => setPassword(query, user, password),
      async stop() {
        cluster.onExit = undefined
        listener.close()
        for (const connection of connections) connection.close()
        maintenance.close()
        work.close()
        callbacks.close()
        verifying?.close()
        await cluster.stop()
      }
    }
    cluster.onExit = reason => {
      listener.close()
      for (const connection of connections) connection.close(reason)
      options.onFailure?.(reason)
    }
    return server
  } catch (e) {
    await cluster.stop()
    throw e
  }
}

async function makeContext(options: ServerOptions, limits: ServerLimits, cluster: Cluster, maintenance: Maintenance,
  callbacks: CallbackListener, connections: ReadonlySet<Connection>,
  log: (line: string) => void): Promise<ServerContext> {
  const serviceName = (options.service ?? 'FREEPDB1').toUpperCase()
  const { query } = maintenance
  const catalogs = await catalogStore(query)
  const blocks = new BlockObjects(query)
  await blocks.clear()
  let lastSid = 10
  const users: UserStore = { secret: randomBytes(32), find: name => findAccount(query, name), setPassword: (name, password) => setPassword(query, name, password) }
  return {
    serviceName, serviceAliases: new Set([serviceName, ...ALIASES]), instanceName: 'FREE', limits, address: cluster.address, role: SESSION_ROLE,
    database: DATABASE, catalogs, users, translate: options.translate ?? (await import('./sql/translate')).translate, tries: new LogonTries(limits.logonTries),
    maintenance, blocks, callbacks,
    recompile: (unit, nls) => recompileUnit(maintenance, catalogs, unit, nls, log),
    log, sessionCount: () => connections.size, nextSession: () => ({ sid: ++lastSid, serial: 1 + (lastSid % 65535) })
  }
}

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

function listen(listener: ReturnType<typeof createServer>, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once('error', (e: NodeJS.ErrnoException) => {
      reject(new Error(e.code === 'EADDRINUSE' ? `port ${port} on ${host} is in use: stop what listens there, or choose another with --port`
        : `cannot listen on ${host}:${port}: ${e.message}`))
    })
    listener.listen(port, host, () => resolve((listener.address() as AddressInfo).port))
  })
}
