/** SYSTIMESTAMP is shown in the server's zone, CURRENT_TIMESTAMP in the session's, whatever is done with them on the way. */
import type * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'

let test: TestServer
let connection: oracledb.Connection
beforeAll(async () => {
  test = await startTestServer()
  connection = await test.connect()
  await connection.execute("alter session set time_zone = '+05:00'")
})
afterAll(async () => {
  await connection.close()
  await test.stop()
})
const value = async (sql: string) => (await connection.execute<unknown[]>(sql)).rows![0][0]

describe('in a session of another zone than the server', () => {
  it.each<[string, unknown]>([
    ['sysdate - cast(systimestamp as date)', 0],
    ["to_char(systimestamp, 'TZR')", '+00:00'],
    ["to_char(current_timestamp, 'TZR')", '+05:00'],
    ["round((cast(current_timestamp as date) - cast(systimestamp as date)) * 24)", 5],
    ['extract(hour from systimestamp) - to_number(to_char(sysdate, \'HH24\'))', 0],
    ["to_char(nvl(systimestamp, systimestamp), 'TZR')", '+00:00'],
    ["(select to_char(max(t), 'TZR') from (select systimestamp t from dual union all select systimestamp from dual))", '+00:00'],
    ["(select to_char(t, 'TZR') from (select systimestamp t from dual))", '+00:00'],
    ["(select to_char(t, 'TZR') from (select timestamp '2024-05-15 10:00:00 +02:00' t from dual))", '+02:00'],
    ["to_char(case when 1 = 1 then systimestamp end, 'TZR')", '+00:00']
  ])('%s', async (expression, expected) => expect(await value(`select ${expression} from dual`)).toBe(expected))

  it('describes the same instant by both', async () => {
    const { rows } = await connection.execute<[Date, Date]>('select systimestamp, current_timestamp from dual')
    expect(rows![0][0].getTime()).toBe(rows![0][1].getTime())
  })

  it.each([
    'select nvl(systimestamp, current_timestamp) from dual',
    'select systimestamp from dual union all select current_timestamp from dual',
    "select timestamp '2024-05-15 10:00:00 +02:00' from dual",
    'create view v as select systimestamp t from dual'
  ])('refuses by name what would lose a zone: %s', async (sql) => {
    await expect(connection.execute(sql)).rejects.toThrow(/ORA-03001: .*TIMESTAMP WITH TIME ZONE/)
  })
})
