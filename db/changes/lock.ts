/**
 * DATABASECHANGELOGLOCK: Liquibase's table and protocol, so that the two never run at once on one schema.
 */
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import { tableExists } from './history'

export const CREATE_LOCK =
  'CREATE TABLE DATABASECHANGELOGLOCK (ID INTEGER NOT NULL, LOCKED NUMBER(1) NOT NULL, LOCKGRANTED TIMESTAMP, LOCKEDBY VARCHAR2(255), ' +
  'CONSTRAINT PK_DATABASECHANGELOGLOCK PRIMARY KEY (ID))'

export interface LockOptions {
  /** Milliseconds to wait for another run; default five minutes, as Liquibase. */
  readonly waitMs?: number
  readonly pollMs?: number
  readonly onWait?: (holder: string) => void
}
export interface Lock {
  release(): Promise<void>
}

const errorNumber = (error: unknown): number | undefined => (error as { errorNum?: number }).errorNum

/** Creates a table unless somebody just did. */
export async function ensureTable(connection: Connection, name: string, ddl: string): Promise<void> {
  if (await tableExists(connection, name)) return
  await connection.execute(ddl).catch((error) => {
    if (errorNumber(error) !== 955) throw error
  })
}

async function readHolder(connection: Connection): Promise<{ locked: boolean; by: string; since: Date | null }> {
  const { rows } = await connection.execute<[number, string | null, Date | null]>(
    'SELECT LOCKED, LOCKEDBY, LOCKGRANTED FROM DATABASECHANGELOGLOCK WHERE ID = 1'
  )
  const [locked, by, since] = rows?.[0] ?? [0, null, null]
  return { locked: locked === 1, by: by ?? 'somebody unnamed', since }
}

/** Takes the lock, waiting for its holder. Throws ChangelogError naming the holder when it takes too long. */
export async function acquireLock(connection: Connection, { waitMs = 300_000, pollMs = 1000, onWait }: LockOptions = {}): Promise<Lock> {
  await ensureTable(connection, 'DATABASECHANGELOGLOCK', CREATE_LOCK)
  const { rows } = await connection.execute<[number]>('SELECT COUNT(*) FROM DATABASECHANGELOGLOCK')
  if (rows![0][0] === 0)
    await connection.execute('INSERT INTO DATABASECHANGELOGLOCK (ID, LOCKED) VALUES (1, 0)').catch((error) => {
      if (errorNumber(error) !== 1) throw error
    })
  await connection.commit()
  const self = `${hostname()}#pid ${process.pid} (127.0.0.1)`.slice(0, 255)
  for (const end = Date.now() + waitMs; ; ) {
    const { rowsAffected } = await connection.execute(
      'UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, LOCKEDBY = :self, LOCKGRANTED = CURRENT_TIMESTAMP WHERE ID = 1 AND LOCKED = 0',
      [self]
    )
    await connection.commit()
    if (rowsAffected === 1) break
    const { by, since } = await readHolder(connection)
    if (Date.now() >= end)
      throw new ChangelogError(
        `Could not acquire change log lock.  Currently locked by ${by} since ${since?.toISOString() ?? 'an unknown time'}`,
        undefined,
        undefined,
        'Wait for that run; if it is gone, free the lock: npm run changelog -- release-locks.'
      )
    onWait?.(by)
    await sleep(Math.min(pollMs, Math.max(0, end - Date.now())))
  }
  return {
    // Only the owner's own lock: after release-locks another run may hold it.
    release: async () => {
      await connection.rollback()
      await connection.execute(
        'UPDATE DATABASECHANGELOGLOCK SET LOCKED = 0, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1 AND LOCKEDBY = :self',
        [self]
      )
      await connection.commit()
    }
  }
}

/** Who holds the lock; undefined when nobody does. */
export async function listLock(connection: Connection): Promise<{ by: string; since: Date | null } | undefined> {
  if (!(await tableExists(connection, 'DATABASECHANGELOGLOCK'))) return undefined
  const { locked, by, since } = await readHolder(connection)
  return locked ? { by, since } : undefined
}

export async function releaseLock(connection: Connection): Promise<void> {
  if (!(await tableExists(connection, 'DATABASECHANGELOGLOCK'))) return
  await connection.execute('UPDATE DATABASECHANGELOGLOCK SET LOCKED = 0, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1')
  await connection.commit()
}
