/** Units that one session changes while others use them. */
import * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'

let test: TestServer
let a: oracledb.Connection
let b: oracledb.Connection
beforeAll(async () => {
  test = await startTestServer()
  a = await test.connect()
  b = await test.connect()
})
afterAll(async () => {
  await a.close()
  await b.close()
  await test.stop()
})
const rows = async (c: oracledb.Connection, sql: string): Promise<unknown> => (await c.execute(sql)).rows
const run = async (c: oracledb.Connection, ...statements: string[]): Promise<void> => {
  for (const sql of statements) await c.execute(sql)
}
const status = (name: string): Promise<unknown> => rows(b, `select status from user_objects where object_name = '${name}'`)

describe('an INVALID unit that is used inside a transaction', () => {
  it('is compiled beside it, and stays so when the transaction is rolled back', async () => {
    await run(b, 'create table t (id number)', 'create table u (n number(3))',
      'create procedure p is x number; begin select max(n) into x from u; insert into t values (x); end;')
    await a.execute('insert into t values (1)')
    await run(b, 'insert into u values (5)', 'commit', 'alter table u modify n number(5)')
    expect(await status('P')).toEqual([['INVALID']])
    await a.execute('begin p; end;')
    expect(await rows(a, 'select id from t order by id')).toEqual([[1], [5]])
    await a.rollback()
    expect(await rows(a, 'select id from t')).toEqual([])
    expect(await status('P')).toEqual([['VALID']])
    expect(await rows(b, 'select name from user_errors')).toEqual([])
  })
  it('is compiled though its table is locked', async () => {
    await run(b, 'create function g return number is begin return 6; end;',
      'create trigger tr before insert on t for each row begin :new.id := nvl(:new.id, g); end;')
    await a.execute('insert into t values (null)')
    await run(b, 'create or replace function g(n number default 7) return number is begin return n; end;')
    expect(await status('TR')).toEqual([['INVALID']])
    await a.execute('insert into t values (null)')
    expect(await status('TR')).toEqual([['VALID']])
    expect(await rows(a, 'select id from t order by id')).toEqual([[6], [7]])
    await a.rollback()
  })
})

describe('a unit that another session replaces', () => {
  it('is the new one at the next call, also in a transaction and for a prepared statement', async () => {
    await run(b, "create or replace function f return varchar2 is begin return 'old'; end;")
    const block = 'begin :1 := f; end;'
    const call = async (): Promise<unknown> => ((await a.execute(block, [{ dir: oracledb.BIND_OUT, maxSize: 20 }])).outBinds as unknown[])[0]
    await a.execute('insert into t values (1)')
    expect(await call()).toBe('old')
    expect(await rows(a, 'select f from dual')).toEqual([['old']])
    await run(b, "create or replace function f return varchar2 is begin return 'new'; end;")
    expect(await call()).toBe('new')
    expect(await rows(a, 'select f from dual')).toEqual([['new']])
    await run(b, "create or replace function f(n number default 3) return varchar2 is begin return 'with ' || n; end;")
    expect(await call()).toBe('with 3')
    expect(await rows(a, 'select f from dual')).toEqual([['with 3']])
    await run(b, 'drop function f')
    await expect(call()).rejects.toThrow("PLS-00201: identifier 'F' must be declared")
    await expect(a.execute('select f from dual')).rejects.toThrow('ORA-00904')
    await a.rollback()
  })
  it('that is a package loses its state: ORA-04068 once, then new values', async () => {
    await run(b, 'create or replace package pk is n number := 1; end;')
    const next = async (): Promise<unknown> => ((await a.execute('begin pk.n := pk.n + 1; :1 := pk.n; end;', [{ dir: oracledb.BIND_OUT, type: oracledb.NUMBER }])).outBinds as unknown[])[0]
    expect([await next(), await next()]).toEqual([2, 3])
    await run(b, 'create or replace package pk is n number := 10; m number; end;')
    await expect(next()).rejects.toThrow('ORA-04068')
    expect(await next()).toBe(11)
  })
})

describe('many sessions', () => {
  it('make and use units at the same time', async () => {
    const sessions = await Promise.all([1, 2, 3, 4].map(() => test.connect()))
    await Promise.all(sessions.map(async (c, i) => {
      for (let n = 1; n <= 5; n++) {
        await c.execute(`create or replace function own${i} return number is x number; begin select count(*) into x from u; return x + ${n}; end;`)
        expect(await rows(c, `select own${i} from dual`)).toEqual([[1 + n]])
        await c.execute(`create or replace procedure shared${n % 2} is begin null; end;`)
        await c.execute(`begin shared${n % 2}; end;`)
      }
      await c.close()
    }))
    expect(await rows(b, "select object_name from user_objects where status = 'INVALID'")).toEqual([])
  }, 60_000)
})
