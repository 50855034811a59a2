import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitScript } from '../index'

const cut = (script: string): readonly string[] => splitScript(script).map(p => `${p.kind}${p.terminator} ${p.text}`)

const PACKAGE_BODY = `create or replace package body p as
  n number := case when 1 = 1 then 2 end;
  cursor c is select 1 from dual;
  procedure hidden(a number default (1));
  function f(x number) return number is
    type t is record (a number);
    procedure inner is begin null; end inner;
  begin
    for i in 1 .. 3 loop
      if i = 2 then continue; end if;
      case i when 1 then null; else begin null; end; end case;
      n := case i when 1 then 2 else 3 end;
    end loop;
    <<again>> while x < 3 loop null; end loop again;
    return x;
  end f;
  procedure hidden(a number default (1)) as language java name 'x.y()';
begin
  n := 1;
end p;`

const COMPOUND = `create trigger tr for insert on t when (new.a > 1) compound trigger
  n number;
  before statement is begin n := 1; end before statement;
  after each row is begin null; end after each row;
end tr;`

describe('splitting a script by the language', () => {
  it.each([
    ['select 1 from dual; select 2 from dual', ['sql; select 1 from dual', 'sqlnone select 2 from dual']],
    ['select 1\n/\nselect 4/2\nfrom dual\n  /  \n', ['sql/ select 1', 'sql/ select 4/2\nfrom dual']],
    ["insert into t values ('a;b''c', q'[;']', \";\");", ["sql; insert into t values ('a;b''c', q'[;']', \";\")"]],
    ['-- first\nselect /*+ full(t) */ 1 from t -- last\n; -- after', ['sql; select /*+ full(t) */ 1 from t']],
    ['begin a; b; end;\nselect 1 from dual;', ['plsql; begin a; b; end;', 'sql; select 1 from dual']],
    ['begin null; end;\n-- run it\n/\ncommit;', ['plsql/ begin null; end;', 'sql; commit']],
    ['declare n number; procedure p is begin null; end; begin p; end;\n/', ['plsql/ declare n number; procedure p is begin null; end; begin p; end;']],
    ['create or replace editionable function f return number is begin return 1; end; select 1 from dual;',
      ['plsql; create or replace editionable function f return number is begin return 1; end;', 'sql; select 1 from dual']],
    ['create type t as object (a number, member function f return number);\n/\ncreate type l as table of t;', ['plsql/ create type t as object (a number, member function f return number);', 'plsql; create type l as table of t;']],
    ['create type body t is member function f return number is begin return 1; end; end;\n/', ['plsql/ create type body t is member function f return number is begin return 1; end; end;']],
    ['create trigger tr before insert on t referencing new as n for each row declare x number; begin x := 1; end;\n/\n/', [
      'plsql/ create trigger tr before insert on t referencing new as n for each row declare x number; begin x := 1; end;', 'run/ /']],
    ['create package p is procedure a; function b return number; end;\ncreate table t (a number);', ['plsql; create package p is procedure a; function b return number; end;', 'sql; create table t (a number)']],
    [`${PACKAGE_BODY}\nselect 1 from dual;`, [`plsql; ${PACKAGE_BODY}`, 'sql; select 1 from dual']],
    [`${COMPOUND}\n/\nselect 1 from dual;`, [`plsql/ ${COMPOUND}`, 'sql; select 1 from dual']],
    ['with function f return number is begin return 1; end; select f from dual;\ncommit;', ['sql; with function f return number is begin return 1; end; select f from dual', 'sql; commit']],
    ['begin null; end\n/\ncommit;', ['plsql/ begin null; end', 'sql; commit']],
    ['<<a>> <<b>> declare x number; begin null; end;\n/', ['plsql/ <<a>> <<b>> declare x number; begin null; end;']],
    ["select 'open from dual;\ncommit;", ["sqlnone select 'open from dual;\ncommit;"]],
    ['create table t (a number);;\n;\n', ['sql; create table t (a number)']],
    ['select ? from dual; commit;', ['sql; select ? from dual', 'sql; commit']]
  ])('%s', (script, expected) => expect(cut(script)).toEqual(expected))

  it('leaves lines of the client alone, quotes in them too', () => {
    const isCommand = (line: string): boolean => /^prompt\b|^set\b/i.test(line)
    const pieces = splitScript("prompt it's\nselect 1\nfrom dual;\nSET x -\n  y\r\ncommit;", { isCommand })
    expect(pieces.map(p => [p.kind, p.text, p.line])).toEqual([['command', "prompt it's", 1], ['sql', 'select 1\nfrom dual', 2], ['command', 'SET x -\n  y', 4], ['sql', 'commit', 6]])
  })

  it('gives pieces in order that are slices of the script, with their lines, and nothing but blanks, comments and ends between', () => {
    const part = fc.constantFrom('select 1', ' ', '\n', ';', '/\n', "'a;b'", "'", '--c;\n', '/* d; */', 'begin', 'end', 'declare', 'create procedure p is', 'if', 'loop', 'case', 'x', '"q;"', '?')
    fc.assert(fc.property(fc.array(part, { maxLength: 40 }), parts => {
      const script = parts.join(' ')
      let at = 0
      for (const p of splitScript(script)) {
        expect(p.start).toBeGreaterThanOrEqual(at)
        expect(p.text).toBe(script.slice(p.start, p.end))
        expect(p.line).toBe(script.slice(0, p.start).split('\n').length)
        expect(script.slice(at, p.start).replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').replace(/[;/\s]/g, '')).toBe('')
        at = p.end
      }
      expect(script.slice(at).replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').replace(/[;/\s]/g, '')).toBe('')
    }), { numRuns: 1000 })
  })
})
