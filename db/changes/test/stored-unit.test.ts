import { describe, expect, it } from 'vitest'
import { offsetIn, storedUnit } from '../stored-unit'

describe('what a statement stores', () => {
  const cases: readonly [string, string | undefined, string?][] = [
    ['create or replace editionable function f return number is', 'FUNCTION F', 'function f'],
    ['CREATE /* x */ PROCEDURE hr . "p" as', 'PROCEDURE HR.p', 'PROCEDURE hr'],
    ['create package body p is', 'PACKAGE BODY P', 'package body'],
    ['create or replace type t as object (n number)', 'TYPE T', 'type t'],
    ['create or replace no force view v as select 1 from dual', 'VIEW V', 'view v'],
    ['create trigger t before insert on e for each row when (new.begin_date > 1) begin null; end;', 'TRIGGER T', 'begin null'],
    ['create trigger t before insert on e declare n number; begin null; end;', 'TRIGGER T', 'declare n'],
    ['create trigger t for insert on e compound trigger begin', 'TRIGGER T', 'compound'],
    ['create table f (n number)', undefined],
    ['create unique index function on t (n)', undefined],
    ['insert into function values (1)', undefined],
    ['create function', undefined],
    ['create or replace function \u0001', undefined],
    ['', undefined]
  ]
  it.each(cases)('%s', (statement, expected, begins) => {
    const unit = storedUnit(statement)
    expect(unit && `${unit.type} ${unit.schema ? `${unit.schema}.` : ''}${unit.name}`).toBe(expected)
    if (unit) expect(statement.slice(unit.firstLine).startsWith(begins!)).toBe(true)
  })
  it('finds a line and column of USER_ERRORS again', () => {
    const statement = 'create or replace\nfunction f return number is\nbegin\n  retrun 1;\nend;'
    const at = (line: number, column: number) => statement.slice(offsetIn(statement, storedUnit(statement)!, line, column))
    expect([at(1, 10).slice(0, 1), at(3, 3).slice(0, 6), at(99, 1)]).toEqual(['f', 'retrun', statement.slice(18)])
  })
})
