/** Functions over rows: columns, NULL rows, the types that are described, constraints and indexes, and arms that no row takes. */
import * as oracledb from 'oracledb'
import { beforeAll, describe, expect, it } from 'vitest'
import { answer, useServer } from './cases'

const test = useServer()

beforeAll(async () => {
  const c = test.connection
  await c.execute(
    `create table f (id number, name varchar2(20), c char(6), d date, ts timestamp(3), n number(10,2), note clob, bd binary_double,
      txt varchar2(20))`
  )
  await c.execute(
    `insert into f values (1, 'Smith', 'ab', date '2024-02-29', timestamp '2024-02-29 13:14:15.678', 1234.5, 'a note', 1.5, '2024-01-15')`
  )
  await c.execute('insert into f (id) values (2)')
  await c.execute(`insert into f values (3, 'jones', 'x', date '2024-01-01', null, -0.4, null, null, '2023-02-28')`)
  await c.commit()
})

const column = async (expression: string, binds: readonly unknown[] = []): Promise<string> =>
  answer(test.connection, `select ${expression} from f order by id`, binds)

describe('functions of columns', () => {
  it.each([
    ['upper(name)', 'SMITH ; NULL ; JONES'],
    ['upper(c)', 'AB     ; NULL ; X     '],
    ['substr(c, 2)', 'b     ; NULL ;      '],
    ['trim(c)', 'ab ; NULL ; x'],
    ['length(c)', '6 ; NULL ; 6'],
    ["lpad(name, 7, '*')", '**Smith ; NULL ; **jones'],
    ["instr(c, ' ')", '3 ; NULL ; 2'],
    ["replace(c, ' ')", 'ab ; NULL ; x'],
    ["nvl(name, 'none')", 'Smith ; none ; jones'],
    ["to_char(n, '9,999.99')", ' 1,234.50 ; NULL ;      -.40'],
    ["to_char(n, 'FM9,990.00')", '1,234.50 ; NULL ; -0.40'],
    ["to_char(n, '999')", '#### ; NULL ;   -0'],
    ['to_char(n)', '1234.5 ; NULL ; -.4'],
    ["to_char(d, 'fmMonth DD')", 'February 29 ; NULL ; January 1'],
    ["to_char(ts, 'SS.FF')", '15.678 ; NULL ; NULL'],
    ["to_date(txt, 'YYYY-MM-DD')", '2024-01-15 00:00:00 ; NULL ; 2023-02-28 00:00:00'],
    ["decode(name, 'Smith', 1, null, 2, 3)", '1 ; 2 ; 3'],
    ["decode(c, 'ab', 'y', 'n')", 'n ; n ; n'],
    ["case c when 'ab' then 'y' else 'n' end", 'y ; n ; n'],
    ['decode(id, 1, null, d)', 'NULL ; NULL ; 01-JAN-24'],
    ["nullif(c, 'ab')", 'NULL ; NULL ; x     '],
    ['greatest(n, 1000)', '1234.5 ; NULL ; 1000'],
    ["months_between(d, date '2024-01-01')", '1.90322580645161290322580645161290322581 ; NULL ; 0'],
    ['add_months(d, 1)', '2024-03-31 00:00:00 ; NULL ; 2024-02-01 00:00:00'],
    ['round(bd)', '2 ; NULL ; NULL'],
    ['nvl(n, 0) + 1', '1235.5 ; 1 ; .6'],
    ['upper(note)', 'A NOTE ; NULL ; NULL'],
    ['nvl2(name, n, 0)', '1234.5 ; 0 ; -.4'],
    ["coalesce(name, c, 'z')", 'Smith ; z ; jones'],
    ["regexp_replace(name, '[aeiou]', '*')", 'Sm*th ; NULL ; j*n*s']
  ])('%s', async (expression, expected) => {
    expect(await column(expression)).toBe(expected)
  })

  it('binds are positions, masks and patterns', async () => {
    expect(await column('substr(name, :1, :2)', [2, 3])).toBe('mit ; NULL ; one')
    expect(await column('to_char(d, :1)', ['Mon-YYYY'])).toBe('Feb-2024 ; NULL ; Jan-2024')
    expect(await column('to_date(txt, :1)', ['RRRR-MM-DD'])).toBe('2024-01-15 00:00:00 ; NULL ; 2023-02-28 00:00:00')
    expect(await column('regexp_substr(name, :1)', ['[a-z]+$'])).toBe('mith ; NULL ; jones')
    expect(await column('to_char(n, :1)', [null])).toBe('NULL ; NULL ; NULL')
  })

  it('conditions, groups and orders take them', async () => {
    expect(await answer(test.connection, "select id from f where upper(name) = 'JONES'")).toBe('3')
    expect(
      await answer(test.connection, "select to_char(d, 'YYYY'), count(*) from f group by to_char(d, 'YYYY') order by to_char(d, 'YYYY')")
    ).toBe('2024 | 2 ; NULL | 1')
    expect(
      await answer(test.connection, "select id from f where d >= to_date(:1, 'YYYY-MM-DD') order by lower(name) desc", ['2024-01-01'])
    ).toBe('1 ; 3')
    expect(await answer(test.connection, "select id from f where d between '01-FEB-24' and to_date('2024-03-01', 'YYYY-MM-DD')")).toBe('1')
  })
})

describe('a call over constants that fails', () => {
  it.each([
    ['decode(1, 1, 0, 1 / 0)', '0'],
    ['case when 1 = 0 then sqrt(-1) else 0 end', '0'],
    ["case when 1 = 0 then to_number('x', '99') else 0 end", '0'],
    ["case when 1 = 0 then to_date('x', 'YYYY-MM-DD') end", 'NULL'],
    ['case when 1 = 0 then chr(-1) end', 'NULL'],
    ["coalesce(1, to_number('x'))", '1'],
    ['nvl2(null, ln(0), 5)', '5'],
    ['case when 1 = 0 then power(0, -1) end', 'NULL'],
    ['decode(0, 0, 0, width_bucket(1, 1, 1, 1))', '0']
  ])('%s fails only when its value is asked for', async (expression, expected) => {
    expect(await answer(test.connection, expression)).toBe(expected)
  })

  it('fails not at all without rows', async () => {
    for (const expression of ['sqrt(-1)', "to_date('x', 'YYYY-MM-DD')", "to_number('x')", 'ln(0)'])
      expect(await answer(test.connection, `select ${expression} from f where 1 = 0`)).toBe('')
  })

  it('fails with a bind as with a literal', async () => {
    expect(await answer(test.connection, 'case when :1 = 0 then 0 else ln(:2) end', [0, 0])).toBe('0')
    expect(await answer(test.connection, 'ln(:1)', [0])).toBe('ORA-01428')
    expect(await answer(test.connection, "to_date(:1, 'YYYY-MM-DD')", ['2023-02-29'])).toBe('ORA-01839')
  })
})

describe('descriptions', () => {
  /** Type, then bytes of text or precision and scale. */
  async function described(expression: string): Promise<string> {
    const { metaData } = await test.connection.execute(`select ${expression} from f where 1 = 0`)
    const column = metaData?.[0]
    return column?.byteSize === undefined ? String(column?.dbTypeName) : `${column.dbTypeName}(${column.byteSize})`
  }
  it.each([
    ['upper(name)', 'VARCHAR2(20)'],
    ['lower(c)', 'CHAR(6)'],
    ['substr(name, 2, 3)', 'VARCHAR2(12)'],
    ['substr(name, 2)', 'VARCHAR2(20)'],
    ['lpad(name, 5)', 'VARCHAR2(20)'],
    ['trim(c)', 'VARCHAR2(6)'],
    ["to_char(d, 'YYYY-MM-DD')", 'VARCHAR2(10)'],
    ["to_char(d, 'DD-MON-YY')", 'VARCHAR2(18)'],
    ["to_char(n, '9,999.99')", 'VARCHAR2(9)'],
    ['to_char(n)', 'VARCHAR2(40)'],
    ["nvl(name, 'nobody at all in this row')", 'VARCHAR2(25)'],
    ["decode(id, 1, 'one', 2, 'three')", 'VARCHAR2(5)'],
    ['name || c', 'VARCHAR2(26)'],
    ["greatest(name, 'x')", 'VARCHAR2(20)'],
    ['soundex(name)', 'VARCHAR2(4)'],
    ['length(name)', 'NUMBER'],
    ['add_months(d, 1)', 'DATE'],
    ['upper(note)', 'CLOB'],
    ['trunc(ts)', 'DATE'],
    ['round(bd)', 'BINARY_DOUBLE'],
    ["to_timestamp(txt, 'YYYY')", 'TIMESTAMP'],
    ['sys_guid()', 'RAW(16)'],
    ["standard_hash(name, 'MD5')", 'RAW(16)']
  ])('%s is %s', async (expression, expected) => {
    expect(await described(expression)).toBe(expected)
  })
})

describe('stored expressions', () => {
  it('check constraints and indexes call functions', async () => {
    const c = test.connection
    await c.execute(`create table g (id number, name varchar2(20), d date, txt varchar2(20),
      constraint g_ck check (length(trim(name)) > 2 and mod(id, 1) = 0 and regexp_like(name, '^[A-Za-z]+$')
        and d > to_date('1990-01-01', 'YYYY-MM-DD')))`)
    for (const expression of [
      'upper(name)',
      'trunc(d)',
      "nvl(name, 'x'), substr(name, 1, 2)",
      "to_date(txt, 'YYYY-MM-DD')",
      "add_months(d, 1), sqrt(id), instr(name, 'a', 1, 2)",
      "regexp_substr(name, 'a'), decode(id, 1, 'x')"
    ])
      await c.execute(`create index g_${Math.abs(Buffer.from(expression).readInt32BE(0))}_${expression.length} on g (${expression})`)
    await c.execute("insert into g values (1, 'Smith', date '2000-01-01', '2024-01-15')")
    await expect(c.execute("insert into g (id, name) values (2, 'ab')")).rejects.toThrow('ORA-02290')
    await expect(c.execute("insert into g (id, name) values (2, 'a1c')")).rejects.toThrow('ORA-02290')
    await expect(c.execute("insert into g (id, name, d) values (2, 'abc', date '1980-01-01')")).rejects.toThrow('ORA-02290')
    await expect(c.execute("insert into g (id, txt) values (2, '2024-13-01')")).rejects.toThrow('ORA-01843')
    expect(await answer(c, "select count(*) from g where upper(name) = 'SMITH' and trunc(d) = date '2000-01-01'")).toBe('1')
    await expect(c.execute('create index g_now on g (sysdate)')).rejects.toThrow('ORA-01743')
  })
})

it('a driver gets numbers of 40 digits', async () => {
  const { rows } = await test.connection.execute<[string]>('select 2/3 from dual', [], {
    fetchTypeHandler: () => ({ type: oracledb.STRING })
  })
  expect(rows?.[0][0]).toBe('.6666666666666666666666666666666666666667')
})
