import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import type { CommandOptions } from './command-options'
import { type Ran, readHistory, tagRan } from './history'
import { acquireLock } from './lock'

/** Marks the newest row of the history; a tag that it had is replaced. @returns the row as it was */
export async function tag(connection: Connection, name: string, { lock: lockOptions }: CommandOptions = {}): Promise<Ran> {
  if (!name.trim() || Buffer.byteLength(name) > 255) throw new ChangelogError('A tag has 1 to 255 bytes.')
  const newest = async (): Promise<Ran> => {
    const row = (await readHistory(connection)).at(-1)
    if (!row) throw new ChangelogError('Nothing ran yet: there is no row to tag.', undefined, undefined, 'Apply a changeset first: update.')
    return row
  }
  await newest()
  const lock = await acquireLock(connection, lockOptions)
  try {
    const row = await newest()
    await tagRan(connection, row, name)
    await connection.commit()
    return row
  } finally {
    await lock.release()
  }
}

export const tagExists = async (connection: Connection, name: string): Promise<boolean> =>
  (await readHistory(connection)).some((ran) => ran.tag === name)
