/** A bounded long run: sessions come, work, break off and go, for SOAK_SECONDS (60 unless told); nothing may pile up. */
import { readFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import oracledb from 'oracledb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, startEmbedded, stopEmbedded } from '../../db/connect'

const SECONDS = Number(process.env.SOAK_SECONDS ?? 60)
const SESSIONS = 6
const dataDir = mkdtempSync(join(tmpdir(), 'soak-'))
let database: Database

beforeAll(async () => {
  database = await startEmbedded({ dataDir, tether: true })
})
afterAll(async () => {
  await stopEmbedded(dataDir)
  rmSync(dataDir, { recursive: true, force: true })
})

const connect = () => oracledb.getConnection({ connectString: database.connectString, user: database.user, password: database.password })
/** Resident memory of the server, in MiB. */
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${database.pid}/status`, 'utf8'))![1]) / 1024
const random = (below: number) => Math.floor(Math.random() * below)

async function worker(id: number, until: number, counts: { calls: number; errors: Map<string, number> }): Promise<void> {
  while (Date.now() < until) {
    const connection = await connect()
    try {
      for (let call = 0; call < 200 && Date.now() < until; call++) {
        counts.calls++
        const kind = random(9)
        const n = random(1_000_000)
        if (kind < 3) await connection.execute('insert into soak (id, worker, text, big) values (soak_seq.nextval, :1, :2, :3)', [id, `t${n}`, 'x'.repeat(random(5000))])
        else if (kind === 3) await connection.executeMany('insert into soak (id, worker, text) values (soak_seq.nextval, :1, :2)', Array.from({ length: 50 }, (_, i) => [id, `m${i}`]))
        else if (kind === 4) await connection.execute('select s.*, rownum from soak s where worker = :1 order by id', [id], { maxRows: 100 })
        else if (kind === 5) await connection.execute('update soak set text = :1 where worker = :2 and mod(id, 7) = :3', [`u${n}`, id, random(7)])
        else if (kind === 6) await connection.execute('delete from soak where worker = :1 and mod(id, 3) = 0', [id])
        else if (kind === 7) await connection.execute(`select ${n} + ${random(9)} from dual`) // a text never seen before
        else await connection.execute('select 1 / 0 from dual')
        if (random(5) === 0) await (random(2) ? connection.commit() : connection.rollback())
      }
    } catch (error) {
      const code = /(ORA|NJS|DPI)-\d+/.exec((error as Error).message)?.[0] ?? 'other'
      counts.errors.set(code, (counts.errors.get(code) ?? 0) + 1)
    } finally {
      await connection.close().catch(() => undefined)
    }
  }
}

it(`serves ${SESSIONS} restless sessions for ${SECONDS} seconds without growing or losing count`, async () => {
  const admin = await connect()
  await admin.execute('create table soak (id number primary key, worker number, text varchar2(40), big clob)')
  await admin.execute('create sequence soak_seq')
  const counts = { calls: 0, errors: new Map<string, number>() }
  const end = Date.now() + SECONDS * 1000
  const workers = Array.from({ length: SESSIONS }, (_, id) => worker(id, end, counts))
  await sleep(SECONDS * 250)
  const warm = memory()
  await Promise.all(workers)
  const grown = memory() - warm
  // only what was asked for went wrong
  expect([...counts.errors.keys()].filter((code) => code !== 'ORA-01476')).toEqual([])
  expect(counts.calls).toBeGreaterThan(SECONDS * 20)
  expect(grown).toBeLessThan(150)
  // every session is gone, with its work: nobody holds a lock
  await sleep(500)
  const { rows } = await admin.execute<[number]>('select count(*) from soak')
  expect(rows![0][0]).toBeGreaterThanOrEqual(0)
  await admin.execute('lock table soak in exclusive mode nowait')
  await admin.close()
  process.stdout.write(`${counts.calls} calls, memory ${warm.toFixed(0)} MiB after a quarter, ${grown.toFixed(0)} MiB more at the end\n`)
}, (SECONDS + 60) * 1000)
