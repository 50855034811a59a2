/**
 * The embedded database as an image, with the contract of gvenzl/oracle-free: variables in settings.ts, port 1521, service FREEPDB1, data in
 * /opt/oracle/oradata, scripts in /container-entrypoint-initdb.d and -startdb.d, and "DATABASE IS READY TO USE!" when all of that is done; only
 * then other machines are listened to. Not Oracle Database. Exit code: 0 stopped by a signal, 1 it failed, 2 the environment is wrong.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Server, startServer } from '@cicd-oracle/embedded'
import { createAppUser, Misuse } from './accounts'
import { serveControl } from './control'
import { connectLocally, SYSDBA } from './login'
import { DATA, ensureTemporaryFolder, PORT, SCRIPTS, SERVICE } from './places'
import { runScripts, type ScriptSettings } from './scripts'
import { readSettings, type Settings } from './settings'

const LOCAL = { user: `SYS#${randomBytes(8).toString('hex')}`.toUpperCase(), password: randomBytes(24).toString('hex') }
const connect = connectLocally(async () => LOCAL)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** A start that ended before its scripts had run leaves no half-made database: the next one begins anew. @returns whether this start makes it */
function prepareFolder(dataDir: string, done: string): boolean {
  const foreign = ['dbconfig', 'FREE'].find((name) => existsSync(join(DATA, name)))
  if (foreign) throw new Misuse(`${DATA} holds ${foreign}, files of Oracle Database: this image cannot read them. Give it another volume.`)
  if (existsSync(done)) {
    // Kubernetes gives a volume's files to its group with every mount; PostgreSQL wants them for itself.
    const pg = join(dataDir, 'pg')
    if (existsSync(pg)) chmodSync(pg, 0o700)
    // Whoever wrote it is gone: container-entrypoint.sh holds the volume's lock.
    rmSync(join(pg, 'postmaster.pid'), { force: true })
    return false
  }
  if (existsSync(dataDir)) {
    say('CONTAINER: an earlier start did not finish; its data are removed.')
    rmSync(dataDir, { recursive: true, force: true })
  }
  return true
}

async function makeAccounts(server: Server, { password, random, app }: Settings): Promise<void> {
  for (const service of server.services) for (const user of ['SYS', 'SYSTEM']) await server.setPassword(user, password, service)
  if (random) say(`############################################\nORACLE PASSWORD FOR SYS AND SYSTEM: ${password}\n############################################`)
  if (!app) return
  for (const service of server.services) {
    say(`CONTAINER: creating app user ${app.user} in ${service}.`)
    const admin = await connect({ ...SYSDBA, connectString: service })
    try {
      await createAppUser(admin, app.user, app.password)
    } finally {
      await admin.close()
    }
  }
}

/** A query through the driver on each service, as anybody would ask it. */
async function askServices(names: readonly string[]): Promise<void> {
  for (const connectString of names) {
    const connection = await connect({ ...SYSDBA, connectString })
    try {
      await connection.execute('select 1 from dual')
    } finally {
      await connection.close()
    }
  }
}

/** What the original exports to its scripts. */
const scriptEnvironment = (env: NodeJS.ProcessEnv, settings: Settings | undefined): NodeJS.ProcessEnv => ({
  ...env, ORACLE_BASE: '/opt/oracle', ORACLE_SID: 'FREE', ORACLE_PASSWORD_FILE: undefined, APP_USER_PASSWORD_FILE: undefined,
  ...(settings && !settings.random ? { ORACLE_PASSWORD: settings.password } : {}), ...(settings?.app ? { APP_USER_PASSWORD: settings.app.password } : {})
})

export async function main(env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => stopping.abort())
  let server: Server | undefined
  let ready = false
  let failed: string | undefined
  try {
    say('CONTAINER: starting up...')
    ensureTemporaryFolder()
    const dataDir = join(DATA, SERVICE)
    const done = join(DATA, `${SERVICE}.prepared`)
    const first = prepareFolder(dataDir, done)
    const settings = first ? readSettings(env) : undefined
    if (first) say('CONTAINER: first database startup, initializing...')
    else {
      say('CONTAINER: database already initialized.')
      if (env.ORACLE_PASSWORD || env.ORACLE_PASSWORD_FILE) say('CONTAINER: WARNING: the database is there already, so ORACLE_PASSWORD has no effect; resetPassword in the container changes it.')
    }
    const control = await serveControl({
      async health(names) {
        if (!ready || !server) return { ready: false, reason: 'the database starts, or its scripts run' }
        await askServices(names.length ? names : server.services)
        return { ready: true }
      },
      login: () => ({ ...LOCAL, services: server?.services ?? [] })
    })
    control.unref()
    server = await startServer({
      dataDir, port: PORT, service: SERVICE, furtherServices: settings?.services, localLogin: LOCAL, log: (line) => void process.stderr.write(`${line}\n`),
      onFailure: (reason) => {
        failed = reason
        stopping.abort()
      }
    })
    if (settings) await makeAccounts(server, settings)
    const scripts: ScriptSettings = { connect, say, signal, env: scriptEnvironment(env, settings) }
    if (first) for (const prefix of SCRIPTS) await runScripts(`${prefix}-initdb.d`, scripts)
    if (first && !signal.aborted) writeFileSync(done, '')
    for (const prefix of SCRIPTS) if (!signal.aborted) await runScripts(`${prefix}-startdb.d`, scripts)
    if (!signal.aborted) {
      await askServices(server.services)
      await server.listenOn('0.0.0.0')
      ready = true
      say('\n#########################\nDATABASE IS READY TO USE!\n#########################\n')
      say(`CONTAINER: this is the embedded database of a sample repository, not Oracle Database. Services: ${server.services.join(', ')}.`)
      await stopped
      if (!failed) say('CONTAINER: shutting down.')
    }
  } catch (error) {
    if (!signal.aborted) {
      process.stderr.write(`CONTAINER: ${(error as Error).message}\n`)
      process.exitCode = error instanceof Misuse ? 2 : 1
    }
  } finally {
    ready = false
    await server?.stop()
  }
  if (failed) process.stderr.write(`CONTAINER: ${failed}\n`)
  return failed ? 1 : Number(process.exitCode ?? 0)
}

if (require.main === module) void main().then((code) => process.exit(code))
