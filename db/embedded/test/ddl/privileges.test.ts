import type * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'
import { play } from './scenario'

let test: TestServer
let dba: oracledb.Connection
let a: oracledb.Connection
let b: oracledb.Connection
let c: oracledb.Connection
const connect = (user: string, password = 'Pw1'): Promise<oracledb.Connection> => test.connect({ user, password })

beforeAll(async () => {
  test = await startTestServer()
  dba = await test.connect()
  await play(dba, [
    ...['ua', 'ub', 'uc'].map((u) => [`create user ${u} identified by "Pw1" default tablespace users quota unlimited on users`] as const),
    ['grant create session, create table, create view, create sequence, create synonym to ua, ub, uc']
  ])
  ;[a, b, c] = await Promise.all(['ua', 'ub', 'uc'].map((u) => connect(u)))
  await play(a, [
    ['create table t (id number primary key, n number, secret varchar2(10))'],
    ["insert into t values (1, 2, 'x')"],
    ['create sequence s'],
    ['create view v as select id, n from t'],
    ["comment on table t is 'hidden'"],
    ['create synonym st for t'],
    ['commit']
  ])
})
afterAll(async () => {
  for (const s of [dba, a, b, c]) await s.close()
  await test.stop()
})

describe('another schema, without a grant', () => {
  it('does not exist', async () => {
    await play(b, [
      ['select * from ua.t', 942],
      ['select ua.s.nextval from dual', 2289],
      ['select * from ua.v', 942],
      ['select * from ua.st', 942],
      ["insert into ua.t values (3,3,'x')", 942],
      ['drop table ua.t', 942],
      ['alter table ua.t add x number', 942],
      ['create index i on ua.t (n)', 942],
      ['truncate table ua.t', 942],
      ["comment on table ua.t is 'x'", 942],
      ['drop sequence ua.s', 2289],
      ['drop view ua.v', 942],
      ['grant select on ua.t to uc', 942],
      ['create table f (a number references ua.t)', 942],
      ['create view vv as select * from ua.t', 942],
      ['lock table ua.t in share mode', 942],
      ['create table ua.tt (a number)', 1031]
    ])
  })
  it('is not in the dictionary either', async () => {
    const columns: Record<string, string> = {
      SEQUENCES: 'sequence_owner',
      SYNONYMS: 'table_owner',
      IND_COLUMNS: 'table_owner',
      TAB_PRIVS: 'table_schema',
      COL_PRIVS: 'table_schema'
    }
    const subjects = [
      'TABLES',
      'TAB_COLUMNS',
      'TAB_COLS',
      'CONSTRAINTS',
      'CONS_COLUMNS',
      'INDEXES',
      'IND_COLUMNS',
      'SEQUENCES',
      'VIEWS',
      'OBJECTS',
      'TAB_COMMENTS',
      'COL_COMMENTS',
      'SYNONYMS',
      'TAB_PRIVS',
      'COL_PRIVS',
      'CATALOG'
    ]
    for (const s of subjects) await play(b, [[`select count(*) from all_${s} where ${columns[s] ?? 'owner'} = 'UA'`, [[0]]]])
    await play(b, [
      ['select count(*) from dba_tables', 942],
      ['select count(*) from sys.dba_users', 942],
      ['select * from v$session', 942],
      ['select count(*) from user_tables', [[0]]]
    ])
  })
})

describe('grants', () => {
  it('give just what they name', async () => {
    await play(a, [['grant select on t to ub']])
    await play(b, [
      ['select id from ua.t', [[1]]],
      ["insert into ua.t values (3,3,'x')", 1031],
      ['update ua.t set n = 1', 1031],
      ['delete from ua.t', 1031],
      ['drop table ua.t', 1031],
      ['create table f (a number references ua.t)', 1031],
      ["select table_name from all_tables where owner = 'UA'", [['T']]],
      ["select constraint_type from all_constraints where owner = 'UA'", [['P']]],
      ['select owner, table_name, privilege from user_tab_privs', [['UA', 'T', 'SELECT']]],
      ['grant select on ua.t to uc', 1031]
    ])
  })
  it('pass on with GRANT OPTION, and are taken back along the chain', async () => {
    await play(a, [['grant insert, update (n) on t to ub with grant option']])
    await play(b, [
      ["insert into ua.t values (3,3,'x')"],
      ['update ua.t set n = 5 where id = 3'],
      ["update ua.t set secret = 'y'", 1031],
      ['grant insert on ua.t to uc'],
      ['commit']
    ])
    await play(c, [['insert into ua.t (id) values (4)'], ['commit']])
    await play(a, [['revoke insert on t from ub'], ['revoke insert on t from ub', 1927]])
    await play(c, [['insert into ua.t (id) values (5)', 942]])
    await play(b, [["insert into ua.t values (6,3,'x')", 1031]])
    await play(a, [['revoke update on t from ub'], ['revoke select on t from ub']])
    await play(b, [['select * from ua.t', 942]])
  })
  it("through a view are the owner's, as long as the owner has them", async () => {
    await play(a, [['grant select on t to ub']])
    await play(b, [['create view vv as select id from ua.t'], ['grant select on vv to uc', 1720]])
    await play(a, [['grant select on t to ub with grant option']])
    await play(b, [['grant select on vv to uc']])
    await play(c, [
      ['select count(*) from ub.vv', [[3]]],
      ['select * from ua.t', 942]
    ])
    await play(a, [['revoke select on t from ub']])
    await expect(c.execute('select count(*) from ub.vv')).rejects.toThrow(/ORA-0(0942|4063)/)
    await play(a, [['grant select on t to ub with grant option']])
    await play(c, [['select count(*) from ub.vv', [[3]]]])
    await play(a, [['revoke select on t from ub']])
  })
  it('come through roles, also of roles, but not for views', async () => {
    await play(dba, [
      ['create role r1'],
      ['create role r2'],
      ['grant r1 to r2'],
      ['grant r2 to ub'],
      ['grant r2 to r1', 1934],
      ['create user r1 identified by x', 1920],
      ['create role ua', 1921]
    ])
    await play(a, [['grant select on t to r1'], ['grant select on t to r2 with grant option', 1926]])
    await play(b, [
      ['select count(*) from ua.t', [[3]]],
      ['select role from session_roles order by 1', [['R1'], ['R2']]],
      ['create or replace view vv as select id from ua.t', 1031],
      ['select table_name from role_tab_privs', [['T']]]
    ])
    await play(dba, [
      ['revoke r2 from ub'],
      ['revoke r2 from ub', 1951],
      ['revoke create any table from ub', 1952],
      ['grant nosuchpriv to ub', 1919],
      ['grant no such priv to ub', 990]
    ])
    await play(b, [['select count(*) from ua.t', 942]])
    await play(dba, [['drop role r1'], ['drop role r2'], ['drop role r1', 1919]])
  })
  it('of ANY privileges and PUBLIC', async () => {
    await play(dba, [['grant select any table to ub']])
    await play(b, [
      ['select count(*) from ua.t', [[3]]],
      ["select count(*) from all_tables where owner = 'UA'", [[1]]],
      ['select count(*) from sys.dba_users', 942]
    ])
    await play(dba, [['revoke select any table from ub']])
    await play(a, [
      ['grant select on s to public'],
      ['grant insert on s to public', 2205],
      ['grant index on v to public', 2204],
      ['grant execute on t to public', 2224],
      ['grant nosuch on t to public', 990],
      ['grant select on t to ua', 1749],
      ['grant select on t to nobody', 1917]
    ])
    await play(b, [['select ua.s.nextval from dual', [[1]]]])
  })
})

describe('users', () => {
  it('need privileges to make things', async () => {
    await play(dba, [['create user bare identified by "Pw1"'], ['grant create session to bare']])
    const bare = await connect('bare')
    await play(bare, [
      ['create table t (a number)', 1031],
      ['create view v as select 1 x from dual', 1031],
      ['create sequence s', 1031],
      ['create synonym s for dual', 1031],
      ['create public synonym s for dual', 1031],
      ['create user x identified by x', 1031],
      ['create role r', 1031],
      ['drop user ua', 1031],
      ['alter user ua identified by x', 1031],
      ['alter user nobody identified by x', 1031],
      ['grant create table to bare', 1031]
    ])
    await bare.close()
    await play(dba, [['drop user bare']])
  })
  it('change their own password', async () => {
    await play(c, [['alter user uc identified by "New2"'], ['alter user uc account unlock', 1031]])
    await expect(connect('uc')).rejects.toThrow('ORA-01017')
    await (await connect('uc', 'New2')).close()
  })
  it('are locked and unlocked', async () => {
    await play(dba, [['alter user uc account lock'], ["select account_status from dba_users where username = 'UC'", [['LOCKED']]]])
    await expect(connect('uc', 'New2')).rejects.toThrow('ORA-28000')
    await play(dba, [['alter user uc account unlock']])
  })
  it('are dropped with all they have, when nobody is connected', async () => {
    await play(a, [['grant references on t to ub']])
    await play(b, [['create table f (a number constraint f_fk references ua.t)']])
    await play(dba, [
      ['drop user ua', 1922],
      ['drop user ua cascade', 1940],
      ['drop user nobody', 1918],
      ['drop user sys cascade', 28050],
      ['create user ua identified by x', 1920],
      ['create user x identified by x default tablespace nope', 959]
    ])
    await a.close()
    await play(dba, [
      ['drop user ua cascade'],
      ["select count(*) from dba_objects where owner = 'UA'", [[0]]],
      ["select count(*) from dba_tab_privs where owner = 'UA'", [[0]]]
    ])
    await play(b, [
      ['insert into f values (99)'],
      ["select count(*) from user_constraints where constraint_type = 'R'", [[0]]],
      ['rollback']
    ])
    await play(dba, [['create user ua identified by "Pw1"'], ['grant create session to ua']])
    a = await connect('ua')
    await play(a, [['select count(*) from user_objects', [[0]]]])
  })
  it('work in another schema after ALTER SESSION SET CURRENT_SCHEMA, with their own privileges', async () => {
    await play(a, [
      ['alter session set current_schema = ub'],
      ['select count(*) from f', 942],
      ['select user from dual', [['UA']]],
      ["select sys_context('userenv', 'current_schema') from dual", [['UB']]]
    ])
  })
})
