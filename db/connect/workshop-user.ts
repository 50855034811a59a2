/** An ordinary user for whoever has no schema of his own yet. Made over the wire, as any administrator would. */
import * as oracledb from 'oracledb'
import type { Database } from './database'

/** What CONNECT and RESOURCE give in 19c, and views and synonyms, which they do not. */
const GRANTS = ['CREATE SESSION', 'CREATE TABLE', 'CREATE VIEW', 'CREATE SEQUENCE', 'CREATE SYNONYM', 'CREATE PROCEDURE', 'CREATE TRIGGER', 'CREATE TYPE',
  'UNLIMITED TABLESPACE']

/** Makes the user if it is missing, and asks one query as that user: the proof that the database is up. */
export async function prepareWorkshopUser(database: Database): Promise<void> {
  const { connectString, user, password } = database
  const admin = await oracledb.getConnection({ connectString, user: database.adminUser, password: database.adminPassword })
  try {
    const { rows } = await admin.execute<[number]>('select count(*) from all_users where username = :name', { name: user })
    if (rows?.[0]?.[0] === 0) {
      await admin.execute(`create user "${user}" identified by "${password}"`)
      await admin.execute(`grant ${GRANTS.join(', ')} to "${user}"`)
    }
  } finally {
    await admin.close()
  }
  const connection = await oracledb.getConnection({ connectString, user, password })
  try {
    await connection.execute('select 1 from dual')
  } finally {
    await connection.close()
  }
}
