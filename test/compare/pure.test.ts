/** What counts as a difference, what may be expected, and how a script is read: no database. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compareOutcomes, hasOrder } from '../../scripts/compare/compare-outcomes'
import { compareCases } from '../../scripts/compare/compare-suites'
import { parseRules } from '../../scripts/compare/expected'
import { parseCompareOptions } from '../../scripts/compare/options'
import type { Cell, Column, Outcome } from '../../scripts/compare/outcome'
import { readJunit } from '../../scripts/compare/run-pytest'
import { walkScript } from '../../scripts/compare/walk-script'

const folder = mkdtempSync(join(tmpdir(), 'compare-pure-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NUMBER: Column = { name: 'N', type: 'NUMBER', precision: 6, scale: 0, nullable: true }
const TEXT: Column = { name: 'T', type: 'VARCHAR2', nullable: true, size: 20 }
const nothing = { output: [], implicit: [] }
const rows = (columns: readonly Column[], ...cells: Cell[][]): Outcome => ({ ...nothing, result: { columns, rows: cells } })
const failed = (code: string, message = code, below?: string): Outcome => ({ ...nothing, error: { code, message, ...(below ? { below } : {}) } })
const kinds = (a: Outcome, b: Outcome, statement = 'select n from t', rules = '') => compareOutcomes(statement, a, b, parseRules(rules, 'list.txt')).map(({ kind, of, expected }) => [kind, of, expected?.join()].filter(Boolean).join(' '))

describe('two outcomes', () => {
  it('are the same when everything is', () => {
    expect(kinds(rows([NUMBER], ['1'], ['2']), rows([NUMBER], ['1'], ['2']))).toEqual([])
    expect(kinds(failed('ORA-00942', 'table or view does not exist'), failed('ORA-00942', 'table or view "X"."T" does not exist'))).toEqual([])
  })
  it('differ in the code of the error, in success, and below ORA-06550', () => {
    expect(kinds(failed('ORA-00942'), failed('ORA-00904'))).toEqual(['error'])
    expect(kinds(failed('ORA-00942'), rows([NUMBER]))).toEqual(['error'])
    expect(kinds(failed('ORA-06550', '', 'PLS-00201'), failed('ORA-06550', '', 'PLS-00103'))).toEqual(['error'])
  })
  it('differ in each respect of a column by itself', () => {
    const other: [string, Partial<Column>][] = [['names N', { name: 'M' }], ['precision N', { precision: 7 }], ['scale N', { scale: 2 }], ['nullable N', { nullable: false }], ['types N', { type: 'BINARY_DOUBLE' }]]
    for (const [kind, change] of other) expect(kinds(rows([NUMBER]), rows([{ ...NUMBER, ...change }]))).toEqual([kind])
    expect(kinds(rows([TEXT]), rows([{ ...TEXT, size: 21 }]))).toEqual(['size T'])
    expect(kinds(rows([TEXT]), rows([TEXT, NUMBER]))).toEqual(['columns'])
    expect(kinds(rows([TEXT]), { ...nothing })).toEqual(['columns'])
  })
  it('compare rows as multisets without ORDER BY, in order with it', () => {
    const [a, b] = [rows([NUMBER], ['1'], ['2']), rows([NUMBER], ['2'], ['1'])]
    expect(kinds(a, b, 'select n from t')).toEqual([])
    expect(kinds(a, b, 'select n from t order by 1')).toEqual(['order'])
    expect(kinds(a, b, 'select n, rank() over (order by n) from (select n from t order by 1)')).toEqual([])
    expect(kinds(rows([NUMBER], ['1'], ['1'], ['2']), rows([NUMBER], ['1'], ['2'], ['2']), 'select n from t')).toEqual(['rows'])
  })
  it('tell null from text, and one digit from another', () => {
    expect(kinds(rows([TEXT], [null]), rows([TEXT], ['null']))).toEqual(['rows'])
    expect(kinds(rows([NUMBER], ['.33333333333333333333333333333333333333']), rows([NUMBER], ['.333333333333333333333333333333333333333']))).toEqual(['rows'])
  })
  it('show the rows that only one of them has', () => {
    const [{ a, b }] = compareOutcomes('select n from t', rows([NUMBER, TEXT], ['1', 'x'], ['2', null]), rows([NUMBER, TEXT], ['1', 'x'], ['3', 'y']), [])
    expect([a, b]).toEqual(["'2' | null", "'3' | 'y'"])
  })
  it('differ in what DML changed, in variables, output, compile errors and implicit results', () => {
    expect(kinds({ ...nothing, rowCount: 1 }, { ...nothing, rowCount: 2 }, 'update t set n = 1')).toEqual(['rowcount'])
    expect(kinds({ ...nothing, out: { X: '1' } }, { ...nothing, out: { X: null } }, 'begin :x := 1; end;')).toEqual(['out :X'])
    expect(kinds({ ...nothing, output: ['a'] }, { ...nothing, output: ['a', ''] }, 'begin p; end;')).toEqual(['output'])
    const compiled = (line: number): Outcome => ({ ...nothing, compileErrors: [{ line, code: 'PLS-00201', text: '…' }] })
    expect(kinds(compiled(1), compiled(2), 'create procedure p …')).toEqual(['compile'])
    expect(kinds({ ...nothing, implicit: [{ columns: [NUMBER], rows: [['1'], ['2']] }] }, { ...nothing, implicit: [{ columns: [NUMBER], rows: [['2'], ['1']] }] }, 'begin p; end;')).toEqual(['order implicit result 1'])
  })
  it('differ in output even where both failed alike', () => {
    expect(kinds({ ...failed('ORA-01403'), output: ['a'] }, { ...failed('ORA-01403'), output: ['b'] })).toEqual(['output'])
  })
})

describe('ORDER BY', () => {
  it('counts where the statement itself has it', () => {
    for (const sql of ['select 1 from t order by 1', '(select 1 from t) union (select 2 from t) order by 1', 'with q as (select 1 from t) select * from q order siblings by 1', "select 'order by' from t /* no */ order -- yes\n by 1"]) expect(hasOrder(sql)).toBe(true)
    for (const sql of ['select 1 from (select 1 from t order by 1)', "select 'x order by 1' from t", 'select listagg(a) within group (order by a) from t', 'begin for r in c loop null; end loop; end; -- order by', 'insert into t select 1 from u order by 1']) expect(hasOrder(sql)).toBe(false)
  })
})

describe('a list of expected differences', () => {
  it('covers columns, types and parts of texts, and names its group', () => {
    const list = '[ids] why\nvalue column:id # and so on\n[names]\nvalue text:/SYS_C\\d+/\n[rowids]\nvalue type:ROWID'
    const id: Column = { ...TEXT, name: 'ID' }
    const address: Column = { ...TEXT, name: 'X', type: 'ROWID' }
    expect(kinds(rows([id], ['1']), rows([id], ['2']), 'select', list)).toEqual(['rows ids'])
    expect(kinds(rows([address], ['AAA']), rows([address], ['BBB']), 'select', list)).toEqual(['rows rowids'])
    expect(kinds(rows([TEXT], ['(HR.SYS_C12)']), rows([TEXT], ['(HR.SYS_C9)']), 'select', list)).toEqual(['rows names'])
    expect(kinds({ ...nothing, output: ['SYS_C1'] }, { ...nothing, output: ['SYS_C2'] }, 'begin', list)).toEqual(['output names'])
  })
  it('never covers more than it says: another column, the rest of a text, a null, a missing row', () => {
    const list = 'value column:ID\nvalue text:/SYS_C\\d+/'
    const id: Column = { ...TEXT, name: 'ID' }
    expect(kinds(rows([id, TEXT], ['1', 'a']), rows([id, TEXT], ['2', 'b']), 'select', list)).toEqual(['rows'])
    expect(kinds(rows([TEXT], ['SYS_C1 x']), rows([TEXT], ['SYS_C2 y']), 'select', list)).toEqual(['rows'])
    expect(kinds(rows([id], ['1']), rows([id], [null]), 'select', list)).toEqual(['rows'])
    expect(kinds(rows([id], ['1']), rows([id], ['1'], ['2']), 'select', list)).toEqual(['rows'])
  })
  it('covers a kind, everywhere or in some statements', () => {
    expect(kinds(rows([TEXT]), rows([{ ...TEXT, size: 80 }]), 'select', 'size *')).toEqual(['size T list.txt'])
    expect(kinds(rows([TEXT]), rows([{ ...TEXT, size: 80 }]), 'select 1 from dual', 'size statement:/v\\$version/i')).toEqual(['size T'])
    expect(kinds(failed('ORA-00001'), failed('ORA-00002'), 'select', 'error statement:/^SELECT/i')).toEqual(['error list.txt'])
  })
  it('is refused with file and line when it says nothing, or too much', () => {
    for (const [line, words] of [['rowz *', 'rowz is nothing that is compared'], ['value *', 'nothing at all would be compared'], ['value text:SYS', 'between slashes'], ['value text:/(/', 'Invalid regular expression'], ['rows where:x', 'where:x is not understood'], ['case *', 'case needs statement']])
      expect(() => parseRules(`# list\n${line}`, 'my.txt')).toThrow(new RegExp(`^my\\.txt:2: .*${words}`))
  })
  it('covers cases of a suite', () => {
    const [a, b] = [new Map([['x-1', 'passed'], ['x-2', 'passed'], ['x-3', 'wrong: 1']]), new Map([['x-1', 'passed'], ['x-2', 'refused: ORA-03001'], ['x-3', 'wrong: 2']])]
    const compared = compareCases('corpus', a, b, parseRules('[known]\ncase statement:/^x-2$/', 'f'))
    expect(compared.map(({ id, a: left, b: right, expected }) => `${id} ${left === right} ${expected ?? ''}`)).toEqual(['x-1 true ', 'x-2 false known', 'x-3 false '])
    expect(compareCases('corpus', a, new Map(), []).every(({ b: right }) => right === 'did not run')).toBe(true)
  })
})

describe('a script', () => {
  const walk = (text: string, args: string[] = []) => walkScript(text, join(folder, 'main.sql'), args, folder)
  const texts = (text: string, args: string[] = []) => walk(text, args).statements.map((statement) => statement.text)
  it('is cut by the language, with the lines of the file', () => {
    const { statements } = walk("select 'a;b' from dual;\n\nbegin\n  null;\nend;\n/\nselect 2 from dual")
    expect(statements.map(({ line, text }) => [line, text])).toEqual([[1, "select 'a;b' from dual"], [3, 'begin\n  null;\nend;'], [7, 'select 2 from dual']])
  })
  it('is read with its definitions, arguments, files, EXECUTE, DESCRIBE, / and EXIT', () => {
    writeFileSync(join(folder, 'part.sql'), 'select &1 from part;\n')
    expect(texts('define t = emp\nselect * from &t;\n@part 7\nexec p(1)\ndesc hr.emp\nset define off\nselect \'&x\' from dual;\n/\nexit\nselect 9 from dual;')).toEqual(['select * from emp', 'select 7 from part', 'begin p(1); end;', 'select * from hr.emp where 1 = 0', "select '&x' from dual", "select '&x' from dual"])
    expect(texts('select &1 from dual;', ['5'])).toEqual(['select 5 from dual'])
  })
  it('tells what it passes over', () => {
    expect(walk('prompt hello\nwhenever sqlerror exit\nselect 1 from dual;').passedOver.map(({ line, text }) => `${line} ${text}`)).toEqual(['1 prompt hello', '2 whenever sqlerror exit'])
  })
  it('that cannot run is refused before anything does, with its place', () => {
    for (const [text, words] of [['select :x from dual;', 'SP2-0552'], ['select &who from dual;', 'who is not defined'], ['@nowhere', 'SP2-0310'], ['connect hr/hr', 'CONNECT cannot be compared'], ['host rm x', 'HOST cannot be compared'], ['/', 'SP2-0103'], ['variable x blob', 'not supported']] as const) {
      let thrown: unknown
      try {
        walk(`select 1 from dual;\n`.repeat(text === '/' ? 0 : 1) + text)
      } catch (error) {
        thrown = error
      }
      expect(thrown, text).toMatchObject({ message: expect.stringContaining(words), place: { of: { line: text === '/' ? 1 : 2 } } })
    }
  })
})

describe('the command line', () => {
  const parse = (...argv: string[]) => parseCompareOptions(argv, folder)
  it('takes two databases and a file, options anywhere', () => {
    expect(parse('embedded', '-v', 'u/p@h:1521/s', 'f.sql', '5', '--ignore', 'size,rowids')).toMatchObject({ a: { kind: 'embedded' }, b: { kind: 'remote', user: 'u', connectString: 'h:1521/s' }, file: 'f.sql', args: ['5'], verbose: true })
    expect(parse('embedded', 'container', '--suite')).toMatchObject({ suites: ['corpus', 'pytest'] })
    expect(parse('--suite', 'pytest', 'embedded', 'container')).toMatchObject({ suites: ['pytest'] })
    expect(parse('embedded', 'embedded', 'f.sql', '--', '--x')).toMatchObject({ args: ['--x'] })
  })
  it('is refused in a sentence', () => {
    for (const [argv, words] of [[['embedded'], 'Two databases'], [['embedded', 'embedded'], 'FILE, or --suite'], [['embedded', 'embedded', 'f', '--suite'], 'not both'], [['embedded', 'nonsense', 'f'], 'B: '], [['embedded', 'embedded', 'f', '--ignore', 'x'], 'neither a kind'], [['embedded', 'embedded', 'f', '--nope'], 'Unknown option --nope'], [['embedded', 'embedded', 'f', '--admin-a', 'x'], 'USER/PASSWORD'], [['embedded', 'embedded', 'f', '--expected', 'gone.txt'], 'cannot be read']] as const)
      expect(() => parse(...argv)).toThrow(words)
  })
})

describe('a JUnit report', () => {
  it('gives each test its outcome', () => {
    const xml = '<testsuites><testsuite><testcase classname="t" name="a"/><testcase classname="t" name="b"><failure message="assert 1 == 2&#10;more"/></testcase><testcase classname="t" name="c"><skipped/></testcase></testsuite></testsuites>'
    expect([...readJunit(xml)]).toEqual([['t::a', 'passed'], ['t::b', 'failed: assert 1 == 2'], ['t::c', 'skipped']])
  })
})
