/** What a changeset makes must compile. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from 'oracledb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ChangelogError } from '../changelog-error'
import { readChangelog } from '../read-changelog'
import { rollback } from '../rollback'
import { history } from '../status'
import { update } from '../update'
import { startTestDatabase, type TestDatabase } from './database'

let database: TestDatabase
let folder: string
let connection: Connection
beforeAll(async () => {
  database = await startTestDatabase()
})
afterAll(() => database.stop())
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'changelog-'))
  connection = await database.connect(await database.newUser())
})
afterEach(async () => {
  await connection.close()
  rmSync(folder, { recursive: true, force: true })
})

function changelog(...changesets: string[]) {
  writeFileSync(join(folder, 'log.sql'), `--liquibase formatted sql\n${changesets.join('\n')}\n`)
  return readChangelog(['log.sql'], folder)
}
const ran = async () => (await history(connection)).map(({ id }) => id)
const fails = async (work: Promise<unknown>): Promise<ChangelogError> => {
  const error = await work.then(
    () => undefined,
    (problem) => problem
  )
  expect(error).toBeInstanceOf(ChangelogError)
  return error
}
const invalid = async () =>
  (await connection.execute<[string]>("select object_name from user_objects where status = 'INVALID' order by 1")).rows!.map(
    ([name]) => name
  )

describe('a view that does not compile', () => {
  const broken = '--changeset a:1\ncreate or replace force view v as select n from nowhere;\n--rollback drop view v;'
  it('fails its changeset, which is not recorded', async () => {
    const error = await fails(update(connection, changelog(broken, '--changeset a:2\ncreate table t (n number);')))
    expect(error.message).toMatch(/log\.sql:3:25: VIEW V is INVALID[\s\S]*Migration failed for changeset log\.sql::1::a/)
    expect(error.next).toMatch(/0 changesets were applied[\s\S]*CREATE OR REPLACE[\s\S]*--allow-invalid/)
    expect([await ran(), await invalid()]).toEqual([[], ['V']])
    // what it stands on is made, and it is made again
    await update(connection, changelog('--changeset a:0\ncreate table nowhere (n number);', broken))
    expect([await ran(), await invalid()]).toEqual([['0', '1'], []])
  })
  it('may be allowed, with a warning', async () => {
    const said: string[] = []
    await update(connection, changelog(broken, '--changeset a:2\ncreate table t (n number);'), {
      allowInvalid: true,
      say: (line) => said.push(line)
    })
    expect([await ran(), said.filter((line) => line.startsWith('Warning'))]).toEqual([
      ['1', '2'],
      [expect.stringContaining('Warning: log.sql::1::a: VIEW V is INVALID')]
    ])
  })
  it('is no fault of a changeset that did not make it', async () => {
    await connection.execute('create force view old as select n from nowhere')
    await update(
      connection,
      changelog(
        '--changeset a:1\ncreate table t (n number);\ncreate view v as select n from t;',
        '--changeset a:2\nalter table t add (m number);'
      )
    )
    expect(await ran()).toEqual(['1', '2'])
  })
  it('counts in a rollback as well', async () => {
    const log = changelog('--changeset a:1\nselect 1 from dual;\n--rollback create force view v as select n from nowhere;')
    await update(connection, log)
    expect((await fails(rollback(connection, log, { count: 1 }))).message).toMatch(/log\.sql:4:25: VIEW V is INVALID/)
    expect(await ran()).toEqual(['1'])
  })
})
