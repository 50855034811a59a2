/** Answers recorded from Liquibase 5.0.4 (test/liquibase), beyond the checksums of checksum.test.ts. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Connection } from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ChangelogError } from '../changelog-error'
import { type Changeset, describeChanges, sqlChanges, tagOf } from '../changeset'
import { runChangelogCommand } from '../index'
import { readChangelog } from '../read-changelog'
import { rollbackChanges } from '../rollback'
import { updateSql } from '../sql-script'
import { startTestDatabase, type TestDatabase } from './database'

const folderOf = (name: string) => resolve(__dirname, '../../../test/liquibase', name)
const expected = (name: string) => JSON.parse(readFileSync(join(folderOf(name), 'expected.json'), 'utf8'))

let database: TestDatabase
let user: string
let connection: Connection
beforeAll(async () => {
  database = await startTestDatabase()
  user = await database.newUser()
  connection = await database.connect(user)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

/** A changeset in the words of expected.json. */
const asRecorded = (changeset: Changeset) => ({
  id: changeset.id,
  author: changeset.author,
  filename: changeset.path,
  md5sum: changeset.checksum,
  md5sum_v8: changeset.checksumV8,
  description: describeChanges(changeset),
  comments: changeset.comment?.trim() ?? null,
  contexts: changeset.contexts ?? null,
  labels: changeset.labels ?? null,
  dbms: changeset.dbms ?? null,
  runAlways: changeset.runAlways,
  runOnChange: changeset.runOnChange,
  runInTransaction: changeset.runInTransaction,
  ignore: changeset.ignore,
  runOrder: changeset.runOrder ?? null,
  validCheckSums: changeset.validCheckSums
})
type Recorded = ReturnType<typeof asRecorded> & {
  sql: string[]
  rollback: string[] | string
  history: { tag: string | null }
  changes: { stripComments: boolean }[]
  cli: unknown
}
const pick = <T extends object>(recorded: object, like: T): T =>
  Object.fromEntries(Object.keys(like).map((key) => [key, (recorded as Record<string, unknown>)[key]])) as T

/** Our script and Liquibase's, without what must differ: who wrote it, when, the numbering of its offline mode, how a block ends. */
const plain = (script: string) =>
  script
    .replace(/^(--(?! (Changeset|Rolling)).*|SET .*|COMMIT;)\n/gm, '')
    .replace(/^CREATE TABLE DATABASECHANGELOG(LOCK)? .*\n/gm, '')
    .replace(/^(INSERT INTO DATABASECHANGELOG .* CURRENT_TIMESTAMP, )\d+/gm, '$1N')
    .replace(/, ''(?=, 'EXECUTED')/g, ', NULL')
    .replace(/'(5\.0\.4|changes [\d.]+)', '(<deployment>|\d{10})'/g, 'BY')
    .replace(/;\/$/gm, ';\n/')
    .replace(/\n\n+/g, '\n')
    .trim()

describe.each(['f01-basic', 'f08-rollback'])('%s, whole', (name) => {
  const { changesets, cli } = expected(name) as {
    changesets: Recorded[]
    cli: { update_sql: string; future_rollback_sql: string; future_rollback_sql_exit: number }
  }
  const changelog = readChangelog(['changelog.sql'], folderOf(name))

  it.each(changesets.map((recorded, i) => [recorded.id, recorded, changelog.changesets[i]] as const))(
    'changeset %s',
    (_id, recorded, changeset) => {
      expect(asRecorded(changeset)).toEqual(pick(recorded, asRecorded(changeset)))
      expect(changeset.failOnError).toBe(true)
      expect(sqlChanges(changeset).flatMap(({ statements }) => statements.map(({ text }) => text))).toEqual(recorded.sql)
      const undo =
        changeset.rollback.kind === 'none'
          ? 'impossible: RollbackImpossibleException'
          : rollbackChanges(changelog, changeset).flatMap(({ statements }) => statements.map(({ text }) => text))
      expect(undo).toEqual(recorded.rollback)
    }
  )
  it('reads no other changesets', () => expect(changelog.changesets.length).toBe(changesets.length))
  it('writes the same script: statements and rows', async () => {
    expect(plain(await updateSql(connection, changelog))).toBe(plain(cli.update_sql))
  })
  it('refuses to write a rollback script at the same changeset', async () => {
    const errors: string[] = []
    const code = await runChangelogCommand(['future-rollback-sql'], {
      files: ['changelog.sql'],
      searchPath: folderOf(name),
      connect: () => database.connect(user),
      out: () => {},
      error: (line) => errors.push(line)
    })
    expect(code).toBe(cli.future_rollback_sql_exit)
    expect(errors.join('\n')).toContain(/Rolling Back ChangeSet: (\S+)\n*$/.exec(cli.future_rollback_sql)![1])
  })
})

describe.each(['x01-master', 'x04-paths'])('%s', (name) => {
  const { changesets } = expected(name) as { changesets: Recorded[] }
  const changelog = readChangelog(['changelog.xml'], folderOf(name))
  it('has the same changesets in the same order: path, id, author, sums, description, contexts, labels, comments', () => {
    const ours = changelog.changesets.map(asRecorded)
    expect(ours).toEqual(changesets.map((recorded, i) => pick(recorded, ours[i])))
  })
  it('has the same tags', () => {
    expect(changelog.changesets.map((changeset) => tagOf(changeset)?.tag ?? null)).toEqual(changesets.map(({ history }) => history.tag))
  })
  it('can undo the same ones, with the same SQL', () => {
    const undo = (changeset: Changeset) =>
      changeset.rollback.kind === 'none'
        ? 'impossible: RollbackImpossibleException'
        : rollbackChanges(changelog, changeset).flatMap(({ statements }) => statements.map(({ text }) => text))
    expect(changelog.changesets.map(undo)).toEqual(changesets.map(({ rollback }) => rollback))
  })
  it('tells the same preconditions', () => {
    const marks = changelog.changesets
      .filter(({ preconditions }) => preconditions)
      .map(({ id, preconditions }) => [
        id,
        preconditions!.onFail,
        preconditions!.onError,
        preconditions!.onSqlOutput,
        preconditions!.checks.length
      ])
    expect(marks).toEqual(name === 'x01-master' ? [['11', 'MARK_RAN', 'HALT', 'IGNORE', 2]] : [])
  })
})

describe('e04-missing, whole', () => {
  it('fails with the same words, and says where the file is named', async () => {
    const { parse_error, cli } = expected('e04-missing')
    const errors: string[] = []
    const code = await runChangelogCommand(['update-sql'], {
      files: ['changelog.xml'],
      searchPath: folderOf('e04-missing'),
      connect: () => expect.fail('connected'),
      error: (line) => errors.push(line)
    })
    expect(code).toBe(cli.update_sql_exit)
    const [what, folder] = (parse_error as string)
      .replace('ChangeLogParseException: ', '')
      .replace('<dir>', folderOf('e04-missing'))
      .split('\n')
    expect(errors.join('\n')).toContain(`changelog.xml:3:12: ${what}\n${folder}`)
    expect(() => readChangelog(['changelog.xml'], folderOf('e04-missing'))).toThrow(ChangelogError)
  })
})

describe('s05-tag, whole', () => {
  const { steps } = expected('s05-tag') as {
    steps: {
      cmd: string[]
      exit: number
      stdout: string
      stderr: string
      history: Record<string, unknown>[]
      lock: { locked: boolean }[]
    }[]
  }
  it.each(steps.map((step, i) => [`${i + 1}: ${step.cmd.join(' ')}`, step] as const))('%s', async (_name, step) => {
    const out: string[] = []
    const errors: string[] = []
    const code = await runChangelogCommand(step.cmd, {
      files: ['changelog.sql'],
      searchPath: folderOf('s05-tag'),
      connect: () => database.connect(user),
      out: (line) => out.push(line),
      error: (line) => errors.push(line)
    })
    expect(code).toBe(step.exit)
    const happened = (text: string) => text.split('\n').filter((line) => /^(Running|Rolling Back) Changeset: /.test(line))
    expect(happened(errors.join('\n'))).toEqual(happened(step.stderr))
    if (step.cmd[0] === 'rollback-sql')
      expect(plain(out.join('\n'))).toBe(plain(step.stdout.replace(/PUBLIC\.|^-- (Lock|Release).*\nUPDATE .*\n/gm, '')))
    const said = /The tag '.*' (already exists|does NOT exist)|Could not find tag .*(?=\n)/.exec(step.stderr)?.[0]
    if (said) expect([...out, ...errors].join('\n')).toContain(said)

    const { rows } = await connection.execute<unknown[]>(
      'select id, author, filename, orderexecuted, exectype, md5sum, description, comments, tag, contexts, labels from databasechangelog order by orderexecuted'
    )
    const columns = [
      'id',
      'author',
      'filename',
      'orderexecuted',
      'exectype',
      'md5sum',
      'description',
      'comments',
      'tag',
      'contexts',
      'labels'
    ]
    // Oracle keeps no empty string.
    expect(rows).toEqual(step.history.map((row) => columns.map((column) => (row[column] === '' ? null : row[column]))))
    const { rows: lock } = await connection.execute<[number]>('select locked from databasechangeloglock')
    expect(lock!.map(([locked]) => locked === 1)).toEqual(step.lock.map(({ locked }) => locked))
  })
})
