import * as oracledb from 'oracledb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'

let server: TestServer
let c: oracledb.Connection
beforeAll(async () => {
  server = await startTestServer()
  c = await server.connect()
  await c.execute('create table pl (n number, s varchar2(100))')
})
beforeEach(async () => {
  await c.rollback()
  await c.execute('delete from pl', [], { autoCommit: true })
})
afterAll(async () => {
  await c.close()
  await server.stop()
})
const out = (type: oracledb.DbType | number, more: object = {}): object => ({ dir: oracledb.BIND_OUT, type, ...more })
const inout = (val: unknown, type: oracledb.DbType | number, more: object = {}): object => ({ dir: oracledb.BIND_INOUT, val, type, ...more })
async function run<T>(sql: string, binds: object = {}, options: oracledb.ExecuteOptions = {}): Promise<T> {
  return (await c.execute(sql, binds as oracledb.BindParameters, options)).outBinds as T
}
const failure = async (sql: string, binds: object = {}): Promise<string> => run(sql, binds).then(() => 'done', e => e.message.split('\nHelp')[0])
const numbers = async (): Promise<unknown[]> => ((await c.execute('select n from pl order by n')).rows as unknown[][]).map(([n]) => n)

describe('binds of PL/SQL', () => {
  it('come out in every type', async () => {
    const binds = {
      n: out(oracledb.NUMBER), s: out(oracledb.STRING, { maxSize: 100 }), nv: out(oracledb.DB_TYPE_NVARCHAR, { maxSize: 100 }), d: out(oracledb.DATE), t: out(oracledb.DB_TYPE_TIMESTAMP),
      r: out(oracledb.BUFFER, { maxSize: 20 }), bd: out(oracledb.DB_TYPE_BINARY_DOUBLE), bf: out(oracledb.DB_TYPE_BINARY_FLOAT), b: out(oracledb.DB_TYPE_BOOLEAN), i: out(oracledb.DB_TYPE_BINARY_INTEGER)
    }
    const values = ["1.5", "'Zoë 🙂'", "'Zoë 🙂'", "date '2024-02-29'", "timestamp '2024-02-29 23:59:58.123'", "hextoraw('00ff')", '0.1d', '0.5f', '1 = 1', '7']
    const names = Object.keys(binds)
    const got = await run<Record<string, unknown>>(`begin ${names.map((name, i) => `:${name} := ${values[i]};`).join(' ')} end;`, binds)
    expect(got).toEqual({
      n: 1.5, s: 'Zoë 🙂', nv: 'Zoë 🙂', d: new Date(2024, 1, 29), t: new Date(2024, 1, 29, 23, 59, 58, 123), r: Buffer.from([0, 255]), bd: 0.1, bf: 0.5, b: true, i: 7
    })
    expect(await run(`begin ${names.map(name => `:${name} := null;`).join(' ')} end;`, binds)).toEqual(Object.fromEntries(names.map(name => [name, null])))
  })
  it('go in and out, again and again, with other types and sizes', async () => {
    const sql = 'begin :x := :x || :y; end;'
    for (const y of ['b', 'c', 'long text']) expect(await run(sql, { x: inout('a', oracledb.STRING, { maxSize: 20 }), y })).toEqual({ x: `a${y}` })
    expect(await run(sql, { x: inout(1, oracledb.NUMBER), y: 2 })).toEqual({ x: 12 })
    expect(await failure(sql, { x: inout('a', oracledb.STRING, { maxSize: 3 }), y: 'too long' })).toBe('ORA-06502: PL/SQL: numeric or value error: character string buffer too small\nORA-06512: at line 1')
  })
  it('longer than 32767 bytes travel as LOBs', async () => {
    const text = 'é'.repeat(50_000)
    expect(await run('begin :n := length(:t); :t := :t; end;', { n: out(oracledb.NUMBER), t: inout(text, oracledb.STRING, { maxSize: 200_000 }) })).toEqual({ n: 50_000, t: text })
  })
  it('of many rows', async () => {
    const result = await c.executeMany('begin insert into pl values (:n, null) returning n * 10 into :o; end;', [{ n: 1 }, { n: 2 }, { n: 3 }],
      { bindDefs: { n: { type: oracledb.NUMBER }, o: { type: oracledb.NUMBER, dir: oracledb.BIND_OUT } } })
    expect(result.outBinds).toEqual([{ o: 10 }, { o: 20 }, { o: 30 }])
  })
  it('can be arrays', async () => {
    await c.execute('create or replace package pl_arrays is type numbers is table of number index by pls_integer; type texts is table of varchar2(20) index by pls_integer; procedure p(a numbers, b out texts); end;')
    await c.execute("create or replace package body pl_arrays is procedure p(a numbers, b out texts) is begin for i in 1 .. a.count loop b(i) := 'n' || a(i); end loop; end; end;")
    const a = { type: oracledb.NUMBER, dir: oracledb.BIND_IN, val: [1, null, 3] }
    expect(await run('begin pl_arrays.p(:a, :b); end;', { a, b: out(oracledb.STRING, { maxArraySize: 5, maxSize: 20 }) })).toEqual({ b: ['n1', 'n', 'n3'] })
  })
  it('are told without running the block', async () => {
    const info = await c.getStatementInfo('begin insert into pl values (:n, :s); end;')
    expect([info.bindNames, info.statementType]).toEqual([['N', 'S'], oracledb.STMT_TYPE_BEGIN])
    expect((await c.getStatementInfo('declare x number; begin x := :y; end;')).statementType).toBe(oracledb.STMT_TYPE_DECLARE)
    await expect(c.getStatementInfo('begin nosuch; end;')).rejects.toThrow("PLS-00201: identifier 'NOSUCH' must be declared")
    expect(await numbers()).toEqual([])
  })
})

describe('stored units', () => {
  it('are called, and their errors tell the lines', async () => {
    await c.execute("create or replace function pl_f(a number, b out varchar2) return number is\nbegin\n  b := 'b';\n  return 1 / a;\nend;")
    expect(await run('begin :r := pl_f(:a, :b); end;', { r: out(oracledb.NUMBER), a: 4, b: out(oracledb.STRING) })).toEqual({ r: 0.25, b: 'b' })
    expect(await failure('begin :r := pl_f(0, :b); end;', { r: out(oracledb.NUMBER), b: out(oracledb.STRING) })).toBe(
      'ORA-01476: divisor is equal to zero\nORA-06512: at "SYSTEM.PL_F", line 4\nORA-06512: at line 1')
  })
  it('with errors are made with a warning, and compiled when they are used', async () => {
    const { warning } = await c.execute('create or replace procedure pl_later is begin insert into pl_not_yet (n) values (1); end;')
    expect(warning?.message).toContain('NJS-700')
    expect(await failure('begin pl_later; end;')).toMatch(/^ORA-06550: line 1, column 7:\nPLS-00905: object SYSTEM.PL_LATER is invalid/)
    await c.execute('create table pl_not_yet (n number)')
    await run('begin pl_later; end;')
    expect((await c.execute("select status from user_objects where object_name = 'PL_LATER'")).rows).toEqual([['VALID']])
    await c.execute('alter table pl_not_yet add (m number default 7)')
    await run('begin pl_later; end;')
    expect((await c.execute('select n, m from pl_not_yet order by m')).rows).toEqual([[1, 7], [1, 7]])
  })
  it('of triggers tell whose trigger it was', async () => {
    await c.execute("create or replace trigger pl_t before insert on pl for each row begin if :new.n < 0 then raise_application_error(-20010, 'negative'); end if; end;")
    expect(await failure('insert into pl values (-1, null)')).toBe(
      'ORA-20010: negative\nORA-06512: at "SYSTEM.PL_T", line 1\nORA-04088: error during execution of trigger \'SYSTEM.PL_T\'')
    expect(await failure('begin insert into pl values (-1, null); end;')).toBe(
      'ORA-20010: negative\nORA-06512: at "SYSTEM.PL_T", line 1\nORA-04088: error during execution of trigger \'SYSTEM.PL_T\'\nORA-06512: at line 1')
    await c.execute('drop trigger pl_t')
  })
  it('that control transactions are called from blocks and from each other', async () => {
    await c.execute('create or replace procedure pl_save(a number, b out number) is begin insert into pl values (a, null); commit; b := a * 2; end;')
    await c.execute('create or replace procedure pl_twice(a number) is x number; begin pl_save(a, x); pl_save(x, x); end;')
    await run('begin pl_twice(3); rollback; end;')
    expect(await numbers()).toEqual([3, 6])
    await c.execute('create or replace function pl_commits return number is begin commit; return 1; end;')
    expect(await run('declare x number; begin x := pl_commits; :r := x; end;', { r: out(oracledb.NUMBER) })).toEqual({ r: 1 })
    expect(await failure('select pl_commits from dual')).toMatch(/^ORA-14552: cannot perform a DDL, commit or rollback inside a query or DML/)
    await c.execute('create or replace trigger pl_t after insert on pl begin commit; end;')
    expect(await failure('insert into pl values (1, null)')).toMatch(/^ORA-04092: cannot COMMIT in a trigger/)
    await c.execute('drop trigger pl_t')
  })
})

describe('cursors of PL/SQL', () => {
  const rowsOf = async (rs: oracledb.ResultSet<unknown>): Promise<unknown[]> => {
    const rows = await rs.getRows()
    await rs.close()
    return rows
  }
  it('come out of blocks, procedures and functions', async () => {
    await c.execute('create or replace function pl_rows(n number) return sys_refcursor is r sys_refcursor; begin open r for select level * n a from dual connect by level <= 3; return r; end;')
    const { r } = await run<{ r: oracledb.ResultSet<unknown> }>('begin :r := pl_rows(2); end;', { r: out(oracledb.CURSOR) })
    expect(await rowsOf(r)).toEqual([[2], [4], [6]])
    for (let i = 0; i < 3; i++) {
      const { rc } = await run<{ rc: oracledb.ResultSet<unknown> }>("begin open :rc for select level n, to_clob('x') t from dual connect by level <= 300; commit; end;", { rc: out(oracledb.CURSOR) })
      const rows = await rowsOf(rc) as [number, oracledb.Lob][]
      expect([rows.length, await rows[299][1].getData()]).toEqual([300, 'x'])
    }
  })
  it('come without being asked for', async () => {
    const { implicitResults } = await c.execute("declare a sys_refcursor; begin open a for select 1, 'x' from dual; dbms_sql.return_result(a); end;")
    expect(implicitResults).toEqual([[[1, 'x']]])
  })
})

describe('output', () => {
  it('is read in lines', async () => {
    await run('begin dbms_output.enable(null); end;')
    await run("begin dbms_output.put_line('one'); dbms_output.put_line(null); commit; dbms_output.put_line('three'); end;")
    const sql = 'begin dbms_output.get_lines(:lines, :n); end;'
    const binds = { lines: out(oracledb.STRING, { maxArraySize: 2, maxSize: 100 }), n: inout(2, oracledb.NUMBER) }
    expect(await run(sql, binds)).toEqual({ lines: ['one', null], n: 2 })
    expect(await run(sql, binds)).toEqual({ lines: ['three'], n: 1 })
    expect(await run(sql, binds)).toEqual({ lines: [], n: 0 })
  })
})

it('the server has logged nothing unexpected', () => expect(server.log.filter(line => /unexpected|no rule|protocol/.test(line))).toEqual([]))
