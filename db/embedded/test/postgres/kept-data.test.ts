/** What a data folder keeps and what it must not: passwords that were lost, data of a folder that was removed. */
import { chmodSync, lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { afterEach, describe, expect, it } from 'vitest'
import { startEmbedded, stopEmbedded } from '../../../connect'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) {
    await stopEmbedded(join(folder, 'data'))
    rmSync(folder, { recursive: true, force: true })
  }
})
/** A folder that only this user may enter: as root PostgreSQL's files then lie elsewhere. */
function closedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'closed-'))
  chmodSync(folder, 0o700)
  folders.push(folder)
  return folder
}
const tables = async (dataDir: string): Promise<unknown> => {
  const database = await startEmbedded({ dataDir, tether: true })
  const connection = await oracledb.getConnection(database)
  const { rows } = await connection.execute('select table_name from user_tables')
  if (!(rows as string[][]).length) await connection.execute('create table kept (n number)')
  await connection.close()
  await database.stop()
  return rows
}

describe('a data folder', () => {
  it('keeps its data over stop and start, also below a closed folder', async () => {
    const dataDir = join(closedFolder(), 'data')
    expect(await tables(dataDir)).toEqual([])
    expect(await tables(dataDir)).toEqual([['KEPT']])
    expect(lstatSync(join(dataDir, 'pg')).isSymbolicLink()).toBe(process.getuid?.() === 0)
  })
  it('that was removed and made anew holds nothing of the old one', async () => {
    const dataDir = join(closedFolder(), 'data')
    expect(await tables(dataDir)).toEqual([])
    rmSync(dataDir, { recursive: true })
    expect(await tables(dataDir)).toEqual([])
  })
  it('whose file of passwords was lost gets new ones and keeps its data', async () => {
    const dataDir = join(closedFolder(), 'data')
    expect(await tables(dataDir)).toEqual([])
    rmSync(join(dataDir, 'credentials.json'))
    expect(await tables(dataDir)).toEqual([['KEPT']])
  })
})
