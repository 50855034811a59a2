import { randomBytes } from 'node:crypto'
import oracledb, { type Connection } from 'oracledb'
import type { LiveSystem } from '../lab'

export interface Schema {
  readonly connection: Connection
  readonly login: { readonly connectString: string; readonly user: string; readonly password: string }
}

const PREFIX = 'LAB7_CHECK_'

/** A schema for one proof: what is shown in it cannot disturb anybody, and nothing of it stays. */
export async function inScratchSchema<T>(database: NonNullable<LiveSystem['database']>, work: (schema: Schema) => Promise<T>): Promise<T> {
  const { connectString, admin } = database
  if (!admin) throw new Error('the proof needs a schema of its own; set ORACLE_ADMIN_USER and ORACLE_ADMIN_PASSWORD')
  const manager = await oracledb.getConnection({ connectString, ...admin })
  const scratch = { connectString, user: PREFIX + randomBytes(4).toString('hex').toUpperCase(), password: `p${randomBytes(12).toString('hex')}` }
  try {
    await dropForgotten(manager)
    await manager.execute(`create user ${scratch.user} identified by "${scratch.password}" quota unlimited on users`)
    try {
      await manager.execute(`grant create session, create table, create sequence, create procedure, create trigger to ${scratch.user}`)
      const connection = await oracledb.getConnection(scratch)
      try {
        return await work({ connection, login: scratch })
      } finally {
        await connection.close()
      }
    } finally {
      await manager.execute(`drop user ${scratch.user} cascade`)
    }
  } finally {
    await manager.close()
  }
}

/** Of checks that were killed. */
async function dropForgotten(manager: Connection): Promise<void> {
  const { rows } = await manager.execute<[string]>('select username from all_users where username like :1 and created < sysdate - 1 / 24', [`${PREFIX}%`])
  for (const [user] of rows!) await manager.execute(`drop user ${user} cascade`)
}
