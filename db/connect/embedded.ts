/** The embedded database as a process of its own: started, found, stopped. The only place that knows where its program is. */
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { clearOrphan, findRunning, isDataFolder, readCredentials, waitForEnd, type RunningServer } from '@cicd-oracle/embedded'
import type { Database } from './database'
import { prepareWorkshopUser } from './workshop-user'

export interface EmbeddedOptions {
  readonly dataDir: string
  /** 0 or absent: any free port. */
  readonly port?: number
  /** The database ends with this process, also when that is killed; otherwise it lives until it is stopped. */
  readonly tether?: boolean
  /** Stops an interrupted start. */
  readonly signal?: AbortSignal
}

const program = (): string => join(dirname(require.resolve('@cicd-oracle/embedded')), 'cli.js')
const logOf = (dataDir: string): string => join(dataDir, 'server.log')

/** The database that runs on a data folder now. */
export function findEmbedded(dataDir: string): Database | undefined {
  const running = findRunning(resolve(dataDir))
  return running && describe(resolve(dataDir), running)
}

/**
 * Starts a server and waits until a query through the driver was answered.
 * @throws Error with one sentence: what, where, what to do
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Database> {
  const dataDir = resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true })
  const args = [program(), '--data', dataDir, ...(options.port ? ['--port', String(options.port)] : []), ...(options.tether ? ['--tether'] : [])]
  const log = openSync(logOf(dataDir), 'a', 0o600)
  // Its own group: Ctrl-C on the terminal is for this process, which then stops it in order.
  const child = spawn(process.execPath, args, { detached: true, stdio: [options.tether ? 'pipe' : 'ignore', 'ignore', log, 'ipc'] })
  closeSync(log)
  const abort = (): void => void child.kill('SIGTERM')
  options.signal?.addEventListener('abort', abort)
  try {
    const running = await ready(child, dataDir)
    const database = describe(dataDir, running)
    await prepareWorkshopUser(database)
    if (options.signal?.aborted) throw new Error('interrupted')
    await new Promise<void>(done => child.send('keep', () => done()))
    child.disconnect()
    child.unref()
    ;(child.stdin as { unref?: () => void } | null)?.unref?.()
    return database
  } catch (e) {
    child.kill('SIGTERM')
    await new Promise<void>(done => (child.exitCode !== null || child.signalCode !== null ? done() : child.once('exit', () => done())))
    throw e
  } finally {
    options.signal?.removeEventListener('abort', abort)
  }
}

function ready(child: ChildProcess, dataDir: string): Promise<RunningServer> {
  return new Promise((done, fail) => {
    child.once('message', message => {
      const answer = message as RunningServer & { failed?: string }
      if (answer.failed !== undefined) fail(new Error(answer.failed))
      else done(answer)
    })
    child.once('error', fail)
    child.once('exit', code => fail(new Error(`the database ended while it started (exit code ${code}): see ${logOf(dataDir)}${lastLine(dataDir)}`)))
  })
}

function lastLine(dataDir: string): string {
  const file = logOf(dataDir)
  const line = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').pop() : ''
  return line ? ` (${line})` : ''
}

function describe(dataDir: string, running: RunningServer): Database {
  const credentials = readCredentials(dataDir)
  if (!credentials) throw new Error(`${join(dataDir, 'credentials.json')} is missing or damaged: run "npm run db -- reset"`)
  return {
    kind: 'embedded', connectString: `${running.host}:${running.port}/${running.service}`, ...credentials, pid: running.pid, dataDir,
    stop: async () => void (await stopEmbedded(dataDir))
  }
}

/** @returns what was stopped, undefined when nothing ran. Also ends a PostgreSQL that lost its server. */
export async function stopEmbedded(dataDir: string): Promise<string | undefined> {
  const folder = resolve(dataDir)
  const running = findRunning(folder)
  if (running) {
    process.kill(running.pid, 'SIGTERM')
    if (!(await waitForEnd(running.pid, 15_000))) {
      process.kill(running.pid, 'SIGKILL')
      await waitForEnd(running.pid, 5000)
    }
  }
  const orphan = existsSync(join(folder, 'pg')) ? await clearOrphan(join(folder, 'pg')) : undefined
  if (running) return `stopped the database (pid ${running.pid})`
  return orphan
}

/** Removes a data folder that nothing runs on. @throws Error for a folder that is not one */
export function removeData(dataDir: string): boolean {
  const folder = resolve(dataDir)
  if (!existsSync(folder)) return false
  if (!isDataFolder(folder)) throw new Error(`${folder} is not a data folder of this database: it was left alone`)
  const pg = join(folder, 'pg')
  if (existsSync(pg)) rmSync(realpathSync(pg), { recursive: true, force: true }) // may be a link to a folder that PostgreSQL can enter
  rmSync(folder, { recursive: true, force: true })
  return true
}
