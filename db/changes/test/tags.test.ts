import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { splitScript } from '@cicd-oracle/lexer'
import type { Connection } from 'oracledb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ChangelogError } from '../changelog-error'
import { runChangelogCommand } from '../index'
import { readChangelog } from '../read-changelog'
import { rollback } from '../rollback'
import { rollbackSql, updateSql } from '../sql-script'
import { history } from '../status'
import { tag } from '../tag'
import { update } from '../update'
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

const table = (id: string, extra = '<rollback>drop table t${id}</rollback>') =>
  `<changeSet id="${id}" author="a"><sql>create table t${id} (n number)</sql>${extra.replace('${id}', id)}</changeSet>`
const tagged = (name: string, attributes = '') =>
  `<changeSet id="tag ${name}" author="a"><tagDatabase tag="${name}"${attributes}/></changeSet>`
function changelog(...changesets: string[]) {
  writeFileSync(join(folder, 'm.xml'), `<databaseChangeLog>${changesets.join('\n')}</databaseChangeLog>`)
  return readChangelog(['m.xml'], folder)
}
const command = async (...argv: string[]) => {
  const out: string[] = []
  const errors: string[] = []
  const code = await runChangelogCommand(argv, {
    files: ['m.xml'],
    searchPath: folder,
    connect: () => database.connect(user),
    out: (line) => out.push(line),
    error: (line) => errors.push(line)
  })
  return { code, out: out.join('\n'), errors: errors.join('\n') }
}
const rows = async () =>
  (await history(connection)).map(({ orderExecuted, id, tag: name }) => `${orderExecuted} ${id}${name ? ` [${name}]` : ''}`)
const tables = async () =>
  (await connection.execute<[string]>("select table_name from user_tables where table_name like 'T_' order by 1"))
    .rows!.map(([name]) => name)
    .join()
const fails = async (work: Promise<unknown>): Promise<ChangelogError> => {
  const error = await work.then(
    () => undefined,
    (problem) => problem
  )
  expect(error).toBeInstanceOf(ChangelogError)
  return error
}
const four = () => changelog(table('1'), tagged('v1'), table('2'), table('3'), tagged('v2'))

describe('tags', () => {
  it('of changesets are rows of their own, that are counted', async () => {
    await update(connection, four())
    expect(await rows()).toEqual(['1 1', '2 tag v1 [v1]', '3 2', '4 3', '5 tag v2 [v2]'])
    expect((await history(connection))[1]).toMatchObject({ description: 'tagDatabase', comments: null })
  })
  it('of changesets go with a rollback to them; of the command they stay', async () => {
    await update(connection, four())
    await rollback(connection, four(), { tag: 'v1' })
    expect([await rows(), await tables()]).toEqual([['1 1'], 'T1'])
    await update(connection, four(), {}, { count: 2 })
    await tag(connection, 'by hand')
    await update(connection, four())
    await rollback(connection, four(), { tag: 'by hand' })
    expect([await rows(), await tables()]).toEqual([['1 1', '2 tag v1 [v1]', '3 2 [by hand]'], 'T1,T2'])
  })
  it('may ask to be kept', async () => {
    const kept = () => changelog(table('1'), tagged('v1', ' keepTagOnRollback="true"'), table('2'))
    await update(connection, kept())
    await rollback(connection, kept(), { tag: 'v1' })
    expect(await rows()).toEqual(['1 1', '2 tag v1 [v1]'])
  })
  it('on several rows: the oldest counts, or the newest if asked for', async () => {
    const log = () => changelog(table('1'), table('2'), table('3'), table('4'))
    await update(connection, log(), {}, { count: 1 })
    await tag(connection, 'twice')
    await update(connection, log(), {}, { count: 2 })
    await tag(connection, 'twice')
    await update(connection, log())
    expect((await command('rollback', 'twice', '--tag-version', 'newest')).out).toBe('1 changeset undone.')
    expect((await command('rollback', 'twice')).out).toBe('2 changesets undone.')
    expect(await rows()).toEqual(['1 1 [twice]'])
  })
  it('that are unknown are refused, with those that there are', async () => {
    await update(connection, four())
    expect(await command('rollback', 'v9')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/Could not find tag 'v9' in the database\nThere are: v1, v2\./)
    })
    expect(await command('rollback-sql', 'v9')).toMatchObject({ code: 1 })
    expect(await command('update-to-tag', 'v9')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/Could not find tag 'v9' in the changelog\.\nThere are: v1, v2\./)
    })
    expect((await rows()).length).toBe(5)
  })
  it('need something that ran', async () => {
    expect((await fails(tag(connection, 'x'))).message).toContain('Nothing ran yet')
    expect(await command('tag-exists', 'x')).toMatchObject({ code: 0, out: "The tag 'x' does NOT exist." })
  })
})

describe('updating in parts', () => {
  it('takes the next changesets, or all up to a tag', async () => {
    four()
    expect((await command('update-count', '1')).out).toContain('1 changeset applied')
    expect(await rows()).toEqual(['1 1'])
    expect((await command('update-to-tag', 'v1')).out).toMatch(
      /1 changeset applied, 1 ran before\.\n {2}skipped: m\.xml::2::a \(After tag\)/
    )
    expect((await command('update-count', '--count=2')).out).toContain('m.xml::tag v2::a (After count)')
    expect(await rows()).toEqual(['1 1', '2 tag v1 [v1]', '3 2', '4 3'])
    expect((await command('update')).out).toContain('1 changeset applied')
  })
  it('finds a tag that the command put on a row, too', async () => {
    await update(connection, four(), {}, { count: 1 })
    await tag(connection, 'by hand')
    expect((await update(connection, four(), {}, { tag: 'by hand' })).applied).toEqual([])
  })
  it('tests a rollback: forward, back, forward', async () => {
    changelog(table('1'), table('2'))
    const { code, errors } = await command('update-testing-rollback')
    expect([code, errors.split('\n')]).toEqual([
      0,
      [
        'Running Changeset: m.xml::1::a',
        'Running Changeset: m.xml::2::a',
        'Rolling Back Changeset: m.xml::2::a',
        'Rolling Back Changeset: m.xml::1::a',
        'Running Changeset: m.xml::1::a',
        'Running Changeset: m.xml::2::a'
      ]
    ])
    changelog(table('1'), table('2'), table('3', ''))
    expect(await command('update-testing-rollback')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('m.xml::3::a does not say how it is undone')
    })
    expect((await rows()).length).toBe(2)
  })
})

describe('looking ahead', () => {
  const gap = () => changelog(table('1'), table('2', ''), table('3'))
  it('undoes nothing when a changeset in the way has no rollback, and points at it', async () => {
    await update(connection, gap())
    await tag(connection, 'end')
    for (const argv of [
      ['rollback-count', '3'],
      ['rollback-count-sql', '3']
    ]) {
      expect(await command(...argv)).toMatchObject({
        code: 1,
        out: '',
        errors: expect.stringMatching(/m\.xml:2:1: Nothing was undone:\n {2}m\.xml::2::a does not say how it is undone[\s\S]*\^/)
      })
      expect(await tables()).toBe('T1,T2,T3')
    }
  })
  it('undoes nothing when the rollback is that of a changeset that is not there', async () => {
    const log = changelog(table('1', '<rollback changeSetId="0" changeSetAuthor="a"/>'), table('2'))
    await update(connection, log)
    expect((await fails(rollback(connection, log, { count: 2 }))).message).toContain(
      'names changeset m.xml::0::a, which is not in the changelog'
    )
    expect(await tables()).toBe('T1,T2')
  })
  it('writes no script for what is pending and could not be undone', async () => {
    gap()
    expect(await command('future-rollback-sql')).toMatchObject({ code: 1, out: '' })
    changelog(table('1'), tagged('v1'))
    expect((await command('future-rollback-sql')).out).toMatch(
      /-- Rolling Back ChangeSet: m\.xml::tag v1::a[\s\S]*-- Rolling Back ChangeSet: m\.xml::1::a\ndrop table t1;/
    )
  })
})

describe('scripts', () => {
  const runScript = async (script: string) => {
    for (const { kind, text } of splitScript(script, { isCommand: (line) => line.startsWith('SET ') }))
      if (kind !== 'command') await connection.execute(text)
  }
  it('do what the commands do: forward and back', async () => {
    await runScript(await updateSql(connection, four(), { tag: 'v1' }))
    expect([await rows(), await tables()]).toEqual([['1 1', '2 tag v1 [v1]'], 'T1'])
    await runScript(await updateSql(connection, four()))
    expect([await rows(), await tables()]).toEqual([['1 1', '2 tag v1 [v1]', '3 2', '4 3', '5 tag v2 [v2]'], 'T1,T2,T3'])
    expect(await updateSql(connection, four())).toBe('')
    await runScript(await rollbackSql(connection, four(), { tag: 'v1' }))
    expect([await rows(), await tables()]).toEqual([['1 1'], 'T1'])
    await runScript(await rollbackSql(connection, four(), { count: 9 }))
    expect([await rows(), await tables()]).toEqual([[], ''])
  })
  it('update the row of what runs again', async () => {
    const again = () => changelog('<changeSet id="1" author="a" runAlways="true"><sql>select 1 from dual</sql></changeSet>')
    await update(connection, again())
    await runScript(await updateSql(connection, again()))
    expect((await history(connection)).map(({ execType, orderExecuted }) => [execType, orderExecuted])).toEqual([['RERAN', 2]])
  })
  it('keep their semicolon out of a remark, and end a block with a slash', async () => {
    const log = changelog(
      '<changeSet id="1" author="a"><sql splitStatements="false">select 1 from dual -- one</sql><sql>begin null; end;</sql></changeSet>'
    )
    expect(await updateSql(connection, log)).toMatch(/select 1 from dual -- one\n;\n\nbegin null; end;\n\/\n/)
  })
})

describe('preconditions of a whole changelog', () => {
  it('stop the run before anything, or warn', async () => {
    const one = (onFail: string) =>
      changelog(
        `<preConditions onFail="${onFail}"><or><dbms type="h2"/><and><tableExists tableName="none"/><dbms type="oracle"/></and></or><not><tableExists tableName="none"/></not></preConditions>`,
        table('1')
      )
    expect((await fails(update(connection, one('HALT')))).message).toMatch(
      /m\.xml:1:\d+: m\.xml: DBMS Precondition failed: expected h2, got oracle; Table none does not exist/
    )
    expect(await rows()).toEqual([])
    const said: string[] = []
    await update(connection, one('WARN'), { say: (line) => said.push(line) })
    expect([said[0], await tables()]).toEqual([expect.stringContaining('Warning: m.xml: DBMS'), 'T1'])
  })
})

describe('the command line', () => {
  it('takes properties', async () => {
    changelog('<property name="t" value="t9"/><changeSet id="1" author="a"><sql>create table ${t} (n number)</sql></changeSet>')
    expect((await command('update', '--property', 't=t8')).code).toBe(0)
    expect(await tables()).toBe('T8')
  })
  it('says 2 for misuse', async () => {
    four()
    for (const argv of [
      ['rollback'],
      ['rollback', ''],
      ['rollback', 'a', 'b'],
      ['rollback', 'a', '--tag=b'],
      ['update', '--tag=a'],
      ['update-count'],
      ['update-count', '0'],
      ['update-count', '1.5'],
      ['update-count', '--count=x'],
      ['tag', '--count=1'],
      ['status', '--allow-invalid'],
      ['update', '--output-file=x'],
      ['update', '--compat'],
      ['rollback', 'a', '--tag-version=LAST'],
      ['update', '--property', 'x']
    ])
      expect([argv, (await command(...argv)).code]).toEqual([argv, 2])
  })
  it('lists every command in its help', async () => {
    const { out } = await command('--help')
    for (const name of [
      'update',
      'update-count N',
      'update-to-tag TAG',
      'update-sql',
      'rollback TAG',
      'rollback-count N',
      'rollback-sql TAG',
      'rollback-count-sql N',
      'tag TAG',
      'tag-exists TAG',
      'generate-changelog',
      'release-locks'
    ])
      expect(out).toMatch(new RegExp(`^ {2}${name} {2,}\\S`, 'm'))
  })
})
