import { join } from 'node:path'
import oracledb from 'oracledb'
import { type Database, provideDatabase } from '../../db/connect'
import { databaseKey } from '../lib/app-connection'
import { APP_USER, passwordsFor, SCHEMA_OWNER } from '../lib/credentials'
import { rootFolder, runFolder } from '../lib/root-folder'
import type { StageContext, StageResult } from '../pipeline/context'
import { Interrupted, StageError } from '../pipeline/stage-error'
import { runScriptFile } from '../lib/run-script-file'

type Outputs = StageResult<'database'>['outputs']

/** Brings a database up, installs HR when it is not there, and makes the app's user with just the grants it needs. */
export async function run(context: StageContext): Promise<StageResult<'database'>> {
  const session = context.lifetime === 'session'
  context.progress('starting')
  const database = await provideDatabase({
    dataDir: join(runFolder, session ? 'pipeline-database' : 'database'),
    tether: session,
    signal: context.signal,
    report: context.log
  }).catch((error) => {
    if (context.signal.aborted) throw new Interrupted()
    throw new StageError(error.message, `Log: .run/${session ? 'pipeline-database' : 'database'}/server.log`, 'Read the log; "npm run db -- status" tells what runs.')
  })
  if (session) context.onStop('the database', () => database.stop())
  const { connectString } = database
  const passwords = passwordsFor(databaseKey({ dataDir: database.dataDir ?? null, connectString }))
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
      ...(database.kind === 'embedded' ? { standIn: 'the embedded database stood in for Oracle Database' } : {})
    }
  } finally {
    await hr.close()
  }
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
  if (kind === 'embedded') await connection.execute(`alter user ${user} identified by "${password}"`)
  else if (!process.env[variable]) throw new StageError(`${user} is there already and its password is not known.`, `Database: ${connectString}`, `Set ${variable} to the password of ${user}.`)
}

/** It still answers, with the same rows. */
export async function alive({ connectString, dataDir }: Outputs): Promise<boolean> {
  try {
    const passwords = passwordsFor(databaseKey({ dataDir, connectString }))
    const connection = await oracledb.getConnection({ connectString, user: APP_USER, password: passwords.app, connectTimeout: 5 })
    await connection.execute(`select count(*) from ${SCHEMA_OWNER}.employees where rownum = 1`)
    await connection.close()
    return true
  } catch {
    return false
  }
}
