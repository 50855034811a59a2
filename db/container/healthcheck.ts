/** The image's health check: its scripts have run, and a query is answered. As the app's user where there is one, else as SYSTEM. Exit code 0 or 1. */
import { existsSync } from 'node:fs'
import { openConnection } from '@cicd-oracle/sql'
import { readSettings } from './settings'

async function check(): Promise<void> {
  if (!existsSync('/dev/shm/database-ready')) throw new Error('the scripts have not run yet')
  const { app, password, random } = readSettings(process.env)
  // A password made at random is known to whoever read the log, not to this process.
  if (random && !app) return
  const connection = await openConnection({ connectString: '127.0.0.1:1521/FREEPDB1', ...(app ?? { user: 'SYSTEM', password }) })
  await connection.execute('select 1 from dual')
  await connection.close()
}

void check().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
)
