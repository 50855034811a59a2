import type * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'
import { play } from './scenario'

let test: TestServer
let c: oracledb.Connection
beforeAll(async () => {
  test = await startTestServer()
  c = await test.connect()
})
afterAll(async () => {
  await c.close()
  await test.stop()
})

describe('foreign keys', () => {
  it('are checked when made: parent, key, width, types, repetition', async () => {
    await play(c, [
      [
        'create table p (id number primary key, code varchar2(10) constraint p_uk unique, a number, b number, constraint p_ab unique (a,b))'
      ],
      ['create table c (id number primary key, pid number constraint c_fk references p, a number, b number)'],
      ['alter table c add constraint c_ab foreign key (a, b) references p (a, b)'],
      ['alter table c add constraint c_ab2 foreign key (a, b) references p (a, b)', 2275],
      ['alter table c add constraint c_bad foreign key (a) references p (b)', 2270],
      ['alter table c add constraint c_bad foreign key (a, b) references p (a)', 2256],
      ['alter table c add constraint c_bad foreign key (a) references p (code)', 2267],
      ['alter table c add constraint c_bad foreign key (a) references nope (code)', 942],
      ['create table nokey (a number)'],
      ['alter table c add constraint c_bad foreign key (a) references nokey', 2268]
    ])
  })
  it('keep children and parents together; a null in part passes', async () => {
    await play(c, [
      ["insert into p values (1,'a',1,1)"],
      ["insert into p values (2,'b',1,2)"],
      ['insert into c values (1,1,1,1)'],
      ['insert into c values (2,3,1,1)', 2291],
      ['insert into c values (2,1,1,3)', 2291],
      ['insert into c values (2,1,1,null)'],
      ['delete from p where id=1', 2292],
      ['drop table p', 2449],
      ['truncate table p', 2266],
      ['alter table p drop primary key', 2273],
      ['alter table p drop constraint p_ab', 2273],
      ['alter table p drop column id', 12992],
      ['alter table p drop column a', 12992],
      ['alter table p disable primary key', 2297]
    ])
  })
  it('are disabled with their key, and validated when enabled again', async () => {
    const status =
      "select constraint_name, status, validated from user_constraints where constraint_name in ('C_AB','P_AB','C_FK') order by 1"
    await play(c, [
      ['alter table p disable constraint p_ab cascade'],
      [
        status,
        [
          ['C_AB', 'DISABLED', 'NOT VALIDATED'],
          ['C_FK', 'ENABLED', 'VALIDATED'],
          ['P_AB', 'DISABLED', 'NOT VALIDATED']
        ]
      ],
      ["select index_name from user_indexes where index_name = 'P_AB'", []],
      ['insert into c values (3,1,7,7)'],
      ['alter table c enable constraint c_ab', 2270],
      ['alter table p enable constraint p_ab'],
      ['alter table c enable constraint c_ab', 2298],
      ['alter table c enable novalidate constraint c_ab'],
      ['insert into c values (4,1,8,8)', 2291],
      ['delete from c where id=3'],
      ['alter table c modify constraint c_ab enable validate'],
      [
        status,
        [
          ['C_AB', 'ENABLED', 'VALIDATED'],
          ['C_FK', 'ENABLED', 'VALIDATED'],
          ['P_AB', 'ENABLED', 'VALIDATED']
        ]
      ],
      ['drop table p cascade constraints'],
      ["select constraint_name from user_constraints where constraint_type = 'R'", []],
      ['insert into c values (9,99,1,1)'],
      ['drop table c'],
      ['drop table nokey']
    ])
  })
  it('cascade and set null on delete', async () => {
    await play(c, [
      ['create table p (id number primary key)'],
      ['create table c1 (pid number references p on delete cascade)'],
      ['create table c2 (pid number references p on delete set null)'],
      ['insert into p values (1)'],
      ['insert into c1 values (1)'],
      ['insert into c2 values (1)'],
      ['delete from p'],
      ['select count(*) from c1', [[0]]],
      ['select pid from c2', [[null]]],
      ['drop table c1'],
      ['drop table c2'],
      ['drop table p']
    ])
  })
  it('wait for COMMIT when deferred, and SET CONSTRAINTS asks earlier', async () => {
    await play(c, [
      ['create table p (id number primary key)'],
      ['create table c (pid number constraint c_fk references p deferrable initially deferred)'],
      ['insert into c values (1)'],
      ['set constraints c_fk immediate', 2291],
      ['commit', 2091],
      ['select count(*) from c', [[0]]],
      ['insert into c values (1)'],
      ['insert into p values (1)'],
      ['commit'],
      ['select count(*) from c', [[1]]],
      ['set constraint nope deferred', 2448],
      ['drop table c'],
      ['drop table p']
    ])
  })
})

describe('keys', () => {
  it('are checked when the statement ends, with or without a foreign key to them', async () => {
    await play(c, [
      ['create table t (id number primary key)'],
      ['insert into t values (1)'],
      ['insert into t values (2)'],
      ['insert into t values (3)'],
      ['update t set id = id + 1'],
      ['select id from t order by 1', [[2], [3], [4]]],
      ['insert into t values (2)', 1]
    ])
  })
  it('become plain while referenced and deferrable again afterwards', async () => {
    await play(c, [
      ['create table k (tid number constraint k_fk references t)'],
      ['insert into t values (2)', 1],
      ['alter table k drop constraint k_fk'],
      ['update t set id = id + 1'],
      ['select id from t order by 1', [[3], [4], [5]]],
      ['drop table k'],
      ['drop table t']
    ])
  })
  it('of several columns may repeat only when all are null', async () => {
    await play(c, [
      ['create table t (a number, b number, constraint t_uk unique (a, b))'],
      ['insert into t values (1, null)'],
      ['insert into t values (1, null)', 1],
      ['insert into t values (null, null)'],
      ['insert into t values (null, null)'],
      ['insert into t values (1, 2)'],
      ['insert into t values (1, 2)', 1],
      ['drop table t']
    ])
  })
  it('take an index over, and give it back when dropped', async () => {
    await play(c, [
      ['create table t (a number)'],
      ['create unique index t_ix on t (a)'],
      ['alter table t add constraint t_pk primary key (a)'],
      ["select index_name from user_constraints where constraint_name = 'T_PK'", [['T_IX']]],
      ['drop index t_ix', 2429],
      ['alter table t drop primary key'],
      ["select index_name from user_indexes where table_name = 'T'", [['T_IX']]],
      ["select nullable from user_tab_columns where table_name = 'T'", [['Y']]],
      ['insert into t values (null)'],
      ['drop index t_ix'],
      ['drop table t']
    ])
  })
  it('refuse rows in their way, each with its number', async () => {
    await play(c, [
      ['create table t (a number, b number)'],
      ['insert into t values (1, null)'],
      ['insert into t values (1, null)'],
      ['alter table t add primary key (a)', 2437],
      ['alter table t add primary key (b)', 1449],
      ['alter table t add unique (a)', 2299],
      ['alter table t add unique (b)'],
      ['create unique index t_ix on t (a, b)', 1452],
      ['alter table t add check (a > 1)', 2293],
      ['alter table t modify b not null', 2296],
      ['alter table t add z number not null', 1758],
      ['alter table t add primary key (c)', 904],
      ['alter table t add unique (b)', 2261],
      ['alter table t drop primary key', 2441],
      ['alter table t drop unique (a)', 2442],
      ['alter table t drop constraint nope', 2443],
      ['alter table t enable constraint nope', 2430],
      ['alter table t disable constraint nope', 2431],
      ['drop table t']
    ])
  })
  it('cannot be LOBs', async () => {
    await play(c, [
      ['create table t (a clob primary key)', 2329],
      ['create table t (a clob)'],
      ['create index i on t (a)', 2327],
      ['drop table t']
    ])
  })
})

describe('not null and check', () => {
  it('know what is there already', async () => {
    await play(c, [
      ['create table t (id number primary key, n number constraint t_nn not null)'],
      ['alter table t modify n null'],
      ['alter table t modify n null', 1451],
      ['alter table t modify n not null'],
      ['alter table t modify n not null', 1442],
      ['alter table t modify id null', 1451],
      ['alter table t modify id not null', 1442],
      ['drop table t']
    ])
  })
  it('an inline check sees only its column', async () => {
    await play(c, [
      ['create table t (a number, b number check (a > b))', 2438],
      ['create table t (a number check (a > zz))', 904]
    ])
  })
  it('a check must not depend on the clock or on formats', async () => {
    await play(c, [
      ['create table t (d date check (d > sysdate))', 2436],
      ["create table t (d date check (d > '01-JAN-20'))", 2436],
      ["create table t (d date check (d > date '2020-01-01'))"],
      ['drop table t']
    ])
  })
  it('names are one name space of the schema', async () => {
    await play(c, [
      ['create table t (a number constraint k check (a > 1), b number constraint k check (b > 1))', 2264],
      ['create table t (a number constraint k check (a > 1))'],
      ['create table t2 (a number constraint k primary key)', 2264],
      ['alter table t add constraint k check (a > 0)', 2264],
      ['alter table t rename constraint k to k2'],
      ['insert into t values (0)', 2290],
      ['alter table t rename constraint k to k3', 23292],
      ['drop table t']
    ])
  })
  it('length errors name the column, in bytes or characters', async () => {
    await play(c, [
      ['create table t (b varchar2(3), ch varchar2(3 char))'],
      ["insert into t (ch) values ('äöü')"],
      ["insert into t (b) values ('äö')", 12899],
      ["insert into t (ch) values ('äöüß')", 12899],
      ['drop table t']
    ])
  })
})
