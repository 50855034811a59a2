/**
 * The embedded database as an image, with the contract of gvenzl/oracle-free: variables in settings.ts, port 1521, service FREEPDB1, data in
 * /opt/oracle/oradata, scripts in /container-entrypoint-initdb.d and -startdb.d, and "DATABASE IS READY TO USE!" when all of that is done.
 * Not Oracle Database. Exit code: 0 stopped by a signal, 1 it failed, 2 the environment is wrong.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Server, startServer } from '@cicd-oracle/embedded'
import { openConnection } from '@cicd-oracle/sql'
import { type Login, runScripts, ScriptFailed } from './scripts'
import { Misuse, readSettings, type Settings } from './settings'

const DATA = process.env.ORACLE_DATA_FOLDER ?? '/opt/oracle/oradata'
const SCRIPTS = process.env.ORACLE_SCRIPTS_FOLDER ?? '/container-entrypoint'
const PORT = Number(process.env.ORACLE_PORT ?? 1521)
const SERVICE = 'FREEPDB1'
/** In memory: gone with the container, so a restart is not ready before it is. */
const READY = join(process.env.ORACLE_READY_FOLDER ?? '/dev/shm', 'database-ready')

/** What gvenzl's image gives the app's user, as far as it is known here (CONNECT, RESOURCE and the kinds of objects that they lack). */
const GRANTS = ['CREATE SESSION', 'CREATE TABLE', 'CREATE VIEW', 'CREATE SEQUENCE', 'CREATE SYNONYM', 'CREATE PROCEDURE', 'CREATE TRIGGER', 'CREATE TYPE', 'UNLIMITED TABLESPACE']

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** A start that ended before its scripts had run leaves no half-made database: the next one begins anew. */
async function prepare(server: Server, settings: Settings, done: string, signal: AbortSignal): Promise<Login> {
  const admin: Login = { connectString: `127.0.0.1:${server.port}/${SERVICE}`, user: 'SYSTEM', password: settings.password }
  if (existsSync(done)) return admin
  await server.setPassword('SYSTEM', settings.password)
  if (settings.random) say(`ORACLE PASSWORD FOR SYSTEM: ${settings.password}`)
  if (settings.app) {
    say(`CONTAINER: creating app user ${settings.app.user} in ${SERVICE}.`)
    const connection = await openConnection(admin)
    try {
      await connection.execute(`create user ${settings.app.user} identified by "${settings.app.password}"`)
      await connection.execute(`grant ${GRANTS.join(', ')} to ${settings.app.user}`)
    } finally {
      await connection.close()
    }
  }
  await runScripts(`${SCRIPTS}-initdb.d`, admin, say, signal)
  if (!signal.aborted) writeFileSync(done, '')
  return admin
}

export async function main(env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stopping.abort())
  rmSync(READY, { force: true })
  let server: Server | undefined
  try {
    const settings = readSettings(env)
    // Scripts and their children find what they need under the names that SQL*Plus users expect.
    const dataDir = join(DATA, SERVICE)
    const done = join(DATA, `${SERVICE}.prepared`)
    if (existsSync(dataDir) && !existsSync(done)) {
      say('CONTAINER: an earlier start did not finish; its data are removed.')
      rmSync(dataDir, { recursive: true, force: true })
    }
    let failed: string | undefined
    server = await startServer({
      dataDir, host: '0.0.0.0', port: PORT, service: SERVICE, log: (line) => void process.stderr.write(`${line}\n`),
      onFailure: (reason) => {
        failed = reason
        stopping.abort()
      }
    })
    const login = await prepare(server, settings, done, stopping.signal)
    if (!stopping.signal.aborted) await runScripts(`${SCRIPTS}-startdb.d`, login, say, stopping.signal)
    if (!stopping.signal.aborted) {
      writeFileSync(READY, '')
      say('#########################\nDATABASE IS READY TO USE!\n#########################')
      say('This is the embedded database of a sample repository, not Oracle Database.')
      await stopped
    }
    if (failed) throw new Error(failed)
    return 0
  } catch (error) {
    if (stopping.signal.aborted && !(error instanceof Misuse)) return 0
    process.stderr.write(`CONTAINER: ${(error as Error).message}\n`)
    if (error instanceof ScriptFailed) process.stderr.write('CONTAINER: the script above failed; mend it and start again.\n')
    return error instanceof Misuse ? 2 : 1
  } finally {
    rmSync(READY, { force: true })
    await server?.stop()
  }
}

if (require.main === module) void main().then((code) => process.exit(code))
