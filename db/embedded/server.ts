/** Starts and stops a server: PostgreSQL underneath, the listener in front, one or more services. */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { catalogFingerprint, compilerFingerprint, readFingerprint, writeFingerprint } from './catalog-fingerprint'
import { DATABASE, startCluster } from './postgres/cluster'
import { createServices, furtherServices, installService, openService, type Service } from './service'
import { Connection } from './session/connection'
import { DEFAULT_LIMITS, type ServerLimits, type ServiceDirectory, type Translate } from './session/server-context'
import { setPassword } from './session/store-password'
import { deriveVerifier } from './ttc/auth/verifier'

export interface ServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number
  /** Absent: 127.0.0.1. */
  readonly host?: string
  readonly dataDir: string
  /** Service name; absent: FREEPDB1. */
  readonly service?: string
  /** Further services, each with users and data of its own; only a new data folder gets them, and keeps them. */
  readonly furtherServices?: readonly string[]
  /** SYS may log on from this machine as `user` with `password`, which are no names in the database. */
  readonly localLogin?: { readonly user: string; readonly password: string }
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
  /** Names of all services, the first one's first. */
  readonly services: readonly string[]
  /** Sets a user's password without asking for the old one, in one service or the first; the user must exist. */
  setPassword(user: string, password: string, service?: string): Promise<void>
  /** A query over the maintenance connection of one service or the first, PostgreSQL's own SQL. */
  query(text: string, service?: string): Promise<(string | null)[][]>
  /** Listens on another address instead, at the same port; who is connected stays. */
  listenOn(host: string): Promise<void>
  stop(): Promise<void>
}

/** Names of databases that Oracle's own images and examples use. */
const ALIASES = ['FREEPDB1', 'FREE', 'XEPDB1', 'ORCLPDB1']
/** Connections of the server's own, besides two for each session; services may be many. */
const SERVER_CONNECTIONS = 50

/** @throws Error with one sentence: what, where, what to do */
export async function startServer(options: ServerOptions): Promise<Server> {
  const log = options.log ?? ((): void => undefined)
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const fingerprint = catalogFingerprint()
  const compiler = compilerFingerprint()
  const first = (options.service ?? 'FREEPDB1').toUpperCase()
  const further = furtherNames(options.furtherServices ?? [], first)
  const cluster = await startCluster({
    dataDir: options.dataDir, templateKey: fingerprint, prepare: installService, log,
    maxConnections: 2 * limits.sessions + SERVER_CONNECTIONS // autonomous transactions have a second one
  })
  const connections = new Set<Connection>()
  const services: Service[] = []
  try {
    const directory: ServiceDirectory = {
      limits, log, sessionCount: () => connections.size,
      find: name => (services.find(service => service.name === name) ?? services.find(({ context }) => context.serviceAliases.has(name)))?.context
    }
    if (cluster.fresh) await createServices(cluster.address, further)
    const databases = [{ name: first, database: DATABASE }, ...(await furtherServices(cluster.address)).map(name => ({ name, database: name }))]
    const { localLogin, translate, verifyTypes, dataDir } = options
    const local = localLogin && { user: localLogin.user.toUpperCase(), verifier: await deriveVerifier(localLogin.password) }
    let lastSid = 10
    for (const { name, database } of databases) {
      services.push(await openService({
        name, database, aliases: database === DATABASE ? ALIASES : [], address: cluster.address, services: directory, dataDir, localLogin: local, translate, verifyTypes,
        upgrade: !cluster.fresh && readFingerprint(dataDir) !== fingerprint, recompile: !cluster.fresh && readFingerprint(dataDir, 'compiler') !== compiler,
        nextSession: () => ({ sid: ++lastSid, serial: 1 + (lastSid % 65535) })
      }))
    }
    writeFingerprint(dataDir, fingerprint)
    writeFingerprint(dataDir, compiler, 'compiler')
    const accept = (socket: Socket): void => void connections.add(new Connection(socket, directory, c => connections.delete(c)))
    let listener = createServer(accept)
    let host = options.host ?? '127.0.0.1'
    const port = await listen(listener, host, options.port ?? 0)
    const service = (name: string): Service => {
      const found = services.find(one => one.name === name.toUpperCase())
      if (!found) throw new Error(`there is no service ${name} here: there are ${services.map(one => one.name).join(', ')}`)
      return found
    }
    const server: Server = {
      get host() {
        return host
      },
      port, service: first, services: services.map(({ name }) => name), dataDir, fresh: cluster.fresh,
      query: async (text, name = first) => service(name).query(text),
      setPassword: async (user, password, name = first) => setPassword(service(name).query, user, password),
      async listenOn(other) {
        listener.close()
        listener = createServer(accept)
        await listen(listener, other, port)
        host = other
      },
      async stop() {
        cluster.onExit = undefined
        listener.close()
        for (const connection of connections) connection.close()
        for (const one of services) one.close()
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

/** @throws Error for a name that is none. Source: SQL Language Reference 19c, "CREATE PLUGGABLE DATABASE" */
function furtherNames(names: readonly string[], first: string): string[] {
  const upper = [...new Set(names.map(name => name.toUpperCase()))].filter(name => name !== first)
  for (const name of upper) {
    if (!/^[A-Z][A-Z0-9_$#]{0,29}$/.test(name)) throw new Error(`${name} is no name of a service: a letter, then letters, digits and _ $ #, 30 in all`)
    if (ALIASES.includes(name)) throw new Error(`${name} is another name of ${first} here: choose another for the further service`)
  }
  return upper
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
