import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OraError } from '../../errors/ora-error'
import { parseUnit } from '../../plsql/parse/parse-unit'
import { PlsqlSyntaxError } from '../../plsql/parse/plsql-syntax-error'
import { placeOf, sourceLines, sourceText } from '../../plsql/parse/source-text'
import { parseStatement } from '../../sql/parse/parse-statement'
import { print } from './print-unit'

/** Pairs of lines: a text (\n stands for a line feed), what becomes of it. */
const pairs = (file: string): [string, string][] => {
  const lines = readFileSync(join(__dirname, file), 'utf8').trimEnd().split('\n')
  return Array.from({ length: lines.length / 2 }, (_, i) => [lines[2 * i].replaceAll('\\n', '\n'), lines[2 * i + 1].slice(2)])
}
const errorOf = (text: string): PlsqlSyntaxError | OraError => {
  try {
    parseUnit(text)
  } catch (error) {
    if (error instanceof PlsqlSyntaxError || error instanceof OraError) return error
    throw error
  }
  throw new Error(`parses: ${text}`)
}
const syntaxErrorOf = (text: string): PlsqlSyntaxError => {
  const error = errorOf(text)
  if (!(error instanceof PlsqlSyntaxError)) throw error
  return error
}

describe('trees', () => {
  it.each(pairs('units.txt'))('%s', (text, tree) => expect(print(parseUnit(text).unit)).toBe(tree))

  it('know their place in the text', () => {
    const text = 'create or replace  procedure p(a number) is\n  b number := a + 1;\nbegin\n  if b > 1 then q(b); end if;\nend p;'
    const { unit } = parseUnit(text)
    if (unit.type !== 'create-subprogram' || !unit.subprogram.body) throw new Error(unit.type)
    const cut = (s?: { start: number; end: number }): string => text.slice(s?.start, s?.end)
    const { body, parameters } = unit.subprogram
    const [statement] = body.statements
    expect(cut(unit)).toBe(text)
    expect(cut(parameters[0])).toBe('a number')
    expect(cut(body.declarations[0])).toBe('b number := a + 1')
    expect(cut(statement)).toBe('if b > 1 then q(b); end if')
    expect(statement.type === 'if' && cut(statement.arms[0].when)).toBe('b > 1')
    expect(cut(body.endName)).toBe('p')
    expect(unit.subprogram.start).toBe(unit.sourceStart)
  })

  it('name every bind variable once for each occurrence, in text order', () => {
    const { placeholders } = parseUnit('begin update t set a = :a where b = :b returning c into :c; :a := f(:b); end;')
    expect(placeholders.map(p => `${p.name}${p.index}`)).toEqual(['A0', 'B1', 'C2', 'A3', 'B4'])
    expect(parseUnit('create trigger t before insert on x for each row begin :new.a := :old.b; end;').placeholders).toEqual([])
  })

  it('a long name is kept whole in an expression of many parts', () => {
    expect(print(parseUnit('begin a.b.c.d.e := f.g.h.i(1).j(2).k; end;').unit)).toBe('[A.B.C.D.E := F.G.H.I(1).J(2).K;]')
  })
})

describe('source text', () => {
  const text = 'create or replace editionable\n  procedure p is\nbegin\n  null;\nend;\n'
  it('begins with the word that says what the unit is', () => {
    const { unit } = parseUnit(text)
    if (unit.type === 'anonymous') throw new Error(unit.type)
    expect(sourceText(text, unit)).toBe('procedure p is\nbegin\n  null;\nend;\n')
    expect(sourceLines(sourceText(text, unit))).toEqual(['procedure p is\n', 'begin\n', '  null;\n', 'end;\n'])
    expect(sourceLines('a\n\nb')).toEqual(['a\n', '\n', 'b'])
  })

  it('places count from 1, and the end of the text stands on its last character', () => {
    expect(placeOf('ab\ncd', 0)).toEqual({ line: 1, column: 1 })
    expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 })
    expect(placeOf('ab\ncd', 5)).toEqual({ line: 2, column: 2 })
    expect(placeOf('ab\n', 3)).toEqual({ line: 2, column: 0 })
  })
})

describe('errors', () => {
  it.each(pairs('unit-errors.txt'))('%s', (text, expected) => {
    const error = errorOf(text)
    const [offset, message] = [expected.slice(0, expected.indexOf(' ')), expected.slice(expected.indexOf(' ') + 1)]
    const feature = message.startsWith('ORA-03001: ') ? `ORA-03001: unimplemented feature: ${message.slice(11)} is not supported by this embedded database` : message
    expect(error.message.split(/:?\n/)[0].replace(/ when expecting one of the following$/, '')).toBe(feature.replace(/ when expecting one of the following$/, ''))
    expect(error.offset).toBe(Number(offset))
  })

  it('list what Oracle expected, in its words and line breaks', () => {
    expect(syntaxErrorOf('begin null end;').text).toBe('PLS-00103: Encountered the symbol "END" when expecting one of the following:\n\n   ;')
    expect(syntaxErrorOf("begin\n  dbms_output.put_line('x')\nend;").text).toBe(
      'PLS-00103: Encountered the symbol "END" when expecting one of the following:\n\n   := . ( % ;')
    expect(syntaxErrorOf('begin c := a b; end;').text.split('\n').slice(2)).toEqual([
      '   . ( * @ % & = - + ; < / > at in is mod remainder not rem',
      '   <an exponent (**)> <> or != or ~= >= <= <> and or like like2',
      '   like4 likec between || multiset member submultiset'
    ])
    expect(syntaxErrorOf('begin end;').text.split('\n').slice(2)).toEqual([
      '   ( begin case declare exit for goto if loop mod null pragma',
      '   raise return select update while with <an identifier>',
      '   <a double-quoted delimited-identifier> <a bind variable> <<',
      '   continue close current delete fetch lock insert open rollback',
      '   savepoint set sql execute commit forall merge pipe purge',
      '   json_exists json_value json_query json_object json_array'
    ])
  })

  it('in SQL statements are those of SQL, with the line that says what was ignored', () => {
    const error = syntaxErrorOf('begin\n  select a b c into x from t;\nend;')
    expect([error.offset, error.text]).toEqual([19, 'PL/SQL: ORA-00923: FROM keyword not found where expected'])
    expect(error.also).toEqual([{ offset: 8, text: 'PL/SQL: SQL Statement ignored' }])
  })

  it('of a CREATE carry what is needed to keep the object', () => {
    const procedure = syntaxErrorOf('create or replace procedure hr.p is begin null end;')
    expect(procedure.header).toMatchObject({ kind: 'PROCEDURE', orReplace: true, sourceStart: 18, name: { schema: { name: 'HR' }, object: { name: 'P' } } })
    const trigger = syntaxErrorOf('create trigger t after update of a or delete on hr.x for each row when (new.a > 1) begin null end;')
    expect(trigger.header).toMatchObject({ kind: 'TRIGGER', orReplace: false })
    expect(trigger.header?.trigger).toMatchObject({ timing: 'AFTER', forEachRow: true, whenText: 'new.a > 1', on: { object: { name: 'X' } }, events: [{ event: 'UPDATE' }, { event: 'DELETE' }] })
    expect(syntaxErrorOf('create package body p is procedure q is begin end; end;').header?.kind).toBe('PACKAGE BODY')
    expect(syntaxErrorOf('begin null end;').header).toBeUndefined()
    expect(errorOf('create trigger t before insert x begin null; end;')).toBeInstanceOf(OraError)
  })

  it('know where the next statement begins', () => {
    const text = 'begin x := 1 2; y := 3; end;'
    expect(text.slice(syntaxErrorOf(text).resume)).toBe(' y := 3; end;')
    expect(syntaxErrorOf('begin x := 1').resume).toBe(12)
  })

  it('of names too long are PLS-00114', () => expect(syntaxErrorOf(`begin ${'a'.repeat(129)} := 1; end;`).text).toMatch(/^PLS-00114/))

  it('name any character', () => {
    for (const c of ['?', '&', '\\', '#', '§', '\u{1F600}', '\u00ad']) expect(syntaxErrorOf(`begin x := 1 ${c} 2; end;`).text).toContain(`symbol "${c}"`)
  })
})

describe("PL/SQL's syntax", () => {
  it.each([
    'select a ** b from t', 'select f(1)(2) from t', 'select f(1).a from t', 'select c%rowcount from t', 'select a into b from t', 'insert into t values r',
    'update t set row = r', 'delete from t where current of c', 'update t set a = 1 returning a into b', 'select a from t where b member of c',
    'select a from t where b is empty', 'select a from t where b', 'select a from t where not b', 'select a > 1 from t', 'select a bulk collect into b from t',
    'select 1 from t where a := 1', 'commit;'
  ])('is an error in SQL: %s', text => expect(() => parseStatement(text)).toThrow(OraError))
})
