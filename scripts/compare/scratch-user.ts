import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import oracledb from 'oracledb'

export interface Login {
  readonly connectString: string
  readonly user: string
  readonly password: string
}

/** What CONNECT and RESOURCE give in 19c, and views, materialized views and synonyms, which they do not. */
const GRANTS = ['CREATE SESSION', 'CREATE TABLE', 'CREATE VIEW', 'CREATE MATERIALIZED VIEW', 'CREATE SEQUENCE', 'CREATE SYNONYM', 'CREATE PROCEDURE', 'CREATE TRIGGER', 'CREATE TYPE', 'UNLIMITED TABLESPACE']

export const scratchName = (): string => `COMPARE_${randomBytes(4).toString('hex').toUpperCase()}`

/** Whether this login may make and remove users. */
export async function mayMakeUsers(login: Login): Promise<boolean> {
  const connection = await oracledb.getConnection(login)
  try {
    const { rows } = await connection.execute<[number]>("select count(*) from session_privs where privilege in ('CREATE USER', 'DROP USER')")
    return rows![0][0] === 2
  } finally {
    await connection.close()
  }
}

/** Makes a user with an empty schema. When that name is taken (both sides are one database), another of the same length. */
export async function makeScratchUser(admin: Login, name: string): Promise<Login> {
  const password = `p${randomBytes(12).toString('hex')}`
  const connection = await oracledb.getConnection(admin)
  try {
    let user = name
    for (let tries = 0; ; tries++) {
      try {
        await connection.execute(`create user ${user} identified by "${password}"`)
        break
      } catch (error) {
        if ((error as { errorNum?: number }).errorNum !== 1920 || tries > 3) throw error
        user = scratchName()
      }
    }
    try {
      await connection.execute(`grant ${GRANTS.join(', ')} to ${user}`)
    } catch (error) {
      await connection.execute(`drop user ${user} cascade`)
      throw error
    }
    return { connectString: admin.connectString, user, password }
  } finally {
    await connection.close()
  }
}

/** Removes the user with everything in it; its last session may take a moment to end (ORA-01940). */
export async function dropScratchUser(admin: Login, user: string): Promise<void> {
  const connection = await oracledb.getConnection(admin)
  try {
    for (let tries = 0; ; tries++) {
      try {
        await connection.execute(`drop user ${user} cascade`)
        return
      } catch (error) {
        if ((error as { errorNum?: number }).errorNum !== 1940 || tries >= 50) throw error
        await sleep(200)
      }
    }
  } finally {
    await connection.close()
  }
}
