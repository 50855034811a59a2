/** The server as a process of its own (the compiled one): who ends with whom. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as oracledb from 'oracledb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findEmbedded, removeData, startEmbedded, stopEmbedded, type Database } from '../../../connect'
import { isAlive } from '../../postgres/process-of'

const cli = join(dirname(require.resolve('@cicd-oracle/embedded')), 'cli.js')
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lifetime-test-'))
})
afterEach(async () => {
  await stopEmbedded(dataDir)
  rmSync(dataDir, { recursive: true, force: true })
})
const postgresPid = (): number => Number(readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0])
const gone = (pid: number): Promise<void> => expect.poll(() => isAlive(pid), { timeout: 8000, interval: 50 }).toBe(false)
const connect = (d: Database): Promise<oracledb.Connection> => oracledb.getConnection(d)

describe('the database process', () => {
  it('is found while it runs, keeps data and credentials over a stop, and is gone after it', async () => {
    const first = await startEmbedded({ dataDir })
    expect(findEmbedded(dataDir)).toMatchObject({ connectString: first.connectString, pid: first.pid, user: 'WORKSHOP' })
    expect((statSync(join(dataDir, 'credentials.json')).mode & 0o777).toString(8)).toBe('600')
    const c = await connect(first)
    await c.execute('create table kept (a number)')
    await c.execute('insert into kept values (1)')
    await c.commit()
    await c.close()
    const pg = postgresPid()
    await first.stop()
    expect([isAlive(first.pid ?? 0), isAlive(pg), findEmbedded(dataDir)]).toEqual([false, false, undefined])
    const second = await startEmbedded({ dataDir })
    expect(second.password).toBe(first.password)
    const again = await connect(second)
    expect((await again.execute('select a from kept')).rows).toEqual([[1]])
    await again.close()
  })
  it('killed with -9 takes PostgreSQL with it, and starts again', async () => {
    const first = await startEmbedded({ dataDir })
    const pg = postgresPid()
    process.kill(first.pid ?? 0, 'SIGKILL')
    await gone(pg)
    expect(findEmbedded(dataDir)).toBeUndefined()
    const again = await startEmbedded({ dataDir })
    await (await connect(again)).close()
    expect(readFileSync(join(dataDir, 'server.log'), 'utf8')).toContain('stale lock')
  })
  it('tethered ends when its parent is killed with -9', async () => {
    const script = `const { spawn } = require('node:child_process')
      const child = spawn(process.execPath, [${JSON.stringify(cli)}, '--data', ${JSON.stringify(dataDir)}, '--tether'], { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
      child.stdout.pipe(process.stdout)`
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ready = JSON.parse(await new Promise<string>(done => parent.stdout.once('data', chunk => done(String(chunk)))))
    const pg = postgresPid()
    parent.kill('SIGKILL')
    await gone(ready.pid)
    await gone(pg)
  })
  it('whose start is given up ends', async () => {
    const abort = new AbortController()
    const starting = startEmbedded({ dataDir, signal: abort.signal })
    setTimeout(() => abort.abort(), 250)
    await expect(starting).rejects.toThrow()
    expect(findEmbedded(dataDir)).toBeUndefined()
    await expect.poll(() => existsSync(join(dataDir, 'pg', 'postmaster.pid')), { timeout: 5000 }).toBe(false)
    await (await connect(await startEmbedded({ dataDir }))).close()
  })
  it('starts once on a data folder, and says who has it', async () => {
    const first = await startEmbedded({ dataDir })
    await expect(startEmbedded({ dataDir })).rejects.toThrow(new RegExp(`in use by process ${first.pid}`))
    await (await connect(first)).close()
  })
  it('says that a port is taken', async () => {
    const listener = createServer().listen(0, '127.0.0.1')
    await new Promise(done => listener.once('listening', done))
    const { port } = listener.address() as AddressInfo
    await expect(startEmbedded({ dataDir, port })).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`)
    listener.close()
  })
  it('removes nothing that is not its own', () => {
    const other = mkdtempSync(join(tmpdir(), 'lifetime-other-'))
    writeFileSync(join(other, 'precious'), '')
    expect(() => removeData(other)).toThrow('not a data folder')
    expect(existsSync(join(other, 'precious'))).toBe(true)
    rmSync(other, { recursive: true })
  })
})
