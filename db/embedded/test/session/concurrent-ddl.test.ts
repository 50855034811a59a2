/** Sessions that change the catalog while others use it. */
import type * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'

let test: TestServer
const connections: oracledb.Connection[] = []
beforeAll(async () => {
  test = await startTestServer()
  for (let i = 0; i < 4; i++) connections.push(await test.connect())
})
afterAll(async () => {
  for (const c of connections) await c.close()
  await test.stop()
})

describe('DDL of several sessions', () => {
  it('at once neither fails nor loses anything', async () => {
    await Promise.all(connections.map(async (c, n) => {
      for (let i = 0; i < 8; i++) {
        await c.execute(`create table par_${n}_${i} (id number constraint par_pk_${n}_${i} primary key)`)
        await c.execute(`insert into par_${n}_${i} values (${i})`)
        await c.execute(`alter table par_${n}_${i} add (note varchar2(10))`)
        if (i % 2) await c.execute(`drop table par_${n}_${i}`)
      }
    }))
    const { rows } = await connections[0].execute('select count(*) from user_tables where table_name like \'PAR\\_%\' escape \'\\\'')
    expect(rows).toEqual([[16]])
  })
  it('is seen by the statements that another session has cached', async () => {
    const [a, b] = connections
    await a.execute('create table seen (a number)')
    const shape = async (): Promise<unknown> => (await b.execute('select * from seen')).metaData?.map(m => m.name)
    expect(await shape()).toEqual(['A'])
    await a.execute('alter table seen add (b number)')
    expect(await shape()).toEqual(['A', 'B'])
    await b.execute('insert into seen values (:1, :2)', [1, 2])
    await b.commit()
    await a.execute('alter table seen modify (b varchar2(5))').catch(() => undefined)
    await a.execute('drop table seen')
    await expect(b.execute('insert into seen values (:1, :2)', [1, 2])).rejects.toThrow('ORA-00942')
    await a.execute('create table seen (b varchar2(5), a number, c number)')
    await expect(b.execute('insert into seen values (:1, :2)', [1, 2])).rejects.toThrow('ORA-00947')
    expect(await shape()).toEqual(['B', 'A', 'C'])
  })
  it('gives up with ORA-00054 on a table that another session is changing', async () => {
    const [a, b] = connections
    await a.execute('create table busy (a number)')
    await b.execute('insert into busy values (1)')
    await expect(a.execute('drop table busy')).rejects.toThrow('ORA-00054')
    await b.commit()
    await a.execute('drop table busy')
  })
})
