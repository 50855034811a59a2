import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChangelogError } from '../changelog-error'
import type { Changeset, Rollback } from '../changeset'
import { readFormattedSql } from '../read-formatted-sql'
import { placeAt } from '../source-text'

const read = (text: string) => readFormattedSql('f.sql', `--liquibase formatted sql\n${text}`)
const sqlOf = ({ changes: [change] }: Changeset) => (change.kind === 'sql' ? change : expect.fail('no SQL'))
const statements = (text: string) => sqlOf(read(text)[0]).statements.map((statement) => statement.text)
const undoing = (rollback: Rollback) =>
  rollback.kind === 'sql' && rollback.changes.flatMap((change) => change.statements.map(({ text }) => text))

describe('reading formatted SQL', () => {
  it('splits on semicolons, keeps PL/SQL whole without endDelimiter', () => {
    expect(statements("--changeset a:1\ninsert into t values (';');\nbegin\n  null;\nend;\n/\nselect 1 from dual")).toEqual([
      "insert into t values (';')",
      'begin\n  null;\nend;',
      'select 1 from dual'
    ])
  })
  it('keeps hints and comments in what is sent', () => {
    expect(statements('--changeset a:1\nselect /*+ full(t) */ a -- why\n from t;')).toEqual(['select /*+ full(t) */ a -- why\n from t'])
  })
  it('takes author and id in quotes', () => {
    const [{ author, id, labels }] = read('--changeset "Maria K.":"three, with space" labels:X,y\nselect 1 from dual')
    expect([author, id, labels]).toEqual(['Maria K.', 'three, with space', 'x,y'])
  })
  it('takes the last comment, and rollback over several lines', () => {
    const [changeset] = read(
      '--changeset a:1\n--comment first\n--comment: second\nselect 1 from dual;\n--rollback drop table a;\n--rollback drop table b;'
    )
    expect(changeset.comment).toBe('second')
    expect(undoing(changeset.rollback)).toEqual(['drop table a', 'drop table b'])
  })
  it('keeps the line feeds of a rollback block', () => {
    const [changeset] = read('--changeset a:1\nselect 1 from dual;\n/* liquibase rollback\ndrop\nview v; -- gone\n*/')
    expect(undoing(changeset.rollback)).toEqual(['drop\nview v'])
  })
  it('skips ignored lines, in the sum too', () => {
    const [ignored] = read('--changeset a:1\nselect 1\n--ignoreLines:1\n  , 2\nfrom dual')
    const [plain] = read('--changeset a:1\nselect 1\nfrom dual')
    expect(ignored.checksum).toBe(plain.checksum)
  })
  it('knows the place of every statement in the file', () => {
    const text = '--changeset a:1\n\n  select 1 from dual;\n--comment: between\n   select 2\n from dual;'
    const [changeset] = read(text)
    const lines = `--liquibase formatted sql\n${text}`.split('\n')
    for (const { text: sql, start } of sqlOf(changeset).statements) {
      const { line, column } = placeAt(sqlOf(changeset).source, start)
      expect(lines[line - 1].slice(column - 1)).toContain(sql.split('\n')[0])
    }
  })
})

describe('being strict', () => {
  const cases: readonly [string, string, RegExp][] = [
    ['an unknown attribute', '--changeset a:1 runOnChang:true\nselect 1 from dual', /f\.sql:2:17: There is no attribute runOnChang/],
    ['a boolean that is none', '--changeset a:1 splitStatements:maybe\nselect 1 from dual', /splitStatements is true or false/],
    ['an attribute without value', '--changeset a:1 endDelimiter: /\nselect 1 from dual', /endDelimiter has no value/],
    ['no id', '--changeset a\nselect 1 from dual', /f\.sql:2:\d+: A changeset line needs AUTHOR:ID/],
    ['one dash', '-changeset a:1\nselect 1 from dual', /looks like a changeset line/],
    ['a tight comment', '--changeset a:1\n--comment:tight\nselect 1 from dual', /looks like a comment line/],
    ['an indented comment', '--changeset a:1\n  --comment: x\nselect 1 from dual', /looks like a comment line/],
    ['a rollback without SQL', '--changeset a:1\nselect 1 from dual;\n--rollback', /looks like a rollback line/],
    ['a rollback with a colon', '--changeset a:1\nselect 1 from dual;\n--rollback: drop table t', /looks like a rollback line/],
    ['text behind empty', '--changeset a:1\nselect 1 from dual;\n--rollback empty; drop table x', /nothing else may be said/],
    ['an empty changeset', '--changeset a:1\n--changeset a:2\nselect 1 from dual', /a:1 has no SQL/],
    ['an empty last changeset', '--changeset a:1\nselect 1 from dual;\n--changeset a:2\n', /f\.sql:4:1: Changeset a:2 has no SQL/],
    ['SQL before the first changeset', 'drop table t;\n--changeset a:1\nselect 1 from dual', /would never run/],
    ['an unknown precondition', '--changeset a:1\n--precondition-row-count x\nselect 1 from dual', /There is no precondition row-count/],
    ['an unknown onFail', '--changeset a:1\n--preconditions onFail:STOP\nselect 1 from dual', /onFail:STOP is not known/],
    ['no changeset at all', 'select 1 from dual', /would never run/],
    ['a second header', '--changeset a:1\nselect 1 from dual;\n--liquibase formatted sql', /second header/]
  ]
  it.each(cases)('refuses %s', (_name, text, message) => {
    expect(() => read(text)).toThrow(message)
  })
  it('refuses a file without its header', () => {
    expect(() => readFormattedSql('f.sql', '--changeset a:1\nselect 1 from dual')).toThrow(/first line must be/)
  })
  it('never fails in another way, whatever the lines', () => {
    const words = [
      '--changeset a:1',
      '--changeset b:2 labels:x',
      '--rollback drop table t;',
      '--rollback',
      '--comment: x',
      "select 'a",
      'begin',
      'end;',
      '/',
      '/* liquibase rollback',
      '*/',
      '--ignoreLines:2',
      '--ignoreLines:start',
      '--preconditions onFail:WARN',
      '--precondition-sql-check expectedResult:1 select 1 from dual',
      '--validCheckSum: 9:x',
      '',
      '\t',
      '\u0000',
      'é€😀'
    ]
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 25 }), (lines) => {
        try {
          for (const changeset of read(lines.join('\n'))) expect(sqlOf(changeset).source.text.length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(ChangelogError)
        }
      }),
      { numRuns: 500 }
    )
  })
})
