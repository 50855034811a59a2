import type * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'

let server: TestServer
let a: oracledb.Connection
let b: oracledb.Connection
beforeAll(async () => {
  server = await startTestServer()
  a = await server.connect()
  b = await server.connect()
  await a.execute('create table t (id number primary key, v number)')
  await a.execute('insert into t select level, 0 from dual connect by level <= 3')
  await a.commit()
})
afterAll(async () => {
  await a.close()
  await b.close()
  await server.stop()
})
const set = (c: oracledb.Connection, id: number, v: number): Promise<unknown> => c.execute(`update t set v = ${v} where id = ${id}`)

describe('two sessions', () => {
  it('that wait for each other: one gets ORA-00060 and keeps its transaction, the other goes on', async () => {
    await set(a, 1, 10)
    await set(b, 2, 20)
    const waiting = set(a, 2, 11).then(() => 'done', (e: Error) => e.message.slice(0, 9))
    await new Promise((r) => setTimeout(r, 100))
    const closing = set(b, 1, 21).then(() => 'done', (e: Error) => e.message.slice(0, 9))
    const first = await Promise.race([waiting.then((r) => ['a', r]), closing.then((r) => ['b', r])])
    expect(first[1]).toBe('ORA-00060')
    const [loser, winner, rest] = first[0] === 'a' ? [a, b, closing] : [b, a, waiting]
    expect((await loser.execute('select sum(v) from t')).rows).toEqual([[first[0] === 'a' ? 10 : 20]])
    await loser.rollback()
    expect(await rest).toBe('done')
    await winner.rollback()
  })
  it('of which one waits for a row sees what the other committed, and re-checks its condition', async () => {
    await set(a, 1, 5)
    const waiting = b.execute('update t set v = v + 1 where id = 1 and v < 5')
    await new Promise((r) => setTimeout(r, 100))
    await a.commit()
    expect((await waiting).rowsAffected).toBe(0)
    await b.rollback() // PostgreSQL keeps the lock of the row that it looked at again, Oracle does not
    const adding = a.execute('update t set v = v + 1 where id = 1')
    expect((await adding).rowsAffected).toBe(1)
    const again = b.execute('update t set v = v + 1 where id = 1')
    await new Promise((r) => setTimeout(r, 100))
    await a.commit()
    await again
    await b.commit()
    expect((await a.execute('select v from t where id = 1')).rows).toEqual([[7]])
  })
  it('that insert the same key: the second waits, then fails or goes on', async () => {
    await a.execute('insert into t values (9, 1)')
    const failing = b.execute('insert into t values (9, 2)').then(() => 'done', (e: Error) => e.message.slice(0, 9))
    await new Promise((r) => setTimeout(r, 100))
    await a.commit()
    expect(await failing).toBe('ORA-00001')
    await a.execute('delete from t where id = 9')
    const going = b.execute('insert into t values (9, 3)').then(() => 'done', (e: Error) => e.message.slice(0, 9))
    await new Promise((r) => setTimeout(r, 100))
    await a.commit()
    expect(await going).toBe('done')
    await b.rollback()
  })
  it('see a statement as of its start', async () => {
    const rows = await a.execute('select id from t', [], { resultSet: true, prefetchRows: 0, fetchArraySize: 1 })
    await b.execute('delete from t')
    await b.commit()
    expect((await rows.resultSet!.getRows()).length).toBe(3)
    await rows.resultSet!.close()
  })
})
