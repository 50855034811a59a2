/** No text ends in anything but a tree or an error with a place, in time that grows with its length. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OraError } from '../../errors/ora-error'
import { parseUnit } from '../../plsql/parse/parse-unit'
import { PlsqlSyntaxError } from '../../plsql/parse/plsql-syntax-error'
import { print } from './print-unit'

const units = readFileSync(join(__dirname, 'units.txt'), 'utf8').trimEnd().split('\n').filter((_, i) => i % 2 === 0)

/** True: it parses. */
function parses(text: string): boolean {
  try {
    print(parseUnit(text).unit)
    return true
  } catch (error) {
    if (!(error instanceof PlsqlSyntaxError) && !(error instanceof OraError)) throw error
    expect(error.offset).toBeGreaterThanOrEqual(0)
    expect(error.offset).toBeLessThanOrEqual(text.length)
    if (error instanceof PlsqlSyntaxError) expect(error.resume).toBeLessThanOrEqual(text.length)
    return false
  }
}

const word = fc.constantFrom(...`begin end declare procedure function return is as package body trigger type record table of index by varray ref cursor exception when others
  then if elsif else case loop while for in reverse forall indices values save exceptions exit continue goto null raise pragma constant default not and or in out nocopy
  := => ** .. . , ; ( ) << >> % @ + - * / || = <> < > ~= :x :new :old :1 1 1..3 .5 'x' q'[y]' "Z" a b c t(1) x.y sql rowcount found notfound isopen rowtype number varchar2
  boolean pls_integer open fetch close bulk collect into limit using execute immediate returning select from where insert update delete merge set row current with dual
  commit rollback savepoint lock transaction pipe before after instead each statement insert referencing compound follows enable disable call create replace
  member empty multiset like between exists new prior date interval $if $$x /* */ -- ' " \\ ? § & ! [ ]`.split(/\s+/))
const heads = ['', 'begin ', 'declare ', 'create procedure p is ', 'create function f return number is begin ', 'create package p is ', 'create package body p is ',
  'create trigger t before insert on x ', 'create trigger t for insert on x compound trigger ', 'create type t as ', 'call p(', 'begin x := ', 'begin if ', 'begin for i in ',
  'begin select a into ', 'declare x ', 'declare type t is ', 'declare cursor c is ']

describe('anything', () => {
  it('made of words of the language', () => {
    fc.assert(fc.property(fc.constantFrom(...heads), fc.array(word, { maxLength: 60 }), (head, words) => {
      parses(head + words.join(' '))
    }), { numRuns: 6000 })
  })

  it('made of characters', () => {
    fc.assert(fc.property(fc.constantFrom(...heads), fc.string({ unit: 'binary', maxLength: 40 }), (head, text) => {
      parses(head + text)
    }), { numRuns: 2000 })
  })

  it('changed in one place', () => {
    fc.assert(fc.property(fc.constantFrom(...units), fc.nat(), word, fc.constantFrom('replace', 'insert', 'delete', 'cut', 'double'), (text, at, other, how) => {
      const parts = text.split(/\b/)
      const i = at % parts.length
      if (how === 'cut') parts.length = i
      else if (how === 'double') parts.splice(i, 0, parts[i])
      else parts.splice(i, how === 'insert' ? 0 : 1, ...(how === 'delete' ? [] : [` ${other} `]))
      parses(parts.join(''))
    }), { numRuns: 8000 })
  })

  it('cut short parses nowhere before its end', () => {
    const text = largePackage(3)
    for (let i = 'create package body big'.length; i < text.trimEnd().length; i++) expect(parses(text.slice(0, i)), text.slice(0, i).slice(-60)).toBe(false)
    expect(parses(text)).toBe(true)
  })

  it.each(units.filter(u => u.trimEnd().endsWith(';')))('cut short parses nowhere before its end: %s', text => {
    const isType = /^create (or replace )?type/.test(text)
    const whole = text.replaceAll('\\n', '\n').trimEnd()
    for (let i = 0; i < whole.length - 1; i++) parses(whole.slice(0, i))
    if (!isType) expect(parses(whole.slice(0, -1))).toBe(false)
  })
})

describe('depth', () => {
  it.each([
    ['blocks', (n: number) => `${'begin '.repeat(n)}null;${' end;'.repeat(n)}`],
    ['IF', (n: number) => `begin ${'if a then '.repeat(n)}null;${' end if;'.repeat(n)} end;`],
    ['ELSE IF', (n: number) => `begin ${'if a then null; else '.repeat(n)}null;${' end if;'.repeat(n)} end;`],
    ['loops', (n: number) => `begin ${'loop '.repeat(n)}null;${' end loop;'.repeat(n)} end;`],
    ['CASE', (n: number) => `begin ${'case when a then '.repeat(n)}null;${' end case;'.repeat(n)} end;`],
    ['handlers', (n: number) => `${'begin null; exception when others then '.repeat(n)}null;${' end;'.repeat(n)}`],
    ['subprograms', (n: number) => `declare ${'procedure p is '.repeat(n)}begin null; end;${' begin null; end;'.repeat(n)}`],
    ['parentheses', (n: number) => `begin x := ${'('.repeat(n)}1${')'.repeat(n)}; end;`],
    ['calls', (n: number) => `begin ${'p('.repeat(n)}1${')'.repeat(n)}; end;`],
    ['elements', (n: number) => `begin x${'(1)'.repeat(n)} := 1; end;`],
    ['members', (n: number) => `begin x(1)${'.a'.repeat(n)} := 1; end;`],
    ['NOT', (n: number) => `begin x := ${'not '.repeat(n)}a; end;`],
    ['signs', (n: number) => `begin x := ${'- '.repeat(n)}a; end;`],
    ['exponents', (n: number) => `begin x := ${'2 ** ('.repeat(n)}1${')'.repeat(n)}; end;`],
    ['operators', (n: number) => `begin x := 1${' || 1'.repeat(n)}; end;`],
    ['CASE expressions', (n: number) => `begin x := ${'case when a then '.repeat(n)}1${' end'.repeat(n)}; end;`],
    ['queries', (n: number) => `begin select 1 into x from ${'(select 1 from '.repeat(n)}dual${')'.repeat(n)}; end;`],
    ['cursor queries', (n: number) => `begin for r in ${'('.repeat(n)}select 1 from dual${')'.repeat(n)} loop null; end loop; end;`]
  ])('of %s ends in an error, not in the end of the stack', (_, text) => {
    expect(parses(text(8))).toBe(true)
    const error = (() => {
      try {
        return parseUnit(text(20_000))
      } catch (e) {
        return e
      }
    })()
    expect(error).toBeInstanceOf(OraError)
    expect((error as OraError).code).toBe(3001)
  })

  it.each([
    ['arms', (n: number) => `begin if a then null;${' elsif b then null;'.repeat(n)} end if; end;`],
    ['labels', (n: number) => `begin ${'<<a>> '.repeat(n)}null; end;`],
    ['names', (n: number) => `begin a${'.b'.repeat(n)} := 1; end;`],
    ['conditions', (n: number) => `begin x := a${' and b'.repeat(n)}; end;`]
  ])('is none in many %s', (_, text) => expect(parses(text(5000))).toBe(true))
})

describe('time', () => {
  it.each([
    ['a package', largePackage],
    ['statements', (n: number) => `begin ${"p(a(1).b, c => d + 1); if x > 1 then y := 'z' || w; end if; ".repeat(n * 5)} end;`],
    ['open parentheses', (n: number) => `begin ${'for r in ((((((( select 1 from dual ))))))) loop null; end loop; '.repeat(n * 5)} end;`],
    ['unfinished', (n: number) => `begin ${'x := (1 + 2) * f(3); '.repeat(n * 20)}`],
    ['declarations', (n: number) => `declare ${'a number(10) := 1; type t is table of a.b%type index by varchar2(10); '.repeat(n * 5)} begin null; end;`]
  ])('grows with the length: %s', (_, text) => {
    const measure = (n: number): number => {
      const whole = text(n)
      parses(whole)
      const started = process.hrtime.bigint()
      parses(whole)
      return Number(process.hrtime.bigint() - started) / 1e6
    }
    const [small, large] = [measure(100), measure(400)]
    expect(large).toBeLessThan(Math.max(400, small * 16))
  })
})

function largePackage(n: number): string {
  const member = (i: number): string => `
  type rec_${i} is record (id number(10) not null := ${i}, name varchar2(30 char), since timestamp with time zone);
  type tab_${i} is table of rec_${i} index by pls_integer;
  cursor c_${i}(p number default ${i}) return rec_${i} is select e.id, e.name, e.since from emp e where e.id > p and e.name like 'a%' order by 1;`
  const body = (i: number): string => `
  procedure p_${i}(a in number, b in out nocopy varchar2, c tab_${i} default tab_${i}()) is
    l_tab tab_${i};
    e_bad exception;
    pragma exception_init(e_bad, -20${String(i).padStart(3, '0')});
    function inner_one(x number) return boolean is begin return x between 1 and ${i} and not x = 2; end inner_one;
  begin
    open c_${i}(a);
    loop
      fetch c_${i} bulk collect into l_tab limit 100;
      exit when l_tab.count = 0 or c_${i}%notfound;
      forall j in 1 .. l_tab.count save exceptions
        insert into copy values l_tab(j) returning id bulk collect into g_ids;
    end loop;
    close c_${i};
    <<outer>>
    for r in (select t.*, (select max(x) from u where u.id = t.id) m from t where t.id = p_${i}.a for update nowait) loop
      case r.kind when 'A' then b := b || q'[it's]'; else continue outer when r.m is null; end case;
      update t set (x, y) = (select 1, 2 from dual), z = l_tab(r.id).name where current of c_${i};
      execute immediate 'begin :1 := f(:2); end;' using out b, in r.id;
    end loop outer;
    if inner_one(a) and b is not null then return; elsif a ** 2 > 4 then goto done; else null; end if;
    merge into t using (select ${i} id from dual) s on (t.id = s.id) when matched then update set n = s.id when not matched then insert values (s.id);
    <<done>>
    commit;
  exception
    when e_bad or no_data_found then rollback to savepoint s; raise;
    when others then raise_application_error(-20001, sqlerrm || sql%rowcount, true);
  end p_${i};`
  const numbers = Array.from({ length: n }, (_, i) => i)
  return `create package body big is${numbers.map(member).join('')}${numbers.map(body).join('')}\nbegin\n  g := 1;\nend big;\n`
}
