import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Backend } from '../../postgres/backend'
import { DATABASE, startCluster, SUPERUSER, type Cluster } from '../../postgres/cluster'
import { isAlive } from '../../postgres/process-of'
import { startServer } from '../../server'

let dataDir: string
let log: string[]
const clusters: Cluster[] = []
const start = async (): Promise<Cluster> => {
  const cluster = await startCluster({
    dataDir, templateKey: 'cluster test', log: line => log.push(line),
    prepare: async query => void (await query('create table prepared (a int); insert into prepared values (42)'))
  })
  clusters.push(cluster)
  return cluster
}
async function ask(cluster: Cluster, text: string): Promise<unknown> {
  const backend = await Backend.connect({ ...cluster.address, user: SUPERUSER, database: DATABASE })
  try {
    return await backend.query(text)
  } finally {
    backend.close()
  }
}

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cluster-test-'))
  log = []
})
afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('a cluster', () => {
  it('is made from the template once, and keeps its data', async () => {
    const first = await start()
    expect(first.fresh).toBe(true)
    expect(await ask(first, 'select a from prepared')).toEqual([['42']])
    await ask(first, 'create table mine as select 7 as b')
    await first.stop()
    const second = await start()
    expect(second.fresh).toBe(false)
    expect(await ask(second, 'select b from mine')).toEqual([['7']])
    expect(log).toEqual([])
  })
  it('sorts by bytes and listens on no port', async () => {
    const cluster = await start()
    expect(await ask(cluster, "select string_agg(x, '' order by x) from unnest(array['b','B','a','A','ä']) x")).toEqual([['ABabä']])
    expect(await ask(cluster, 'show listen_addresses')).toEqual([['']])
    expect((statSync(cluster.address.host).mode & 0o777).toString(8)).toBe('700')
  })
  it('leaves no process and no socket folder when it is stopped', async () => {
    const cluster = await start()
    await cluster.stop()
    expect([isAlive(cluster.pid), existsSync(cluster.address.host)]).toEqual([false, false])
  })
  it('of another PostgreSQL version is named, not touched', async () => {
    await (await start()).stop()
    writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '14\n')
    await expect(start()).rejects.toThrow(/made by PostgreSQL 14 and version 18 is installed: choose another with --data/)
    expect(readFileSync(join(dataDir, 'pg', 'PG_VERSION'), 'utf8')).toBe('14\n')
  })
  it.skipIf(process.getuid?.() !== 0)('of another owner is named', async () => {
    await (await start()).stop()
    chownSync(join(dataDir, 'pg'), 12345, 12345)
    await expect(start()).rejects.toThrow(/belongs to uid 12345, PostgreSQL runs as uid 65534/)
  })
  it('with the lock file of a dead process starts, and says so', async () => {
    await (await start()).stop()
    writeFileSync(join(dataDir, 'pg', 'postmaster.pid'), `999999\n${join(dataDir, 'pg')}\n0\n5432\n\n\n0 0\nready\n`)
    const cluster = await start()
    expect(log.join()).toMatch(/removed a stale lock file of process 999999/)
    expect(await ask(cluster, 'select a from prepared')).toEqual([['42']])
  })
  it('with a lock file whose number is another program\'s now leaves that program alone', async () => {
    await (await start()).stop()
    writeFileSync(join(dataDir, 'pg', 'postmaster.pid'), `${process.pid}\n${join(dataDir, 'pg')}\n0\n5432\n\n\n0 0\nready\n`)
    await start()
    expect(log.join()).toMatch(/removed a stale lock file/)
  })
  it('whose PostgreSQL runs on without its server stops that first', async () => {
    const lost = await start()
    clusters.splice(0)
    const again = await start()
    expect(log.join()).toMatch(new RegExp(`stopped an orphaned PostgreSQL \\(pid ${lost.pid}\\)`))
    expect(isAlive(lost.pid)).toBe(false)
    expect(await ask(again, 'select a from prepared')).toEqual([['42']])
  })
  it.skipIf(process.getuid?.() !== 0)('below a folder that its user may not enter is kept elsewhere, and swept when that folder is gone', async () => {
    const closed = join(dataDir, 'closed')
    mkdirSync(join(closed, 'data'), { recursive: true })
    chmodSync(closed, 0o700)
    const inside = dataDir
    dataDir = join(closed, 'data')
    const cluster = await start()
    expect(await ask(cluster, 'select a from prepared')).toEqual([['42']])
    await cluster.stop()
    const again = await start()
    expect(again.fresh).toBe(false)
    await again.stop()
    const elsewhere = realpathSync(join(dataDir, 'pg'))
    expect(elsewhere.startsWith(closed)).toBe(false)
    rmSync(dataDir, { recursive: true })
    mkdirSync(join(closed, 'other'))
    dataDir = join(closed, 'other')
    await (await start()).stop()
    expect(existsSync(elsewhere)).toBe(false)
    rmSync(realpathSync(join(dataDir, 'pg')), { recursive: true })
    dataDir = inside
  })
})

describe('a server', () => {
  it('says which port is taken, and leaves nothing running', async () => {
    const server = await startServer({ dataDir })
    const other = mkdtempSync(join(tmpdir(), 'cluster-test-'))
    await expect(startServer({ dataDir: other, port: server.port })).rejects.toThrow(new RegExp(`port ${server.port} on 127.0.0.1 is in use`))
    await server.stop()
    const again = await startServer({ dataDir: other })
    expect(again.fresh).toBe(false)
    await again.stop()
    rmSync(other, { recursive: true, force: true })
  })
})
