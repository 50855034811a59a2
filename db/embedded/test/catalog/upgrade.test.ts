import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as oracledb from 'oracledb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../../server'

const PASSWORD = 'Secret1'
let dataDir: string
let server: Server
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'upgrade-test-'))
  server = await startServer({ dataDir })
  await server.setPassword('SYSTEM', PASSWORD)
})
afterEach(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})
const connect = (): Promise<oracledb.Connection> =>
  oracledb.getConnection({ user: 'system', password: PASSWORD, connectString: `127.0.0.1:${server.port}/FREEPDB1` })
const rows = async (c: oracledb.Connection, sql: string): Promise<unknown> => (await c.execute(sql)).rows
async function run(...statements: string[]): Promise<void> {
  const c = await connect()
  for (const sql of statements) await c.execute(sql)
  await c.commit()
  await c.close()
}
async function answer(block: string): Promise<unknown> {
  const c = await connect()
  const { outBinds } = await c.execute<{ r: number }>(block, { r: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER } })
  await c.close()
  return outBinds?.r
}
/** Stops, and makes the folder look as if another catalog had made it. */
async function asAnotherVersion(): Promise<void> {
  await server.stop()
  const file = join(dataDir, 'catalog-fingerprint')
  expect(readFileSync(file, 'utf8')).not.toBe('')
  writeFileSync(file, 'another')
}

describe("a data folder of another version's catalog", () => {
  it("is brought up to date: dictionary views and functions anew, users' objects kept", async () => {
    await run(
      'create user u identified by "Secret1" quota unlimited on users',
      'grant create session to u',
      "create table t (id number generated always as identity constraint t_pk primary key, v varchar2(3) default 'x', u as (upper(v)), constraint t_ck check (instr(v, 'q') = 0))",
      "insert into t (v) values ('a')",
      'create index t_ix on t (lower(v))',
      'create view mine as select table_name, num_rows from user_tables',
      'create view over as select m.table_name, t.v from mine m, t where m.table_name = \'T\'',
      'create view checked as select id, v from t where v is not null with check option',
      'grant select on over to u',
      'grant select on dba_users to u'
    )
    // As an earlier catalog might have had it: other columns, other functions, a view that is no more.
    await server.query("select ora.dict_view('USER_OLD', 'A num', 'select 1', 'Old')")
    await run('create table reload (a number)')
    await server.query(`
      drop view "SYS"."DBA_USERS"; create view "SYS"."DBA_USERS" ("USERNAME") as select name from ora.users;
      do $$ begin execute 'create or replace view "SYS"."USER_TABLES" as select u.*, 1 as "MORE" from (' || rtrim(pg_get_viewdef('"SYS"."USER_TABLES"'), ';') || ') u'; end $$;
      create function ora.dict_old() returns int language sql as 'select 1';
      drop function ora.dict_visible() cascade; create function ora.dict_visible() returns text language sql as 'select null'`)
    await run('create view lost as select a from user_old')
    await asAnotherVersion()
    server = await startServer({ dataDir })
    const c = await connect()
    expect(await rows(c, 'select id, v, u from t')).toEqual([[1, 'a', 'A']])
    expect(await rows(c, 'select * from mine where table_name = \'T\'')).toEqual([['T', null]])
    expect(await rows(c, 'select * from over')).toEqual([['T', 'a']])
    expect(await rows(c, "select username, account_status from dba_users where username = 'U'")).toEqual([['U', 'OPEN']])
    expect(await rows(c, "select object_name, status from user_objects where object_type = 'VIEW' order by 1")).toEqual([['CHECKED', 'VALID'], ['LOST', 'INVALID'], ['MINE', 'VALID'], ['OVER', 'VALID']])
    expect(await rows(c, "select table_name, column_name from user_cons_columns where constraint_name = 'T_PK'")).toEqual([['T', 'ID']])
    await expect(c.execute('select * from lost')).rejects.toThrow('ORA-04063')
    await expect(c.execute('select * from user_old')).rejects.toThrow('ORA-00942')
    await expect(c.execute("insert into t (v) values ('q')")).rejects.toThrow('ORA-02290')
    await expect(c.execute('update checked set v = null')).rejects.toThrow('ORA-01402')
    await c.execute("insert into t (v) values ('b')")
    expect(await rows(c, 'select max(id) from t')).toEqual([[3]])
    const left = await server.query("select count(*) from pg_proc where proname = 'dict_old'")
    expect(left).toEqual([['0']])
    const u = await rows(c, "select grantee, table_name from user_tab_privs where grantee = 'U' order by 2")
    expect(u).toEqual([['U', 'OVER']])
    await c.close()
  })
  it('keeps stored units and triggers, compiled anew', async () => {
    await run(
      'create table t (id number, v varchar2(20))',
      'create function twice(n number) return number is begin return 2 * n; end;',
      "create trigger tr before insert on t for each row begin :new.v := 'tr' || twice(:new.id); end;",
      'create view w as select id, twice(id) x from t',
      'create trigger tw instead of insert on w begin insert into t (id) values (:new.id + 1); end;',
      'create package pk is n number := 1; procedure p; end;',
      'create package body pk is procedure p is begin n := n + 1; insert into w (id) values (n); end; end;',
      'create procedure bad is begin nosuch; end;'
    )
    // As another compiler might have made them.
    await server.query(`do $$ declare one record; begin
      for one in select format('create or replace function %s() returns trigger language plpgsql as ''begin return null; end''', p.oid::regproc) as text
                   from pg_proc p where pronamespace = '"SYSTEM"'::regnamespace and prorettype = 'trigger'::regtype loop execute one.text; end loop; end $$`)
    await server.query(`update ora.objects set definition = jsonb_set(definition, '{functions,0,body}', '"old"')
      where type in ('FUNCTION', 'TRIGGER', 'PACKAGE BODY')`)
    await asAnotherVersion()
    server = await startServer({ dataDir })
    const c = await connect()
    await c.execute('begin pk.p; end;')
    expect(await rows(c, 'select id, v from t')).toEqual([[3, 'tr6']])
    expect(await rows(c, 'select * from w')).toEqual([[3, 6]])
    const units = "select object_name, status from user_objects where object_type not in ('TABLE', 'VIEW', 'PACKAGE') order by 1"
    expect(await rows(c, units)).toEqual([['BAD', 'INVALID'], ['PK', 'VALID'], ['TR', 'VALID'], ['TW', 'VALID'], ['TWICE', 'VALID']])
    await c.close()
    await run('create or replace function twice(n number) return number is begin return 3 * n; end;', 'drop package pk')
  })
  it('has its stored units compiled anew by another compiler, the dictionary left alone', async () => {
    await run('create function one return number is begin return 1; end;')
    await server.query(`update ora.objects set definition = jsonb_set(definition, '{functions,0,body}', '"old"') where type = 'FUNCTION'`)
    await server.query(`do $$ begin execute replace(pg_get_functiondef('"SYSTEM"."ONE"'::regproc), '1', '2'); end $$`)
    expect(await answer('begin :r := one; end;')).toBe(2)
    await server.stop()
    writeFileSync(join(dataDir, 'compiler-fingerprint'), 'another')
    server = await startServer({ dataDir })
    expect(await answer('begin :r := one; end;')).toBe(1)
  })

  it('whose dictionary has another shape is refused in one sentence and left as it was', async () => {
    await run('create table t (a number)', 'insert into t values (7)')
    await server.query("comment on schema ora is '0'")
    await asAnotherVersion()
    await expect(startServer({ dataDir })).rejects.toThrow(
      `the data folder ${dataDir} was made by another version that this one cannot bring up to date (its dictionary has another shape): use another folder, or "npm run db -- reset" to begin with an empty database`
    )
    expect(readFileSync(join(dataDir, 'catalog-fingerprint'), 'utf8')).toBe('another')
  })
})
