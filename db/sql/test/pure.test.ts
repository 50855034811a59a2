import { describe, expect, it } from 'vitest'
import { tokenize } from '@cicd-oracle/lexer'
import { commandOf } from '../client-commands'
import { parseLogin } from '../connect-string'
import { feedbackOf, selectedRows } from '../feedback'
import { formatDate } from '../format-date'
import { formatTable } from '../format-table'
import { lineOf, printError, ScriptError } from '../script-error'
import { applySet, defaultSettings, showSetting } from '../settings'
import { substitute } from '../substitute'

describe('substitution variables', () => {
  const variables = new Map([['X', 'one'], ['1', "it's"], ['T_1', 'emp']])
  const settings = defaultSettings()

  it.each([
    ['select &x from &&X', 'select one from one'], ['&x.tail &x..y &x', 'onetail one.y one'], ["'&1'", "'it's'"], ['from &t_1', 'from emp'],
    ['a & b &', 'a & b &'], ['nothing', 'nothing']
  ])('%s', (text, expected) => expect(substitute(text, variables, settings)).toBe(expected))

  it('that are not defined are an error that names them', () => {
    expect(() => substitute('R&D', variables, settings)).toThrow(/substitution variable D is not defined.*SET DEFINE OFF/)
  })
  it('follow SET DEFINE, CONCAT and ESCAPE', () => {
    expect(substitute('&y ^x', variables, { ...settings, define: '^' })).toBe('&y one')
    expect(substitute('&y', variables, { ...settings, define: undefined })).toBe('&y')
    expect(substitute('&x.tail', variables, { ...settings, concat: undefined })).toBe('one.tail')
    expect(substitute('\\&y &x', variables, { ...settings, escape: '\\' })).toBe('&y one')
  })
})

describe('commands', () => {
  it.each([
    ['prompt hi', 'PROMPT'], ['PRO', 'PROMPT'], ['set echo on', 'SET'], ['set transaction read only;', undefined], ['SET ROLE all', undefined], ['set constraints all deferred', undefined],
    ['desc t', 'DESCRIBE'], ['describe t', 'DESCRIBE'], ['@x', '@'], ['@@x 1', '@@'], ['!ls', 'HOST'], ['rem x', 'REMARK'], ['delete t', undefined], ['del', 'DEL'],
    ['savepoint a', undefined], ['commit', undefined], ['comment on table t', undefined], ['exit', 'EXIT'], ['exit;', 'EXIT'], ['conn a/b', 'CONNECT'], ['exec p', 'EXECUTE'],
    ['execute p', 'EXECUTE'], ['explain plan', undefined], ['show err', 'SHOW'], ['spool x', 'SPOOL'], ['column a format a1', 'COLUMN'], ['select 1', undefined], ['r', 'RUN'],
    ['revoke x', undefined], ['rename a to b', undefined], ['variable x number', 'VARIABLE'], ['settings', undefined]
  ])('%s → %s', (line, name) => expect(commandOf(line)).toBe(name))
})

describe('SET', () => {
  const settingsAfter = (line: string): ReturnType<typeof defaultSettings> => {
    const settings = defaultSettings()
    applySet(settings, line)
    return settings
  }
  it('takes several options and abbreviations', () => {
    expect(settingsAfter('set feed off lin 200 pages 0 ver off NULL "(null)"')).toMatchObject({ feedback: 0, lineSize: 200, pageSize: 0, verify: false, null: '(null)' })
    expect(settingsAfter('SET DEFINE OFF').define).toBeUndefined()
    expect(settingsAfter("set define '^'").define).toBe('^')
    expect(settingsAfter('set serveroutput on size unlimited format wrapped echo on')).toMatchObject({ serverOutput: true, echo: true })
    expect(settingsAfter('set feedback on').feedback).toBe(1)
  })
  it.each(['set', 'set foo on', 'set echo maybe', 'set linesize x', 'set linesize 0', 'set autotrace on', 'set feedback only', 'set markup html on'])('%s is refused', line => {
    expect(() => settingsAfter(line)).toThrow(ScriptError)
  })
  it('is shown by SHOW', () => {
    expect(showSetting(defaultSettings(), 'lines')).toBe('linesize 80')
    expect(showSetting(defaultSettings(), 'echo')).toBe('echo OFF')
    expect(() => showSetting(defaultSettings(), 'sga')).toThrow(/SP2-0158/)
  })
})

describe('logins', () => {
  it.each([
    ['hr/secret@localhost:1521/FREEPDB1', { user: 'hr', password: 'secret', connectString: 'localhost:1521/FREEPDB1' }],
    ['hr/p@ss@h:1/s', { user: 'hr', password: 'p@ss', connectString: 'h:1/s' }], ['hr/"p@ss"@h:1/s', { user: 'hr', password: 'p@ss', connectString: 'h:1/s' }],
    ['"Mixed"/x', { user: '"Mixed"', password: 'x' }], ['hr/a/b@h:1/s', { user: 'hr', password: 'a/b', connectString: 'h:1/s' }]
  ])('%s', (text, login) => expect(parseLogin(text)).toEqual(login))
  it.each(['hr', 'hr/', '/x', 'hr/"x', 'hr/x@h y'])('%s is refused', text => expect(() => parseLogin(text)).toThrow(ScriptError))
})

describe('tables', () => {
  const columns = [{ heading: 'ID', right: true }, { heading: 'NAME', right: false }]
  it('have numbers on the right, ten wide at least, and underlines', () => {
    expect(formatTable(columns, [['1', 'King'], ['.5', 'Ño']], defaultSettings())).toEqual(['        ID NAME', '---------- ----', '         1 King', '        .5 Ño'])
  })
  it('put what does not fit on the next line, and fold what is too long', () => {
    const settings = { ...defaultSettings(), lineSize: 12 }
    expect(formatTable(columns, [['1', 'abcdefghijklmnop']], settings)).toEqual(['        ID', '----------', 'NAME', '------------', '         1', 'abcdefghijkl', 'mnop'])
  })
  it('repeat their headings by PAGESIZE and leave them out for 0', () => {
    const settings = { ...defaultSettings(), pageSize: 5 }
    expect(formatTable([columns[1]], [['a'], ['b'], ['c']], settings)).toEqual(['NAME', '----', 'a', 'b', '', 'NAME', '----', 'c'])
    expect(formatTable([columns[1]], [['a']], { ...settings, pageSize: 0 })).toEqual(['a'])
  })
})

describe('dates', () => {
  const d = new Date(2024, 0, 5, 14, 3, 9, 45)
  it.each([
    ['DD-MON-RR', '05-JAN-24'], ['YYYY-MM-DD HH24:MI:SS', '2024-01-05 14:03:09'], ['Dd-Mon-yyyy', '05-Jan-2024'], ['HH:MI AM', '02:03 PM'], ['HH.MI.SSXFF AM', '02.03.09.045 PM'],
    ['YYYY"y"', '2024y'], ['SYYYY', ' 2024']
  ])('%s', (mask, text) => expect(formatDate(d, mask)).toBe(text))
  it('give up on what they do not know', () => expect(formatDate(d, 'YYYY Q')).toBeUndefined())
})

describe('feedback', () => {
  it.each([
    ['create or replace package body p is', 0, 'Package body created.'], ['create unique index i on t(a)', 0, 'Index created.'], ['create global temporary table t (a number)', 0, 'Table created.'],
    ['insert into t', 1, '1 row created.'], ['update t set a = 1', 0, '0 rows updated.'], ['merge into t', 3, '3 rows merged.'], ['alter session set x = 1', 0, 'Session altered.'],
    ['drop public synonym s', 0, 'Synonym dropped.'], ['comment on table t is 1', 0, 'Comment created.'], ['begin null; end;', 0, 'PL/SQL procedure successfully completed.'],
    ['set role none', 0, 'Role set.'], ['select 1 from dual', 0, undefined], ['constructor', 0, undefined]
  ])('%s', (text, n, said) => expect(feedbackOf(tokenize(text), n)).toBe(said))
  it('counts selected rows from the threshold on', () => {
    expect([selectedRows(107, 6), selectedRows(5, 6), selectedRows(0, 6), selectedRows(1, 1), selectedRows(0, 0)]).toEqual(['107 rows selected.', undefined, 'no rows selected', '1 row selected.', undefined])
  })
})

describe('errors', () => {
  it('show their line with a caret under the place', () => {
    const of = { text: 'select *\r\nfrom\tnope', file: 'a.sql', line: 3, column: 5 }
    expect(printError(new ScriptError('ORA-00942: table or view does not exist', { of, offset: 15 }))).toBe(
      'a.sql:4:6: ORA-00942: table or view does not exist\n  > 4 | from\tnope\n      |     \t^\n')
    expect(lineOf({ of, offset: 7 })).toEqual({ line: 3, column: 12, text: '    select *' })
  })
  it('show of a long line what is around the place', () => {
    const of = { text: `${'x'.repeat(500)}!${'y'.repeat(500)}`, file: 'a.sql', line: 1, column: 1 }
    const [, line, caret] = printError(new ScriptError('no', { of, offset: 500 })).split('\n')
    expect(line.length).toBeLessThan(180)
    expect(line[caret.indexOf('^')]).toBe('!')
  })
})
