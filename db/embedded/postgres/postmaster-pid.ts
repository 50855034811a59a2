/** PostgreSQL's lock file. After a kill it stays, with or without a PostgreSQL that still runs. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { commandOf, isAlive, waitForEnd } from './process-of'

export interface PostmasterPid {
  readonly pid: number
  readonly dataFolder: string
  readonly port: number
  readonly socketFolder: string
  /** 'ready', 'starting', … */
  readonly status: string
}

/** Source: PostgreSQL's miscadmin.h, "lock file contents". */
export function readPostmasterPid(pgData: string): PostmasterPid | undefined {
  let text
  try {
    text = readFileSync(join(pgData, 'postmaster.pid'), 'utf8')
  } catch {
    return undefined
  }
  const [pid, dataFolder = '', , port = '0', socketFolder = '', , , status = ''] = text.split('\n').map(l => l.trim())
  return { pid: Number(pid), dataFolder, port: Number(port), socketFolder, status }
}

/**
 * Makes the data folder free: stops an orphaned PostgreSQL by its process id, after making sure that it
 * is a postgres on this very folder, and removes a lock file that nobody holds.
 * @returns what was found and done, for the log
 */
export async function clearOrphan(pgData: string): Promise<string | undefined> {
  const lock = readPostmasterPid(pgData)
  if (!lock || !(lock.pid > 1)) return undefined
  if (isAlive(lock.pid) && isPostgresOn(lock.pid, pgData, lock.dataFolder)) {
    process.kill(lock.pid, 'SIGINT')
    if (!(await waitForEnd(lock.pid, 5000))) {
      process.kill(lock.pid, 'SIGQUIT')
      if (!(await waitForEnd(lock.pid, 5000))) throw new Error(`an orphaned PostgreSQL (pid ${lock.pid}) on ${pgData} does not stop: end it by hand`)
    }
    removeSocketFolder(lock.socketFolder)
    return `stopped an orphaned PostgreSQL (pid ${lock.pid})`
  }
  rmSync(join(pgData, 'postmaster.pid'), { force: true })
  removeSocketFolder(lock.socketFolder)
  return `removed a stale lock file of process ${lock.pid}`
}

function isPostgresOn(pid: number, pgData: string, recorded: string): boolean {
  const command = commandOf(pid)
  return /(^|\/)postgres( |$)/.test(command) && (command.includes(pgData) || (recorded !== '' && command.includes(recorded)))
}

/** Only folders that we name ourselves. */
export function removeSocketFolder(folder: string): void {
  if (/\/cicd-oracle-pg-[A-Za-z0-9]{6}$/.test(folder)) rmSync(folder, { recursive: true, force: true })
}
