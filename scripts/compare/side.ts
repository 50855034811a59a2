import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { type Database, type DatabaseChoice, startEmbedded } from '../../db/connect'
import { dropScratchUser, type Login, makeScratchUser, mayMakeUsers } from './scratch-user'

/** One of the two databases, with somebody to run statements as. */
export interface Side {
  readonly name: 'A' | 'B'
  readonly kind: DatabaseChoice['kind']
  readonly login: Login
  /** Nobody may make users there, as far as is known. */
  readonly admin?: Login
  readonly version: string
  /** As whom, and what becomes of it. */
  readonly as: string
  /** Started for this comparison: whatever is in it may be changed. */
  readonly fresh: boolean
  close(): Promise<void>
}

export class CannotConnect extends Error {
  constructor(
    message: string,
    /** Shown below it: details, where, what to do. */
    readonly lines: readonly string[] = []
  ) {
    super(message)
  }
}

export interface SideOptions {
  readonly choice: DatabaseChoice
  readonly admin?: { readonly user: string; readonly password: string }
  readonly asIs: boolean
  readonly scratchName: string
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/**
 * Starts or finds a database, and makes a user for this comparison where somebody may.
 * @throws CannotConnect with the side's name and the driver's words
 */
export async function openSide(name: 'A' | 'B', options: SideOptions): Promise<Side> {
  const undo: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const { database, fresh } = await provide(options, undo)
    const { connectString } = database
    const login = { connectString, user: database.user, password: database.password }
    const version = await versionOf(login)
    const admin = await administrator(login, database, options)
    if (options.asIs || !admin) {
      const why = options.asIs ? '--as-is' : 'no administrator is known (--admin-a, --admin-b)'
      return { name, kind: options.choice.kind, login, version, as: `${login.user} itself (${why}): what is made there stays`, fresh, ...(admin ? { admin } : {}), close }
    }
    const scratch = await makeScratchUser(admin, options.scratchName)
    undo.push(() => dropScratchUser(admin, scratch.user).catch((error: Error) => options.say(`${name}: user ${scratch.user} could not be removed: ${error.message.split('\n')[0]}. Remove it: drop user ${scratch.user} cascade`)))
    return { name, kind: options.choice.kind, login: scratch, admin, version, as: `${scratch.user}, made for this and removed afterwards`, fresh, close }
  } catch (error) {
    await close()
    if (options.signal.aborted) throw error
    const { message, detail = [], where, next } = error as Error & { detail?: readonly string[]; where?: string; next?: string }
    throw new CannotConnect(`${name}: ${message.trimEnd()}`, [...detail, ...(where ? [where] : []), next ?? 'Check host, port, service, user and password; npm run compare -- --help tells what A and B may be.'])
  }
}

async function provide({ choice, signal, say }: SideOptions, undo: (() => Promise<void>)[]): Promise<{ database: Database; fresh: boolean }> {
  if (choice.kind === 'embedded') {
    const dataDir = mkdtempSync(join(tmpdir(), 'compare-'))
    chmodSync(dataDir, 0o755) // PostgreSQL may run as another user
    undo.push(async () => rmSync(dataDir, { recursive: true, force: true }))
    const database = await startEmbedded({ dataDir: join(dataDir, 'data'), tether: true, signal })
    undo.push(() => database.stop())
    return { database, fresh: true }
  }
  if (choice.kind === 'container') {
    const { startDatabaseContainer } = await import('../containers/database-container')
    const { database, remove } = await startDatabaseContainer({ lifetime: 'session', signal, progress: (text) => say(`   ${text}`) })
    undo.push(remove)
    return { database, fresh: true }
  }
  const { connectString, user, password } = choice
  const { ORACLE_ADMIN_USER: adminUser = '', ORACLE_ADMIN_PASSWORD: adminPassword = '' } = process.env
  return { database: { kind: 'remote', connectString, user, password, adminUser, adminPassword, stop: async () => undefined }, fresh: false }
}

async function versionOf(login: Login): Promise<string> {
  const connection = await oracledb.getConnection({ ...login, ...LIMITS })
  try {
    return connection.oracleServerVersionString
  } finally {
    await connection.close()
  }
}

/** Seconds until a listener must have answered. */
const LIMITS = { connectTimeout: 20, transportConnectTimeout: 20 } as object

/** Named for this side, or by the environment, or the login itself when it may make users. */
async function administrator(login: Login, database: Database, { admin, asIs }: SideOptions): Promise<Login | undefined> {
  const named = admin ?? (database.adminUser ? { user: database.adminUser, password: database.adminPassword } : undefined)
  if (named) return { connectString: login.connectString, ...named }
  return !asIs && (await mayMakeUsers(login)) ? login : undefined
}
