import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { splitScript } from '@cicd-oracle/lexer'
import type { Connection } from 'oracledb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ChangelogError } from '../changelog-error'
import { nameOf } from '../changeset'
import { runChangelogCommand } from '../index'
import { rollback } from '../rollback'
import { updateSql } from '../sql-script'
import { history, status, validate } from '../status'
import { update } from '../update'
import { acquireLock, listLock, releaseLock } from '../lock'
import { readChangelog } from '../read-changelog'
import { startTestDatabase, type TestDatabase } from './database'

let database: TestDatabase
let folder: string
let user: string
let connection: Connection

beforeAll(async () => {
  database = await startTestDatabase()
})
afterAll(() => database.stop())
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'changelog-'))
  user = await database.newUser()
  connection = await database.connect(user)
})
afterEach(async () => {
  await connection.close()
  rmSync(folder, { recursive: true, force: true })
})

const writeLog = (...changesets: string[]) =>
  writeFileSync(join(folder, 'log.sql'), `--liquibase formatted sql\n${changesets.join('\n')}\n`)
/** A changelog of one file with these changesets. */
function changelog(...changesets: string[]) {
  writeLog(...changesets)
  return readChangelog(['log.sql'], folder)
}
const value = async (sql: string) => (await connection.execute<unknown[]>(sql)).rows![0][0]
const ran = async () => (await history(connection)).map(({ id, execType }) => `${id} ${execType}`)
const fails = async (work: Promise<unknown>): Promise<ChangelogError> => {
  const error = await work.then(
    () => undefined,
    (problem) => problem
  )
  expect(error).toBeInstanceOf(ChangelogError)
  return error
}

const TABLE = '--changeset ann:1\n--comment: make a table\ncreate table t (n number primary key);\n--rollback drop table t;'
const ROWS = '--changeset ann:2\ninsert into t values (1);\ninsert into t values (2);\n--rollback delete from t;'

describe('update', () => {
  it('applies what is pending once, in order, and records it', async () => {
    const first = await update(connection, changelog(TABLE, ROWS))
    expect(first.applied.map(({ id }) => id)).toEqual(['1', '2'])
    const second = await update(connection, changelog(TABLE, ROWS))
    expect([second.applied.length, second.alreadyRan]).toEqual([0, 2])
    expect(await value('select count(*) from t')).toBe(2)
    const rows = await history(connection)
    expect(
      rows.map(({ id, author, path, orderExecuted, execType, comments, checksum }) => [
        id,
        author,
        path,
        orderExecuted,
        execType,
        comments,
        checksum
      ])
    ).toEqual([
      ['1', 'ann', 'log.sql', 1, 'EXECUTED', 'make a table', changelog(TABLE).changesets[0].checksum],
      ['2', 'ann', 'log.sql', 2, 'EXECUTED', null, changelog(TABLE, ROWS).changesets[1].checksum]
    ])
    expect(new Set(rows.map(({ deploymentId }) => deploymentId)).size).toBe(1)
  })

  it("makes Liquibase's own tables, column by column", async () => {
    await update(connection, changelog(TABLE))
    const { rows } = await connection.execute<unknown[]>(
      "select column_name, data_type, data_length, nullable from user_tab_columns where table_name = 'DATABASECHANGELOG' order by column_id"
    )
    expect(rows!.map(([name, type, , nullable]) => `${name} ${type} ${nullable}`)).toEqual([
      'ID VARCHAR2 N',
      'AUTHOR VARCHAR2 N',
      'FILENAME VARCHAR2 N',
      'DATEEXECUTED TIMESTAMP(6) N',
      'ORDEREXECUTED NUMBER N',
      'EXECTYPE VARCHAR2 N',
      'MD5SUM VARCHAR2 Y',
      'DESCRIPTION VARCHAR2 Y',
      'COMMENTS VARCHAR2 Y',
      'TAG VARCHAR2 Y',
      'LIQUIBASE VARCHAR2 Y',
      'CONTEXTS VARCHAR2 Y',
      'LABELS VARCHAR2 Y',
      'DEPLOYMENT_ID VARCHAR2 Y'
    ])
    expect(rows!.find(([name]) => name === 'MD5SUM')![2]).toBe(35)
  })

  it('stops at an error in the middle: what ran before is recorded, the failed one is not, the lock is free', async () => {
    const broken = '--changeset bob:3\ninsert into t values (3);\ninsert into t\n  values (1);'
    const error = await fails(update(connection, changelog(TABLE, ROWS, broken)))
    expect(error.message).toContain('ORA-00001')
    expect(error.message).toContain('log.sql::3::bob')
    expect(error.place).toEqual({ file: 'log.sql', line: 12, column: 1 })
    expect(await ran()).toEqual(['1 EXECUTED', '2 EXECUTED'])
    expect(await value('select count(*) from t')).toBe(2) // its first insert was rolled back
    expect(await listLock(connection)).toBeUndefined()
    // mended, the run goes on from there
    const mended = await update(connection, changelog(TABLE, ROWS, broken.replace('(1)', '(4)')))
    expect(mended.applied.map(({ id }) => id)).toEqual(['3'])
  })

  it("points a caret at the database's own error position", async () => {
    const error = await fails(update(connection, changelog('--changeset a:1\nselect *\n  form dual;')))
    expect(error.message).toContain('ORA-00923')
    expect(error.place).toMatchObject({ line: 4, column: 3 })
    expect(error.excerpt().at(-1)!.indexOf('^')).toBe(error.excerpt().at(-2)!.indexOf('form'))
  })

  it('refuses a changed changeset before anything runs', async () => {
    await update(connection, changelog(TABLE))
    const changed = TABLE.replace('number', 'number(9)')
    const error = await fails(update(connection, changelog(changed, ROWS)))
    expect(error.message).toMatch(/log\.sql::1::ann was: 9:[0-9a-f]{32} but is now: 9:[0-9a-f]{32}/)
    expect(await ran()).toEqual(['1 EXECUTED'])
    await fails(validate(connection, changelog(changed, ROWS)))
  })

  it('accepts a change that validCheckSum allows, and runs again what says so', async () => {
    await update(
      connection,
      changelog(
        TABLE,
        '--changeset a:always runAlways:true\nselect 1 from dual;',
        '--changeset a:change runOnChange:true\nselect 1 from dual;'
      )
    )
    const again = await update(
      connection,
      changelog(
        `${TABLE.replace('number', 'number(9)')}\n--validCheckSum: any`,
        '--changeset a:always runAlways:true\nselect 1 from dual;',
        '--changeset a:change runOnChange:true\nselect 2 from dual;'
      )
    )
    expect(again.applied.map(({ id }) => id)).toEqual(['always', 'change'])
    expect(await ran()).toEqual(['1 EXECUTED', 'always RERAN', 'change RERAN'])
  })

  it('fills a cleared checksum and upgrades one of version 8', async () => {
    const log = changelog(TABLE, ROWS)
    await update(connection, log)
    await connection.execute(
      "update databasechangelog set md5sum = case id when '1' then null else :v8 end",
      [log.changesets[1].checksumV8],
      { autoCommit: true }
    )
    expect((await update(connection, log)).applied).toEqual([])
    expect((await history(connection)).map(({ checksum }) => checksum)).toEqual(log.changesets.map(({ checksum }) => checksum))
  })

  it('goes on after an error where failOnError is false, without a row', async () => {
    const lines: string[] = []
    await update(connection, changelog(TABLE, '--changeset a:soft failOnError:false\ndrop table missing;', ROWS), {
      say: (line) => lines.push(line)
    })
    expect(await ran()).toEqual(['1 EXECUTED', '2 EXECUTED'])
    expect(lines.join('\n')).toContain('failOnError is false')
  })

  it('skips what is ignored or for another database', async () => {
    const { applied, skipped } = await update(
      connection,
      changelog(
        TABLE,
        '--changeset a:i ignore:true\nx',
        '--changeset a:pg dbms:postgresql\nx',
        '--changeset a:not dbms:!oracle\nx',
        '--changeset a:o dbms:h2,oracle\nselect 1 from dual'
      )
    )
    expect(applied.map(({ id }) => id)).toEqual(['1', 'o'])
    expect(skipped.map(({ changeset, reason }) => `${changeset.id} ${reason}`)).toEqual([
      'i Ignored',
      'pg DBMS mismatch',
      'not DBMS mismatch'
    ])
  })

  it('keeps PL/SQL-free statements with slashes and quotes whole', async () => {
    await update(
      connection,
      changelog("--changeset a:1\ncreate table q (v varchar2(30));\ninsert into q values ('a;b');\ninsert into q values (q'[it's; /]');\n/")
    )
    expect((await connection.execute<[string]>('select v from q order by v')).rows).toEqual([['a;b'], ["it's; /"]])
  })
})

describe('preconditions', () => {
  const check = (onFail: string, expected: string) =>
    `--changeset a:p\n--preconditions onFail:${onFail}\n--precondition-sql-check expectedResult:${expected} select count(*) from dual\ninsert into t values (9);`
  it('let a changeset run when they hold', async () => {
    await update(connection, changelog(TABLE, check('HALT', '1')))
    expect(await ran()).toEqual(['1 EXECUTED', 'p EXECUTED'])
  })
  it('HALT stops, CONTINUE tries again next time, MARK_RAN never, WARN runs', async () => {
    const error = await fails(update(connection, changelog(TABLE, check('HALT', '7'))))
    expect(error.message).toContain("Expected '7' got '1'")
    expect(error.place?.line).toBe(8)
    await update(connection, changelog(TABLE, check('CONTINUE', '7')))
    expect(await ran()).toEqual(['1 EXECUTED'])
    await update(connection, changelog(TABLE, check('WARN', '7').replace('a:p', 'a:w')))
    expect(await ran()).toEqual(['1 EXECUTED', 'w EXECUTED'])
    await update(connection, changelog(TABLE, check('MARK_RAN', '7').replace('a:p', 'a:m')))
    expect(await ran()).toEqual(['1 EXECUTED', 'w EXECUTED', 'm MARK_RAN'])
  })
  it('table-exists and view-exists look at the schema', async () => {
    const exists = (kind: string, name: string, id: string) =>
      `--changeset a:${id}\n--preconditions onFail:MARK_RAN\n--precondition-${kind}-exists ${kind}:${name}\nselect 1 from dual;`
    await update(connection, changelog(TABLE, exists('table', 't', 'yes'), exists('table', 'nope', 'no'), exists('view', 't', 'noview')))
    expect(await ran()).toEqual(['1 EXECUTED', 'yes EXECUTED', 'no MARK_RAN', 'noview MARK_RAN'])
  })
})

describe('looking', () => {
  it('status names what is pending', async () => {
    await update(connection, changelog(TABLE))
    const { pending, alreadyRan } = await status(connection, changelog(TABLE, ROWS))
    expect([pending.map(nameOf), alreadyRan]).toEqual([['log.sql::2::ann'], 1])
  })
  it('update-sql changes nothing, and running what it prints is the same as update', async () => {
    const script = await updateSql(connection, changelog(TABLE, ROWS))
    expect(await history(connection)).toEqual([])
    for (const { kind, text } of splitScript(script, { isCommand: (line) => line.startsWith('SET ') }))
      if (kind === 'sql') await connection.execute(text)
    expect(await ran()).toEqual(['1 EXECUTED', '2 EXECUTED'])
    expect((await update(connection, changelog(TABLE, ROWS))).applied).toEqual([])
  })
})

describe('rollback-count', () => {
  it('undoes the newest first and deletes its row', async () => {
    await update(connection, changelog(TABLE, ROWS))
    await rollback(connection, changelog(TABLE, ROWS), { count: 1 })
    expect([await ran(), await value('select count(*) from t')]).toEqual([['1 EXECUTED'], 0])
    await rollback(connection, changelog(TABLE, ROWS), { count: 1 })
    expect([await ran(), await value("select count(*) from user_tables where table_name = 'T'")]).toEqual([[], 0])
  })
  it('looks ahead: with one that cannot be undone, nothing is', async () => {
    const plain = '--changeset ann:0\ncreate table z (n number);'
    await update(connection, changelog(plain, TABLE, ROWS))
    const error = await fails(rollback(connection, changelog(plain, TABLE, ROWS), { count: 3 }))
    expect(error.message).toContain('log.sql::0::ann does not say how it is undone')
    expect(await ran()).toEqual(['0 EXECUTED', '1 EXECUTED', '2 EXECUTED'])
    expect(await value('select count(*) from t')).toBe(2)
  })
  it('refuses what is not in the changelog any more', async () => {
    await update(connection, changelog(TABLE, ROWS))
    expect((await fails(rollback(connection, changelog(TABLE), { count: 1 }))).message).toContain('not in the changelog')
  })
  it('takes empty as nothing to do, and a reference as the forward changes of another', async () => {
    const drop = '--changeset ann:3\ndrop table t;\n--rollback changesetId:1 changesetAuthor:ann'
    const none = '--changeset ann:4\nselect 1 from dual;\n--rollback empty'
    await update(connection, changelog(TABLE, drop, none))
    await rollback(connection, changelog(TABLE, drop, none), { count: 2 })
    expect([await ran(), await value('select count(*) from t')]).toEqual([['1 EXECUTED'], 0])
  })
})

describe('the lock', () => {
  it('makes a second run wait, and names the holder when that takes too long', async () => {
    const other = await database.connect(user)
    const lock = await acquireLock(other)
    const error = await fails(update(connection, changelog(TABLE), { lock: { waitMs: 300, pollMs: 50 } }))
    expect(error.message).toMatch(/Currently locked by .*#pid \d+/)
    const waiting = update(connection, changelog(TABLE), { lock: { waitMs: 10_000, pollMs: 20 } })
    await new Promise((resolve) => setTimeout(resolve, 100))
    await lock.release()
    expect((await waiting).applied.length).toBe(1)
    await other.close()
  })
  it('lets two runs at once apply each changeset once', async () => {
    const other = await database.connect(user)
    const log = changelog(TABLE, ROWS)
    const results = await Promise.all([connection, other].map((each) => update(each, log, { lock: { pollMs: 20 } })))
    expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 2])
    await other.close()
  })
  it('is freed by release-locks after a run that is gone', async () => {
    await acquireLock(connection)
    await releaseLock(connection)
    expect((await update(connection, changelog(TABLE), { lock: { waitMs: 0 } })).applied.length).toBe(1)
  })
})

describe('the command line', () => {
  const run = async (...argv: string[]) => {
    const out: string[] = []
    const errors: string[] = []
    const code = await runChangelogCommand(argv, {
      files: ['log.sql'],
      searchPath: folder,
      connect: () => database.connect(user),
      out: (line) => out.push(line),
      error: (line) => errors.push(line)
    })
    return { code, out: out.join('\n'), errors: errors.join('\n') }
  }
  it('applies, tells the state, undoes', async () => {
    changelog(TABLE, ROWS)
    expect((await run('status')).out).toContain('2 changesets pending')
    expect(await run('update')).toMatchObject({ code: 0, out: '2 changesets applied, 0 ran before.' })
    expect((await run('history')).out).toMatch(/1 {2}\d{4}-\d\d-\d\d .* EXECUTED {2}log\.sql::1::ann {2}make a table/)
    expect((await run('validate')).out).toBe('No errors: 2 changesets in 1 file.')
    expect(await run('rollback-count', '2')).toMatchObject({ code: 0, out: '2 changesets undone.' })
    expect((await run('list-locks')).out).toBe('No lock is held.')
  })
  it('says 1 for a failure, with its place, and 2 for misuse', async () => {
    expect(await run('update', '--changelog-file', 'missing.sql')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('missing.sql was not found')
    })
    writeLog(TABLE, TABLE)
    // the faulty file is found before anything is connected to
    expect(await run('update')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/log\.sql:6:1: Changeset log\.sql::1::ann is there twice[\s\S]*\^/)
    })
    for (const misuse of [['updat'], ['rollback-count'], ['rollback-count', '0'], ['update', '--bogus'], []])
      expect((await run(...misuse)).code).toBe(2)
    expect((await run('--help')).code).toBe(0)
  })
})
