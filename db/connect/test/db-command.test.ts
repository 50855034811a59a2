/** `npm run db -- …` as a shell sees it. */
import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as oracledb from 'oracledb'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isAlive } from '../../embedded/postgres/process-of'

const root = resolve(__dirname, '../../..')
const bootstrap = join(root, 'scripts/bootstrap.cjs')
const folder = mkdtempSync(join(tmpdir(), 'db-command-'))
const data = join(folder, 'data')
const db = (...args: string[]): SpawnSyncReturns<string> => spawnSync(process.execPath, [bootstrap, 'db', ...args], { cwd: root, encoding: 'utf8', env: { ...process.env, npm_config_loglevel: 'silent' } })
beforeAll(() => void db('stop', '--data', data))
afterEach(() => void db('stop', '--data', data))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm run db', () => {
  it('starts in the background, says how to connect, and says the same when it runs already', async () => {
    const first = db('start', '--data', data, '--json')
    expect([first.status, first.stderr.includes('is up after')], first.stderr).toEqual([0, true])
    const info = JSON.parse(first.stdout)
    expect(Object.keys(info)).toEqual(['connectString', 'user', 'password', 'adminUser', 'adminPassword', 'pid', 'dataDir'])
    expect(info.connectString).toMatch(/^127\.0\.0\.1:\d+\/FREEPDB1$/)
    const second = db('start', '--data', data, '--json')
    expect([second.status, second.stderr.trim(), JSON.parse(second.stdout)]).toEqual([0, `the database runs already (pid ${info.pid})`, info])
    expect(JSON.parse(db('status', '--data', data, '--json').stdout)).toEqual(info)
    const c = await oracledb.getConnection(info)
    for (const sql of ['create table t (a number)', 'create view v as select * from t', 'create sequence s']) await c.execute(sql)
    await c.close()
    expect(db('start', '--data', data, '--port', '1').stderr).toMatch(/runs already at .*: stop it first/)
    expect(db('stop', '--data', data).stderr).toContain(`stopped the database (pid ${info.pid})`)
    expect(isAlive(info.pid)).toBe(false)
  })
  it('tells by its exit code whether it runs', () => {
    const status = db('status', '--data', data, '--json')
    expect([status.status, status.stdout.trim(), status.stderr]).toEqual([1, '{}', expect.stringContaining('no database runs on')])
    expect(db('stop', '--data', data).status).toBe(0)
  })
  it('refuses what it does not understand with exit code 2', () => {
    for (const args of [['strat'], ['start', '--prot', '1'], ['start', '--port', 'x'], ['start', '--data'], []]) expect(db(...args).status, args.join(' ')).toBe(2)
    expect(db('help').stdout).toContain('usage: npm run db')
  })
  it('interrupted while it starts leaves nothing running', async () => {
    const fresh = join(folder, 'interrupted')
    const child = spawn(process.execPath, [bootstrap, 'db', 'start', '--data', fresh], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
    await expect.poll(() => existsSync(join(fresh, 'server.lock')), { timeout: 20_000, interval: 20 }).toBe(true)
    const server = Number(readFileSync(join(fresh, 'server.lock'), 'utf8'))
    child.kill('SIGINT')
    expect(await new Promise(done => child.on('exit', done))).toBe(1)
    expect([isAlive(server), existsSync(join(fresh, 'server.lock')), existsSync(join(fresh, 'pg', 'postmaster.pid'))]).toEqual([false, false, false])
  })
  it('killed while it starts leaves nothing running', async () => {
    const fresh = join(folder, 'killed')
    const child = spawn(process.execPath, [bootstrap, 'db', 'start', '--data', fresh], { cwd: root, stdio: 'ignore' })
    await expect.poll(() => existsSync(join(fresh, 'server.lock')), { timeout: 20_000, interval: 20 }).toBe(true)
    const server = Number(readFileSync(join(fresh, 'server.lock'), 'utf8'))
    child.kill('SIGKILL')
    await expect.poll(() => isAlive(server), { timeout: 10_000 }).toBe(false)
    await expect.poll(() => existsSync(join(fresh, 'pg', 'postmaster.pid')), { timeout: 10_000 }).toBe(false)
    expect(db('status', '--data', fresh).status).toBe(1)
  })
  it('removes its data with reset, and nothing else', () => {
    expect(db('start', '--data', data).status).toBe(0)
    expect(db('reset', '--data', data).status).toBe(0)
    expect(existsSync(data)).toBe(false)
    const other = mkdtempSync(join(folder, 'other-'))
    writeFileSync(join(other, 'precious'), '')
    expect(db('reset', '--data', other)).toMatchObject({ status: 1, stderr: expect.stringContaining('is not a data folder') })
    expect(existsSync(join(other, 'precious'))).toBe(true)
  })
})
