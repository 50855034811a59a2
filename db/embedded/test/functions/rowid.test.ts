/** Text where a ROWID is meant: one that looks like none is refused, never taken for one that finds nothing. */
import type * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'

let test: TestServer
let connection: oracledb.Connection
beforeAll(async () => {
  test = await startTestServer()
  connection = await test.connect()
  await connection.execute('create table t (n number, r varchar2(18))')
  await connection.execute('insert into t values (1, null)')
  await connection.execute('update t set r = (select rowidtochar(rowid) from t)')
})
afterAll(async () => {
  await connection.close()
  await test.stop()
})
const rows = async (sql: string, binds: unknown[] = []) => (await connection.execute(sql, binds as never)).rows

describe('text as a ROWID', () => {
  it('finds the row by its own ROWID, given as a bind, in a list, through CHARTOROWID', async () => {
    const [[rowid]] = (await rows('select rowid from t')) as string[][]
    for (const condition of ['rowid = :1', 'rowid in (:1)', 'rowid = chartorowid(:1)', 'rowidtochar(rowid) = :1']) expect(await rows(`select n from t where ${condition}`, [rowid]), condition).toEqual([[1]])
    expect(await rows('select rowidtochar(chartorowid(:1)) from dual', [rowid])).toEqual([[rowid]])
  })
  it('is ORA-01410 when it is none', async () => {
    for (const sql of [
      "select n from t where rowid = 'nonsense'",
      "select n from t where rowid in ('nonsense')",
      "select chartorowid('nonsense') from dual",
      "select rowidtochar('nonsense') from dual",
      "select n from t where rowid in (select 'nonsense' from dual)"
    ])
      await expect(rows(sql), sql).rejects.toThrow('ORA-01410')
  })
  it('is null when null', async () => expect(await rows('select chartorowid(null), rowidtochar(null) from dual')).toEqual([[null, null]]))
})
