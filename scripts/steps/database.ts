import { join } from 'node:path'
import oracledb from 'oracledb'
import { ContainerFailure, type Database, type Provided, provideDatabase } from '../../db/connect'
import { mayHaveContainers, rememberContainers, writeContainerLog } from '../containers/container-files'
import { ofCheckout } from '../containers/labels'
import { databaseKey } from '../lib/app-connection'
import { APP_USER, passwordsFor, SCHEMA_OWNER } from '../lib/credentials'
import { rootFolder, runFolder } from '../lib/root-folder'
import { standInOf } from '../lib/stand-in'
import type { Choices } from '../pipeline/choices'
import type { StageContext, StageResult } from '../pipeline/context'
import { Interrupted, StageError } from '../pipeline/stage-error'
import { runScriptFile } from '../lib/run-script-file'

type Outputs = StageResult<'database'>['outputs']

/** Brings a database up, installs HR when it is not there, and makes the app's user with just the grants it needs. */
export async function run(context: StageContext): Promise<StageResult<'database'>> {
  const session = context.lifetime === 'session'
  context.progress('starting')
  const database = await bringUp(context).catch((error) => {
    if (context.signal.aborted) throw new Interrupted()
    throw error instanceof StageError ? error : explain(error, session)
  })
  if (database.kind === 'embedded' && session) context.onStop('the database', () => database.stop())
  const { connectString } = database
  const passwords = passwordsFor(databaseKey(database))
  const installed = await prepareUsers(context, database, passwords)
  const hr = await oracledb.getConnection({ connectString, user: SCHEMA_OWNER, password: passwords.hr })
  try {
    const value = async (sql: string) => (await hr.execute<[string | number]>(sql)).rows![0][0]
    const employees = Number(await value('select count(*) from employees'))
    const banner = String(await value('select banner from v$version where rownum = 1'))
    const version = hr.oracleServerVersionString
    return {
      outputs: { kind: database.kind, connectString, banner, version, dataDir: database.dataDir ?? null, pid: database.pid ?? null, container: database.container ?? null, network: database.network ?? null, insideConnectString: database.insideConnectString ?? null, employees },
      summary: `${database.kind} · ${connectString} · HR ${installed ? 'installed' : 'was there'}, ${employees} employees`,
      ...standInOf(database.kind, banner)
    }
  } finally {
    await hr.close()
  }
}

/** Tells the choice and its reason, in the log and on the screen when it is not the usual one. */
async function bringUp(context: StageContext): Promise<Provided> {
  const { choices, lifetime, signal, progress } = context
  const session = lifetime === 'session'
  const of = choices.keep ? 'kept' : lifetime
  const database = await provideDatabase({
    choice: choices.database,
    runtime: choices.runtime,
    dataDir: join(runFolder, session ? 'pipeline-database' : 'database'),
    tether: session,
    signal,
    report: context.say,
    running: async () => {
      if (choices.runtime !== 'docker' && choices.database?.kind !== 'container' && !mayHaveContainers()) return undefined
      const engine = choices.runtime === 'docker' || choices.database ? (await context.containers()).engine : await (await import('../containers/engine')).findEngine()
      return engine && { docker: engine.docker, labels: ofCheckout('database') }
    },
    container: async () => {
      const run = await context.containers()
      const network = await run.network(of)
      if (of !== 'session') rememberContainers()
      return { docker: run.engine.docker, address: run.engine.host, name: run.name('database'), labels: run.labels('database', of), network, signal, progress }
    }
  })
  if (database.started && database.kind === 'container' && of !== 'session') await (await context.containers()).keep(database.container!, database.network)
  return database
}

/** A failed start, in words for people; all that a container printed goes to .run/logs. */
function explain(error: Error, session: boolean): StageError {
  if (!(error instanceof ContainerFailure)) return new StageError(error.message, `Log: .run/${session ? 'pipeline-database' : 'database'}/server.log`, 'Read the log; "npm run db -- status" tells what runs.')
  if (!error.log) return new StageError(error.message, error.where, error.next, error.detail)
  return new StageError(error.message, `${error.where}   Log: ${writeContainerLog('database', error.log)}`, error.next, error.detail)
}

/** @returns whether HR was installed now */
async function prepareUsers(context: StageContext, database: Database, passwords: { hr: string; app: string }): Promise<boolean> {
  const { connectString, adminUser, adminPassword } = database
  if (!adminUser) return false // a remote database without an administrator: HR and the app's user must be there
  const admin = { connectString, user: adminUser, password: adminPassword }
  const connection = await oracledb.getConnection(admin)
  try {
    const exists = async (user: string) => (await connection.execute<[number]>('select count(*) from all_users where username = :1', [user])).rows![0][0] > 0
    const there = await exists(SCHEMA_OWNER)
    if (!there) {
      context.progress('installing HR (db/hr/hr_main.sql)')
      await runScriptFile(join(rootFolder, 'db/hr/hr_main.sql'), { login: admin, args: [passwords.hr], log: context.log })
    } else await knowPassword(connection, database, SCHEMA_OWNER, passwords.hr, 'HR_PASSWORD')
    if (!(await exists(APP_USER))) await connection.execute(`create user ${APP_USER} identified by "${passwords.app}"`)
    else await knowPassword(connection, database, APP_USER, passwords.app, 'DB_PASSWORD')
    await connection.execute(`grant create session, hr_reader to ${APP_USER}`)
    return !there
  } finally {
    await connection.close()
  }
}

/** A user of our own database gets the password that we keep; one of somebody else's is never changed, its password must be named. */
async function knowPassword(connection: oracledb.Connection, { kind, connectString }: Database, user: string, password: string, variable: string): Promise<void> {
  if (kind !== 'remote') await connection.execute(`alter user ${user} identified by "${password}"`)
  else if (!process.env[variable]) throw new StageError(`${user} is there already and its password is not known.`, `Database: ${connectString}`, `Set ${variable} to the password of ${user}.`)
}

/** It still answers, with the same rows. */
export async function alive(outputs: Outputs): Promise<boolean> {
  try {
    const passwords = passwordsFor(databaseKey(outputs))
    const connection = await oracledb.getConnection({ connectString: outputs.connectString, user: APP_USER, password: passwords.app, connectTimeout: 5 })
    await connection.execute(`select count(*) from ${SCHEMA_OWNER}.employees where rownum = 1`)
    await connection.close()
    return true
  } catch {
    return false
  }
}

/** The one that was chosen, or any of ours that can serve: never one of somebody else's that is not named any more. */
export function fits({ kind, connectString }: Outputs, { database: choice, runtime }: Choices): boolean {
  if (choice) return kind === choice.kind && (choice.kind !== 'remote' || choice.connectString === connectString)
  const named = process.env.ORACLE_CONNECT_STRING
  if (named) return kind === 'remote' && connectString === named
  return kind === 'container' || (kind === 'embedded' && runtime === 'process')
}
