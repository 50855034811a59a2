import type * as oracledb from 'oracledb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'
import { play } from './scenario'

let test: TestServer
let a: oracledb.Connection
let b: oracledb.Connection
beforeAll(async () => {
  test = await startTestServer()
  ;[a, b] = await Promise.all([test.connect(), test.connect()])
  await play(a, [
    [
      'create global temporary table g (id number constraint g_pk primary key, v varchar2(3) not null, n number generated always as identity)'
    ],
    ["create global temporary table p (id number, d date default date '2024-01-01') on commit preserve rows"],
    ['create unique index p_ux on p (id)']
  ])
})
beforeEach(async () => {
  await a.rollback()
  await b.rollback()
})
afterAll(async () => {
  await a.close()
  await b.close()
  await test.stop()
})

describe('global temporary tables', () => {
  it('hold rows of one session, for a transaction', async () => {
    await play(a, [["insert into g (id, v) values (1, 'a')"], ['select id, v, n from g', [[1, 'a', 1]]]])
    await play(b, [['select count(*) from g', [[0]]], ["insert into g (id, v) values (1, 'b')"], ['select v from g', [['b']]]])
    await play(a, [['commit'], ['select count(*) from g', [[0]]]])
    await play(b, [
      ['select count(*) from g', [[1]]],
      ['rollback'],
      ['select count(*) from g', [[0]]],
      ["insert into g (id, v) values (1, 'c')"],
      ['rollback']
    ])
  })
  it('hold rows of one session, for the session', async () => {
    await play(a, [
      ['insert into p (id) values (1)'],
      ['commit'],
      ["select id, to_char(d, 'YYYY') from p", [[1, '2024']]],
      ['insert into p (id) values (1)', 1],
      ['drop table p', 14452]
    ])
    await play(b, [['select count(*) from p', [[0]]]])
    await play(a, [['truncate table p'], ['select count(*) from p', [[0]]]])
  })
  it('have constraints with their own names', async () => {
    await play(a, [["insert into g (id, v) values (1, 'a')"]])
    await expect(a.execute("insert into g (id, v) values (1, 'a')")).rejects.toThrow('unique constraint (SYSTEM.G_PK) violated')
    await expect(a.execute("insert into g (id, v) values (2, 'abcd')")).rejects.toThrow('"SYSTEM"."G"."V" (actual: 4, maximum: 3)')
    await expect(a.execute('insert into g (id) values (2)')).rejects.toThrow('cannot insert NULL into ("SYSTEM"."G"."V")')
    await play(a, [['select count(*) from g', [[1]]]])
  })
  it('take arrays, joins and MERGE', async () => {
    await a.executeMany('insert into g (id, v) values (:1, :2)', [
      [1, 'a'],
      [2, 'b'],
      [3, 'c']
    ])
    await play(a, [
      [
        "merge into g using (select 3 id, 'z' v from dual union all select 4, 'y' from dual) s on (g.id = s.id) when matched then update set g.v = s.v when not matched then insert (id, v) values (s.id, s.v)"
      ],
      [
        'select id, v from g order by id',
        [
          [1, 'a'],
          [2, 'b'],
          [3, 'z'],
          [4, 'y']
        ]
      ],
      ['select count(*) from g x join g y on x.id = y.id', [[4]]],
      ['create table copy as select id from g'],
      ['select count(*) from copy', [[0]]],
      ['drop table copy']
    ])
  })
  it('are described', () =>
    play(a, [
      [
        "select table_name, temporary, duration, tablespace_name from user_tables where table_name in ('G', 'P') order by 1",
        [
          ['G', 'Y', 'SYS$TRANSACTION', null],
          ['P', 'Y', 'SYS$SESSION', null]
        ]
      ],
      ["select constraint_type from user_constraints where table_name = 'G' order by 1", [['C'], ['C'], ['P']]]
    ]))
  it('are refused where they cannot be had', () =>
    play(a, [
      ['alter table g add x number', 3001],
      ['create view gv as select id from g', 3001],
      ['create table r (id number references g)', 14455],
      ['rename g to h', 3001],
      ['create global temporary table q as select 1 x from dual', 3001]
    ]))
  it('are gone when dropped, in all sessions', async () => {
    await play(b, [["insert into g (id, v) values (1, 'b')"]])
    await play(a, [['drop table g', 54]])
    await play(b, [['commit']])
    await play(a, [['drop table g'], ['create global temporary table g (x number)']])
    await play(b, [['select count(*) from g', [[0]]], ['insert into g values (5)'], ['select * from g', [[5]]]])
    await play(a, [['drop table g'], ['drop table p']])
  })
})

describe('views that depend on formats', () => {
  it('are read only under the settings that they were made with', async () => {
    await play(a, [
      ["create view v as select to_char(dummy_date) t from (select date '2024-01-02' dummy_date from dual)"],
      ['select t from v', [['02-JAN-24']]],
      ["alter session set nls_date_format = 'YYYY-MM-DD'"],
      ['select t from v', 3001],
      ["alter session set nls_date_format = 'DD-MON-RR'"],
      ['select t from v', [['02-JAN-24']]],
      ["create or replace view v as select to_char(date '2024-01-02', 'YYYY') t from dual"],
      ["alter session set nls_date_format = 'YYYY-MM-DD'"],
      ['select t from v', [['2024']]],
      ['drop view v']
    ])
  })
})
