/** What the dictionary shows of another session's DDL can be used at once. */
import type * as oracledb from 'oracledb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'

let test: TestServer
let maker: oracledb.Connection
let user: oracledb.Connection
beforeAll(async () => {
  test = await startTestServer()
  maker = await test.connect()
  user = await test.connect()
})
afterAll(async () => {
  await maker.close()
  await user.close()
  await test.stop()
})

it('a table that ALL_TABLES shows is there for a SELECT', async () => {
  for (let i = 0; i < 60; i++) {
    const made = maker.execute(`create table seen_${i} (n number)`)
    for (;;) {
      const { rows } = await user.execute<[number]>('select count(*) from all_tables where table_name = :1', [`SEEN_${i}`])
      if (rows![0][0] > 0) break
    }
    const { rows } = await user.execute(`select count(*) from seen_${i}`)
    expect(rows).toEqual([[0]])
    await made
  }
})
