import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OraError } from '../../errors/ora-error'
import { parseCondition, parseExpression, parseQuery, parseStatement } from '../../sql/parse/parse-statement'
import texts from './corpus-texts.json'
import { print } from './print-tree'

/** Pairs of lines: a text, and two blanks before what is expected of it. */
const pairs = (file: string): [string, string][] => {
  const lines = readFileSync(join(__dirname, file), 'utf8').trimEnd().split('\n')
  return Array.from({ length: lines.length / 2 }, (_, i) => [lines[2 * i], lines[2 * i + 1].slice(2)])
}
const errorOf = (text: string): OraError => {
  try {
    parseStatement(text)
  } catch (error) {
    if (error instanceof OraError) return error
    throw error
  }
  throw new Error(`parses: ${text}`)
}

describe('trees', () => {
  it.each(pairs('statements.txt'))('%s', (text, tree) => expect(print(parseStatement(text).statement)).toBe(tree))

  it('of stored texts', () => {
    expect(print(parseExpression('upper(a) || :x'))).toBe('(UPPER(A) || :X#0)')
    expect(print(parseCondition('a > 0 or b is null'))).toBe('(A > 0 or B is null)')
    expect(print(parseQuery('select 1 from dual order by 1'))).toBe('select 1 from DUAL order by 1')
    expect(() => parseExpression('a b')).toThrow('ORA-00933')
  })

  it('know their place in the text', () => {
    const text = 'select  a.b + 1 as c from t where x in (1, 2) -- end'
    const statement = parseStatement(text).statement
    if (statement.type !== 'query' || statement.body.type !== 'select') throw new Error(statement.type)
    const [item] = statement.body.items
    const cut = (s?: { start: number; end: number }): string => text.slice(s?.start, s?.end)
    expect(cut(statement)).toBe('select  a.b + 1 as c from t where x in (1, 2)')
    expect(cut(item)).toBe('a.b + 1 as c')
    expect(item.type === 'item' && cut(item.value)).toBe('a.b + 1')
    expect(cut(statement.body.from[0])).toBe('t')
    expect(cut(statement.body.where)).toBe('x in (1, 2)')
  })

  it('name every placeholder once for each occurrence, in text order', () => {
    const { placeholders } = parseStatement('insert into t (a, b) values (:b, :a) returning a into :b')
    expect(placeholders.map(p => `${p.name}${p.index}@${p.start}`)).toEqual(['B0@29', 'A1@33', 'B2@54'])
    expect(parseStatement('begin :x := f(:y, :x); end;').placeholders.map(p => p.name)).toEqual(['X', 'Y', 'X'])
    expect(parseStatement('create trigger t before insert on x begin :new.a := 1; end;').placeholders).toEqual([])
  })
})

describe('errors', () => {
  it.each(pairs('errors.txt'))('%s', (text, expected) => {
    const [code, offset, ...feature] = expected.split(' ')
    const error = errorOf(text)
    expect(`${error.message.slice(0, 9)} ${error.offset}`).toBe(`${code} ${offset}`)
    if (feature.length > 0) expect(error.text).toContain(`: ${feature.join(' ')} is not supported`)
  })

  it('an empty statement is ORA-00900', () => {
    for (const text of ['', '  \n', '-- nothing', '/* */']) expect(errorOf(text).code).toBe(900)
  })

  it('a list has at most 1000 expressions, and any number of rows', () => {
    const list = (n: number, item: string): string => Array(n).fill(item).join(',')
    parseStatement(`select 1 from dual where 1 in (${list(1000, '1')})`)
    expect(errorOf(`select 1 from dual where 1 in (${list(1001, '1')})`)).toMatchObject({ code: 1795, offset: 2031 })
    parseStatement(`select 1 from dual where (1, 2) in (${list(1500, '(1,2)')})`)
  })

  it('a name has at most 128 bytes', () => {
    parseStatement(`select ${'a'.repeat(128)} from dual`)
    expect(errorOf(`select ${'a'.repeat(129)} from dual`).code).toBe(972)
    expect(errorOf(`select "${'é'.repeat(65)}" from dual`).code).toBe(972)
  })

  it.each([
    ['parentheses', (n: number) => `select ${'('.repeat(n)}1${')'.repeat(n)} from dual`],
    ['conditions', (n: number) => `select 1 from dual where ${'('.repeat(n)}1=1${')'.repeat(n)}`],
    ['NOT', (n: number) => `select 1 from dual where ${'not '.repeat(n)} 1=1`],
    ['signs', (n: number) => `select ${'- '.repeat(n)}1 from dual`],
    ['calls', (n: number) => `select ${'f('.repeat(n)}1${')'.repeat(n)} from dual`],
    ['subqueries', (n: number) => `${'select * from ('.repeat(n)}select 1 from dual${')'.repeat(n)}`],
    ['queries', (n: number) => `${'('.repeat(n)}select 1 from dual${')'.repeat(n)}`],
    ['joins', (n: number) => `select * from ${'('.repeat(n)}a${')'.repeat(n)}`],
    ['CASE', (n: number) => `select ${'case when 1=1 then '.repeat(n)}1${' end'.repeat(n)} from dual`],
    ['operators', (n: number) => `select 1${'+1'.repeat(n)} from dual`],
    ['unions', (n: number) => `select 1 from dual${' union all select 1 from dual'.repeat(n)}`],
    ['unclosed parentheses', (n: number) => `select ${'('.repeat(n)}`],
    ['grouping sets', (n: number) => `select 1 from dual group by ${'grouping sets ('.repeat(n)}a${')'.repeat(n)}`]
  ])('nesting of %s ends in an error, not in the end of the stack', (_, text) => {
    parseStatement(text(10).replace(/^select \(+$/, 'select 1 from dual'))
    expect(errorOf(text(20_000)).code).toBe(3001)
  })

  it('nesting is read in linear time', () => {
    const text = `select 1 from dual where ${'('.repeat(90)}a + 1${')'.repeat(90)} = 2`
    const started = process.hrtime.bigint()
    for (let i = 0; i < 20; i++) parseStatement(text)
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2000)
  })
})

describe('texts of the corpus', () => {
  it.each(texts.filter(t => t.sql !== '(connect)').map(t => [t.sql, t] as const))('%s', (sql, t) => {
    try {
      parseStatement(sql)
    } catch (error) {
      if (!(error instanceof OraError)) throw error
      expect((t as { error?: string[] }).error ?? ['none']).toContain(error.message.slice(0, 9))
      expect(error.offset).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('anything else', () => {
  const word = fc.constantFrom(...`select from where group by having order with as ( ) , . + - * / || = < > <> := => in not null is and or between like exists any all
    case when then else end a b t "x" 'x' 1 .5 :x :1 (+) insert into values update set delete merge using on matched returning create table number varchar2 date
    primary key unique check references foreign constraint default identity generated always alter add modify drop column rename to index view sequence start increment
    grant revoke user identified comment lock mode exclusive commit rollback savepoint transaction session join left outer natural cross apply pivot unpivot for fetch
    first rows only offset union minus intersect connect prior level rownum rowid nextval listagg within over partition rows unbounded preceding cast extract trim
    leading interval day timestamp distinct count ; ? % & @ [ -- /* */ ' " explain plan truncate keep dense_rank sample table lateral cursor`.split(/\s+/))

  it('raises an OraError or parses, in bounded time', () => {
    fc.assert(fc.property(fc.array(word, { maxLength: 60 }), fc.constantFrom('', 'select a from t where ', 'create table t (', 'alter table t ', 'insert into t ', 'merge into t using s on (a = b) '), (words, head) => {
      try {
        parseStatement(head + words.join(' '))
      } catch (error) {
        if (!(error instanceof OraError)) throw error
        expect(error.offset).toBeLessThanOrEqual((head + words.join(' ')).length)
      }
    }), { numRuns: 5000 })
  })

  it('survives a changed token in real statements', () => {
    fc.assert(fc.property(fc.constantFrom(...texts.map(t => t.sql)), fc.nat(), word, fc.constantFrom('replace', 'insert', 'delete', 'cut'), (sql, at, other, how) => {
      const parts = sql.split(/\b/)
      const i = at % parts.length
      if (how === 'cut') parts.length = i
      else parts.splice(i, how === 'insert' ? 0 : 1, ...(how === 'delete' ? [] : [` ${other} `]))
      try {
        parseStatement(parts.join(''))
      } catch (error) {
        if (!(error instanceof OraError)) throw error
      }
    }), { numRuns: 5000 })
  })
})
