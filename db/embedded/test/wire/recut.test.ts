/** The same answers however the network cuts the bytes, and with the smallest SDU. */
import * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, startProxy, startTestServer, type TestServer } from './test-server'

let test: TestServer
beforeAll(async () => {
  test = await startTestServer({ limits: { sdu: 512 } })
  const c = await test.connect()
  await c.execute('create table r (id number primary key, text varchar2(4000), note clob)')
  await c.close()
})
afterAll(async () => test.stop())

async function workload(connectString: string): Promise<void> {
  const c = await oracledb.getConnection({ user: 'system', password: PASSWORD, connectString })
  try {
    const rows = Array.from({ length: 200 }, (_, i) => [i, 'x'.repeat((i * 37) % 1500), `note ${'é'.repeat((i * 61) % 2000)}`])
    await c.execute('delete from r')
    await c.executeMany('insert into r values (:1, :2, :3)', rows, { bindDefs: [{ type: oracledb.NUMBER }, { type: oracledb.STRING, maxSize: 4000 }, { type: oracledb.CLOB }] })
    const back = await c.execute<[number, string, string]>('select * from r order by id', [], { fetchTypeHandler: m => (m.dbType === oracledb.DB_TYPE_CLOB ? { type: oracledb.STRING } : undefined) })
    expect(back.rows).toEqual(rows.map(([id, text, note]) => [id, text === '' ? null : text, note]))
    const lobs = await c.execute<[oracledb.Lob]>('select note from r where id = 33')
    expect(await lobs.rows?.[0][0].getData()).toBe(rows[33][2])
    await expect(c.execute('insert into r (id) values (1)')).rejects.toThrow('ORA-00001')
    const long = `select '${'y'.repeat(3000)}' a from dual`
    expect((await c.execute(long)).rows).toEqual([['y'.repeat(3000)]])
    await c.rollback()
  } finally {
    await c.close()
  }
}

describe('a session', () => {
  it('works with packets of 512 bytes', async () => workload(test.connectString))
  it.each([1, 2, 3, 7, 11, 100, 511, 513])('works when the bytes come in pieces of %i', async size => {
    const proxy = await startProxy(test.server.port, () => size)
    await workload(`127.0.0.1:${proxy.port}/FREEPDB1`)
    proxy.close()
  })
  it('works when the bytes come in pieces of any size', async () => {
    let n = 1
    const proxy = await startProxy(test.server.port, () => (n = (n * 7919) % 1009))
    await workload(`127.0.0.1:${proxy.port}/FREEPDB1`)
    proxy.close()
  })
})
