/** Whatever a client sends: its connection ends, the server lives and others notice nothing. */
import { createConnection } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as oracledb from 'oracledb'
import { PASSWORD, startProxy, startTestServer, type TestServer } from './test-server'

let test: TestServer
beforeAll(async () => {
  test = await startTestServer({ limits: { logonTime: 800, sessions: 20, logonTries: 1_000_000 } })
})
afterAll(async () => test.stop())

/** Sends the bytes; resolves with what came back once the server closed, or after `wait` ms. */
function send(bytes: Buffer, wait = 3000): Promise<{ answer: Buffer; closed: boolean }> {
  return new Promise(done => {
    const socket = createConnection(test.server.port, '127.0.0.1')
    const parts: Buffer[] = []
    const finish = (closed: boolean): void => {
      clearTimeout(timer)
      socket.destroy()
      done({ answer: Buffer.concat(parts), closed })
    }
    const timer = setTimeout(() => finish(false), wait)
    socket.on('data', chunk => parts.push(chunk)).on('close', () => finish(true)).on('error', () => undefined)
    socket.write(bytes)
  })
}
const works = async (): Promise<void> => {
  const c = await test.connect()
  expect((await c.execute('select 1 from dual')).rows).toEqual([[1]])
  await c.close()
}
/** A real client's session, as it was sent. */
async function recorded(): Promise<Buffer> {
  const proxy = await startProxy(test.server.port, () => 100_000)
  const c = await oracledb.getConnection({ user: 'system', password: PASSWORD, connectString: `127.0.0.1:${proxy.port}/FREEPDB1` })
  await c.execute('select :1 a, :2 b from dual', [1, 'text'])
  await c.close()
  proxy.close()
  return Buffer.concat(proxy.sent)
}
/** The same bytes each run. */
function pseudoRandom(seed: number): () => number {
  let x = seed
  return () => {
    x = (x * 1103515245 + 12345) & 0x7fffffff
    return x / 0x7fffffff
  }
}

describe('hostile clients', () => {
  it('that speak another protocol are closed', async () => {
    for (const text of ['GET / HTTP/1.1\r\n\r\n', 'SSH-2.0-x\r\n', '\x16\x03\x01\x02\x00\x01']) expect((await send(Buffer.from(text, 'latin1'))).closed, text).toBe(true)
    await works()
  })
  it('that announce impossible lengths are closed', async () => {
    const packets = ['0007000006000000', '0000000001000000', '00080000ff000000', '0008000006000000']
    for (const hex of packets) expect((await send(Buffer.from(hex, 'hex'))).closed, hex).toBe(true)
    await works()
  })
  it('that say nothing, or stop in the middle, are closed when the time to log on is over', async () => {
    const session = await recorded()
    for (const bytes of [Buffer.alloc(0), session.subarray(0, 20), session.subarray(0, 300)]) expect((await send(bytes, 4000)).closed).toBe(true)
    await works()
  })
  it('that announce a packet longer than agreed after the handshake are closed', async () => {
    const session = await recorded()
    const connectLength = session.readUInt16BE(0)
    const huge = Buffer.from('7fffffff06000000', 'hex')
    expect((await send(Buffer.concat([session.subarray(0, connectLength), huge]))).closed).toBe(true)
    await works()
  })
  it('that send a real session with bytes turned at random do no harm', async () => {
    const session = await recorded()
    const random = pseudoRandom(42)
    const jobs = Array.from({ length: 60 }, () => {
      const bad = Buffer.from(session)
      for (let n = 1 + Math.floor(random() * 4); n > 0; n--) bad[Math.floor(random() * bad.length)] ^= 1 << Math.floor(random() * 8)
      return bad
    })
    for (let i = 0; i < jobs.length; i += 10) await Promise.all(jobs.slice(i, i + 10).map(bytes => send(bytes, 1800)))
    await works()
    expect(test.log.filter(line => line.includes('unexpected'))).toEqual([])
  })
  it('that are logged on and send turned bytes do no harm', async () => {
    const random = pseudoRandom(1234)
    for (let i = 0; i < 40; i++) {
      const proxy = await startProxy(test.server.port, () => 100_000, (chunk, sent) => {
        if (sent > 4) chunk[8 + Math.floor(random() * (chunk.length - 8))] ^= 1 << Math.floor(random() * 8)
      })
      const connecting = oracledb.getConnection({ user: 'system', password: PASSWORD, connectString: `127.0.0.1:${proxy.port}/FREEPDB1` })
      const c = await connecting.catch(() => undefined)
      if (c) {
        const work = (async () => {
          await c.execute('select :1 a, :2 b from dual', [1, 'text'])
          await c.executeMany('insert into nothing values (:1)', [[1], [2], [3]])
        })().catch(() => undefined)
        await Promise.race([work, new Promise(r => setTimeout(r, 150))])
      }
      proxy.close()
      await c?.close().catch(() => undefined)
    }
    await works()
    expect(test.log.filter(line => line.includes('unexpected'))).toEqual([])
  })
  it('that cut a real session anywhere do no harm', async () => {
    const session = await recorded()
    const random = pseudoRandom(7)
    for (let i = 0; i < 20; i++) {
      const socket = createConnection(test.server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(session.subarray(0, Math.floor(random() * session.length)))
      socket.end()
      await new Promise(done => socket.on('close', done).resume())
    }
    await works()
  })
  it('beyond the number of sessions are refused, and welcome later', async () => {
    const open: oracledb.Connection[] = []
    await expect((async () => {
      for (let i = 0; i < 25; i++) open.push(await test.connect())
    })()).rejects.toThrow(/ORA-12516|NJS-51|refused|12516/i)
    expect(open.length).toBeGreaterThanOrEqual(15)
    for (const c of open) await c.close()
    await expect.poll(() => works().then(() => true, () => false), { timeout: 5000 }).toBe(true)
  })
  it('leave no PostgreSQL backend behind', async () => {
    await expect.poll(async () => (await test.server.query("select count(*) from pg_stat_activity where usename = 'ora_session'"))[0][0], { timeout: 5000 }).toBe('0')
  })
})
