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

describe('views', () => {
  it('are checked when made', async () => {
    await play(c, [
      ['create table t (a number, b number)'],
      ['create view v as select nope from t', 904],
      ['create view v as select a, a from t', 957],
      ['create view v as select a + 1 from t', 998],
      ['create view v (x, y) as select a from t', 1730],
      ['create view t as select 1 x from dual', 955],
      ['create view v as select a from nowhere', 942]
    ])
  })
  it('freeze the star', async () => {
    await play(c, [
      ['create view v as select * from t x'],
      ['alter table t add z number'],
      ["select text from user_views where view_name = 'V'", [['select "A","B" from t x']]],
      ["select count(*) from user_tab_columns where table_name = 'V'", [[2]]]
    ])
  })
  it('are INVALID while something is missing beneath them, and come back', async () => {
    const status = "select object_name, status from user_objects where object_type = 'VIEW' order by 1"
    await play(c, [
      ['create view v2 as select a, b from v'],
      ['drop table t'],
      [
        status,
        [
          ['V', 'INVALID'],
          ['V2', 'INVALID']
        ]
      ],
      ['create table t (a number, b varchar2(3))'],
      [
        status,
        [
          ['V', 'VALID'],
          ['V2', 'VALID']
        ]
      ],
      ["insert into t values (1, 'x')"],
      ['select * from v2', [[1, 'x']]],
      ['drop view v'],
      [status, [['V2', 'INVALID']]],
      ['create or replace view v as select a, b, a * 2 c from t'],
      ['select * from v2', [[1, 'x']]],
      ['create or replace force view v3 as select * from later'],
      [
        status,
        [
          ['V', 'VALID'],
          ['V2', 'VALID'],
          ['V3', 'INVALID']
        ]
      ],
      ['create table later (x number)'],
      [
        status,
        [
          ['V', 'VALID'],
          ['V2', 'VALID'],
          ['V3', 'VALID']
        ]
      ],
      ['drop view v2'],
      ['drop view v3'],
      ['drop view v'],
      ['drop view v', 942],
      ['drop table later']
    ])
  })
  it('guard what is written through them', async () => {
    await play(c, [
      ['create view v as select a from t where a > 5 with check option'],
      ['insert into v values (6)'],
      ['insert into v values (1)', 1402],
      ['update v set a = 2 where a = 6', 1402],
      ['create or replace view v as select a from t with read only'],
      ['insert into v values (1)', 42399],
      ['drop view v'],
      ['drop table t']
    ])
  })
})

describe('sequences', () => {
  it('are checked when made', async () => {
    await play(c, [
      ['create sequence s minvalue 5 maxvalue 4', 4004],
      ['create sequence s increment by 10 maxvalue 5', 4005],
      ['create sequence s start with 0 minvalue 1', 4006],
      ['create sequence s start with 5 maxvalue 3', 4008],
      ['create sequence s cache 1', 4010],
      ['create sequence s maxvalue 3 cycle', 4013],
      ['create sequence s cycle', 4015],
      ['create sequence s increment by 0', 4002]
    ])
  })
  it('count, end, restart', async () => {
    await play(c, [
      ['create sequence s start with 5 maxvalue 7 nocache'],
      ['create sequence s', 955],
      ['select s.nextval from dual', [[5]]],
      ['select last_number, max_value from user_sequences', [[6, 7]]],
      ['alter sequence s maxvalue 4', 4009],
      ['alter sequence s minvalue 6', 4007],
      ['alter sequence s start with 3', 2283],
      ['alter sequence nope increment by 2', 2289],
      ['select s.nextval from dual', [[6]]],
      ['select s.nextval from dual', [[7]]],
      ['select s.nextval from dual', 8004],
      ['alter sequence s restart start with 6'],
      ['select s.nextval from dual', [[6]]],
      ['alter sequence s maxvalue 9999999999999999999999999999'],
      ['select to_char(max_value) from user_sequences', [['9999999999999999999999999999']]]
    ])
  })
  it('may be gone when a default needs them', async () => {
    await play(c, [
      ['create table t (id number default s.nextval, v number)'],
      ['insert into t (v) values (1)'],
      ['select id from t', [[7]]],
      ['drop sequence s'],
      ['insert into t (v) values (1)', 2289],
      ['create sequence s'],
      ['insert into t (v) values (2)'],
      ['select id from t where v = 2', [[1]]],
      ['drop sequence s'],
      ['drop sequence s', 2289],
      ['drop table t']
    ])
  })
  it("of identity columns are the table's", async () => {
    await play(c, [['create table t (id number generated always as identity)']])
    const [[name]] = (await c.execute('select sequence_name from user_sequences')).rows as string[][]
    await play(c, [
      [`drop sequence "${name}"`, 32794],
      [`alter sequence "${name}" increment by 2`, 32793],
      ['drop table t'],
      ['select count(*) from user_sequences', [[0]]]
    ])
  })
})

describe('indexes', () => {
  it('are checked when made', async () => {
    await play(c, [
      ['create table t (a number, b varchar2(5))'],
      ['create index i on t (a)'],
      ['create index j on t (a)', 1408],
      ['create index i on t (b)', 955],
      ['create index j on nope (a)', 942],
      ['create index j on t (zz)', 904],
      ['create index j on t (sysdate)', 1743],
      ['create unique index u on t (upper(b))'],
      ["insert into t values (1, 'x')"],
      ["insert into t values (2, 'X')", 1],
      ['insert into t values (3, null)'],
      ['insert into t values (4, null)'],
      ['create bitmap index bm on t (a, b)'],
      ['create index dn on t (a desc)'],
      ['drop index nope', 1418],
      [
        'select index_name, index_type, uniqueness from user_indexes order by 1',
        [
          ['BM', 'BITMAP', 'NONUNIQUE'],
          ['DN', 'FUNCTION-BASED NORMAL', 'NONUNIQUE'],
          ['I', 'NORMAL', 'NONUNIQUE'],
          ['U', 'FUNCTION-BASED NORMAL', 'UNIQUE']
        ]
      ],
      ['drop index i'],
      ['drop table t'],
      ['select count(*) from user_indexes', [[0]]]
    ])
  })
})

describe('ALTER INDEX, ALTER VIEW, PURGE', () => {
  it('do what has a counterpart', async () => {
    await play(c, [
      ['create table t (a number constraint t_pk primary key, b number)'],
      ['create index i on t (b)'],
      ['alter index i rename to j'],
      ['alter index t_pk rename to t_ix'],
      ['select index_name from user_indexes order by 1', [['J'], ['T_IX']]],
      ["select index_name from user_constraints where constraint_name = 'T_PK'", [['T_IX']]],
      ['insert into t values (1, 1)'],
      ['insert into t values (1, 1)', 1],
      ['alter index j rebuild online'],
      ['alter index nope rebuild', 1418],
      ['alter index j rename to t_ix', 955],
      ['alter index j unusable', 3001],
      ['alter index j', 2243],
      ['create view v as select a from t'],
      ['alter view v compile'],
      ['alter view nope compile', 942],
      ['drop view v'],
      ['drop table t'],
      ['purge recyclebin'],
      ['purge table t', 38307],
      ['select count(*) from recyclebin', [[0]]]
    ])
  })
})

describe('CREATE TABLE AS SELECT', () => {
  it('takes types, NOT NULL and rows', async () => {
    await play(c, [
      ['create table t (id number(5) primary key, v varchar2(7) not null, d date)'],
      ["insert into t values (1, 'a', null)"],
      ['create table t2 as select t.*, id * 2 as twice from t'],
      ['select id, v, d, twice from t2', [[1, 'a', null, 2]]],
      [
        "select column_name, data_type, data_precision, nullable from user_tab_columns where table_name = 'T2' order by column_id",
        [
          ['ID', 'NUMBER', 5, 'Y'],
          ['V', 'VARCHAR2', null, 'N'],
          ['D', 'DATE', null, 'Y'],
          ['TWICE', 'NUMBER', null, 'Y']
        ]
      ],
      ['create table t3 as select id + 1 from t', 998],
      ['create table t3 as select null n from t', 1723],
      ['create table t3 (x, y) as select id from t', 1730],
      ['create table t3 (x primary key) as select id from t'],
      ['insert into t3 values (1)', 1],
      ['drop table t3'],
      ['drop table t2'],
      ['drop table t']
    ])
  })
})

describe('synonyms and comments', () => {
  it('name other objects', async () => {
    await play(c, [
      ['create table t (a number)'],
      ['create synonym sy for t'],
      ['create synonym sy for t', 955],
      ['select count(*) from sy', [[0]]],
      ['create or replace synonym sy for nope'],
      ['select count(*) from sy', 980],
      ['drop synonym sy'],
      ['drop synonym sy', 1434],
      ['drop public synonym sy', 1432],
      ['create public synonym pub for t'],
      ['select count(*) from pub', [[0]]],
      ['drop public synonym pub']
    ])
  })
  it("comments are kept, and '' takes them away", async () => {
    await play(c, [
      ["comment on table t is 'two\nlines'"],
      ["comment on column t.a is 'x'"],
      ['select comments from user_tab_comments', [['two\nlines']]],
      ['select comments from user_col_comments', [['x']]],
      ["comment on column t.a is ''"],
      ['select comments from user_col_comments', [[null]]],
      ["comment on column t.nope is 'x'", 904],
      ["comment on table nope is 'x'", 942],
      ['drop table t']
    ])
  })
})

describe('ALTER SESSION', () => {
  it('checks every value', async () => {
    await play(c, [
      ["alter session set nls_date_format = 'YYYY-MM-DD'"],
      ["select to_char(date '2024-01-02') from dual", [['2024-01-02']]],
      ["alter session set nls_date_format = 'NOPE'", 1821],
      ['alter session set nope = 3', 2248],
      ['alter session set current_schema = nope', 1435],
      ["alter session set time_zone = '+25:00'", 1874],
      ["alter session set time_zone = 'Nowhere/Land'", 1882],
      ["alter session set time_zone = 'Europe/Berlin'"],
      ["alter session set nls_numeric_characters = ',.'"],
      ['select to_char(1.5) from dual', [['1,5']]],
      ["alter session set nls_numeric_characters = '..'", 12705],
      ['alter session set nls_sort = binary_ci', 3001],
      ['alter session set optimizer_mode = first_rows'],
      ["select value from nls_session_parameters where parameter = 'NLS_DATE_FORMAT'", [['YYYY-MM-DD']]]
    ])
  })
})

describe('a DDL statement with a mistake', () => {
  it('has committed what was before it; one that does not parse has not', async () => {
    const other = await test.connect()
    await play(c, [
      ['create table t (a number)'],
      ['insert into t values (1)'],
      ['create table t (a number)', 955],
      ['insert into t values (2)'],
      ['create tabel t (a number)', 901],
      ['rollback']
    ])
    await play(other, [['select a from t', [[1]]]])
    await play(c, [['drop table t']])
    await other.close()
  })
  it('leaves nothing of itself', async () => {
    await play(c, [
      ['create table t (a number)'],
      ['insert into t values (1)'],
      ['commit'],
      ['alter table t add (x number, y number constraint y_nn not null)', 1758],
      ["select column_name from user_tab_columns where table_name = 'T'", [['A']]],
      ['drop table t']
    ])
  })
})

describe('DDL of two sessions at once', () => {
  it('is done one after the other', async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, () => test.connect()))
    await Promise.all(
      sessions.map((s, i) =>
        play(
          s,
          Array.from({ length: 5 }, (_, j) => [`create table p${i}_${j} (id number primary key)`] as const)
        )
      )
    )
    await play(c, [["select count(*), count(distinct object_id) from user_objects where object_type = 'TABLE'", [[30, 30]]]])
    await Promise.all(sessions.map((s) => s.close()))
  })
})
