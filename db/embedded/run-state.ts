/** The files beside a data folder's PostgreSQL: who runs on it, and the credentials made for it. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { commandOf, isAlive } from './postgres/process-of'

export interface RunningServer {
  readonly pid: number
  readonly host: string
  readonly port: number
  readonly service: string
}
export interface Credentials {
  readonly user: string
  readonly password: string
  readonly adminUser: string
  readonly adminPassword: string
}

const SERVER = 'server.json'
const CREDENTIALS = 'credentials.json'
const LOCK = 'server.lock'
export const isDataFolder = (dataDir: string): boolean => existsSync(join(dataDir, 'pg')) || existsSync(join(dataDir, CREDENTIALS))

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}
/** Only the owner may read it; never seen half written. */
function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  chmodSync(`${file}.new`, 0o600)
  renameSync(`${file}.new`, file)
}

/** The server that runs on this data folder, if it is alive and really one. */
export function findRunning(dataDir: string): RunningServer | undefined {
  const server = readJson<RunningServer>(join(dataDir, SERVER))
  return server && isServer(server.pid) ? server : undefined
}
export const writeRunning = (dataDir: string, server: RunningServer): void => writeJson(join(dataDir, SERVER), server)
export function clearRunning(dataDir: string): void {
  rmSync(join(dataDir, SERVER), { force: true })
  rmSync(join(dataDir, LOCK), { force: true })
}

const isServer = (pid: number): boolean => pid > 0 && isAlive(pid) && (process.platform === 'win32' || pid === process.pid || /embedded.*cli|cli.*embedded/.test(commandOf(pid)))

/**
 * Takes the data folder for this process.
 * @returns what was found of an earlier process, for the log
 * @throws Error when a living server has it
 */
export function takeLock(dataDir: string): string | undefined {
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, LOCK)
  let found: string | undefined
  for (let tries = 0; ; tries++) {
    try {
      const handle = openSync(file, 'wx', 0o600)
      writeSync(handle, String(process.pid))
      closeSync(handle)
      return found
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EEXIST' || tries > 3) throw new Error(`cannot write ${file}: ${(e as Error).message}`)
      const holder = Number(readFileSync(file, 'utf8'))
      if (isServer(holder)) throw new Error(`data folder ${dataDir} is in use by process ${holder}: stop that server, or choose another folder with --data`)
      rmSync(file, { force: true })
      found = `removed the stale lock of process ${holder}`
    }
  }
}

/** Random for each data folder; `fresh` says that they were made just now and the database does not know them. */
export function ensureCredentials(dataDir: string): Credentials & { readonly fresh: boolean } {
  const file = join(dataDir, CREDENTIALS)
  const known = readJson<Credentials>(file)
  if (known?.adminPassword) return { ...known, fresh: false }
  // A letter first: such a password needs no quotes in SQL*Plus-like tools.
  const password = (): string => `p${randomBytes(12).toString('hex')}`
  const made: Credentials = { user: 'WORKSHOP', password: password(), adminUser: 'SYSTEM', adminPassword: password() }
  writeJson(file, made)
  return { ...made, fresh: true }
}
export const readCredentials = (dataDir: string): Credentials | undefined => readJson<Credentials>(join(dataDir, CREDENTIALS))
