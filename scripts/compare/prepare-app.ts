import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { APP_USER, SCHEMA_OWNER } from '../lib/credentials'
import { rootFolder } from '../lib/root-folder'
import { runScriptFile } from '../lib/run-script-file'
import { dropScratchUser } from './scratch-user'
import { CannotConnect, type Side } from './side'

export interface AppLogin {
  readonly user: string
  readonly password: string
  /** Removes what was made for this. */
  remove(): Promise<void>
}

/**
 * HR and the app's user. What is there already is used as it is, with DB_PASSWORD; else both are made, and removed afterwards.
 * @throws CannotConnect
 */
export async function prepareApp({ name, admin, login, fresh }: Side): Promise<AppLogin> {
  if (process.env.DB_PASSWORD && !fresh) return { user: process.env.DB_USER ?? APP_USER, password: process.env.DB_PASSWORD, remove: async () => undefined }
  if (!admin) throw new CannotConnect(`${name}: the app's tests need HR and ${APP_USER}, which nobody known may make there: name an administrator (--admin-${name.toLowerCase()}), or set DB_PASSWORD to ${APP_USER}'s password.`)
  const connection = await oracledb.getConnection(admin)
  const password = `p${randomBytes(12).toString('hex')}`
  const undo: (() => Promise<unknown>)[] = []
  const remove = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const { rows } = await connection.execute<[string]>('select username from all_users where username in (:1, :2)', [SCHEMA_OWNER, APP_USER])
    if (rows!.length) throw new CannotConnect(`${name}: ${rows!.map(([user]) => user).join(' and ')} is there already at ${login.connectString}: set DB_PASSWORD to ${APP_USER}'s password, so that it is used as it is.`)
    undo.push(() => runScriptFile(join(rootFolder, 'db/hr/hr_uninstall.sql'), { login: admin, args: [], log: () => undefined }))
    await runScriptFile(join(rootFolder, 'db/hr/hr_main.sql'), { login: admin, args: [`p${randomBytes(12).toString('hex')}`], log: () => undefined })
    await connection.execute(`create user ${APP_USER} identified by "${password}"`)
    undo.push(() => dropScratchUser(admin, APP_USER))
    await connection.execute(`grant create session, hr_reader to ${APP_USER}`)
    return { user: APP_USER, password, remove }
  } catch (error) {
    await remove().catch(() => undefined)
    throw error
  } finally {
    await connection.close()
  }
}
