/** Which database a run gets, and the reason it is told: an explicit choice, the environment, what runs, what fits the runtime. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Database, parseDatabaseChoice, provideDatabase, type ProviderOptions, remoteChoice, startEmbedded, stopEmbedded } from '../../db/connect'

const folder = mkdtempSync(join(tmpdir(), 'choice-'))
const dataDir = join(folder, 'data')
let running: Database
beforeAll(async () => {
  running = await startEmbedded({ dataDir, tether: true })
})
afterAll(async () => {
  await stopEmbedded(dataDir)
  rmSync(folder, { recursive: true, force: true })
})
afterEach(() => vi.unstubAllEnvs())

async function provide(options: Partial<ProviderOptions>, environment: Record<string, string> = {}): Promise<{ kind: string; connectString: string; started: boolean; line: string }> {
  for (const name of ['ORACLE_CONNECT_STRING', 'ORACLE_USER', 'ORACLE_PASSWORD', 'ORACLE_ADMIN_USER']) vi.stubEnv(name, environment[name])
  const lines: string[] = []
  const { kind, connectString, started } = await provideDatabase({ dataDir, report: (line) => lines.push(line), ...options })
  expect(lines).toHaveLength(1)
  return { kind, connectString, started, line: lines[0] }
}
const remote = { kind: 'remote', connectString: 'db.example:1521/SVC', user: 'me', password: 'secret' } as const
const named = { ORACLE_CONNECT_STRING: 'env.example/SVC', ORACLE_USER: 'u', ORACLE_PASSWORD: 'p' }

describe('the database of a run', () => {
  it('is the one that --database names, whatever the environment says and whatever runs', async () => {
    expect(await provide({ choice: remote }, named)).toMatchObject({ kind: 'remote', connectString: 'db.example:1521/SVC', line: expect.stringContaining('because --database names it') })
    expect(await provide({ choice: { kind: 'embedded' } }, named)).toMatchObject({ kind: 'embedded', connectString: running.connectString })
  })
  it('is else the one that the environment names', async () => {
    expect(await provide({}, named)).toMatchObject({ kind: 'remote', connectString: 'env.example/SVC', started: false, line: 'database: remote at env.example/SVC, because ORACLE_CONNECT_STRING is set' })
    expect(await provide({ runtime: 'docker' }, named)).toMatchObject({ kind: 'remote' })
    await expect(provide({}, { ORACLE_CONNECT_STRING: 'env.example/SVC' })).rejects.toThrow('without ORACLE_USER and ORACLE_PASSWORD')
  })
  it('is else the one that runs already', async () => {
    expect(await provide({})).toEqual({ kind: 'embedded', connectString: running.connectString, started: false, line: `database: embedded at ${running.connectString}, because it runs already` })
  })
  it('is for containers never the embedded one, which they cannot reach', async () => {
    const asked: string[] = []
    await expect(provide({ runtime: 'docker', running: async () => void asked.push('running'), container: async () => { throw new Error('a container is started') } })).rejects.toThrow('a container is started')
    expect(asked).toEqual(['running'])
  })
  it('asks no engine where an embedded one runs', async () => {
    expect(await provide({ running: async () => { throw new Error('asked') } })).toMatchObject({ kind: 'embedded' })
  })
  it('says no password', async () => {
    expect((await provide({ choice: remote })).line).not.toContain('secret')
  })
})

describe('--database', () => {
  it.each([
    ['embedded', { kind: 'embedded' }],
    ['container', { kind: 'container' }],
    ['hr/se/cr@et@db.example:1521/svc', { kind: 'remote', user: 'hr', password: 'se/cr@et', connectString: 'db.example:1521/svc' }],
    ['hr/pw@//db.example/svc', { kind: 'remote', user: 'hr', password: 'pw', connectString: 'db.example/svc' }]
  ])('%s', (text, choice) => expect(parseDatabaseChoice(text, {})).toEqual(choice))
  it('takes user and password from the environment when the text has none', () => {
    expect(parseDatabaseChoice('db.example/svc', { ORACLE_USER: 'u', ORACLE_PASSWORD: 'p' })).toEqual({ kind: 'remote', user: 'u', password: 'p', connectString: 'db.example/svc' })
    expect(() => parseDatabaseChoice('db.example/svc', {})).toThrow('set ORACLE_USER and ORACLE_PASSWORD')
  })
  it('refuses what is neither', () => {
    expect(() => parseDatabaseChoice('docker', {})).toThrow('not docker')
    expect(() => parseDatabaseChoice('hr@db/svc', {})).toThrow('without a password')
  })
  it('SYSTEM is its own administrator; another one is named by the environment', () => {
    expect(remoteChoice({ ...remote, user: 'system' }, {})).toMatchObject({ adminUser: 'system', adminPassword: 'secret' })
    expect(remoteChoice(remote, {})).toMatchObject({ adminUser: '', adminPassword: '' })
    expect(remoteChoice({ ...remote, user: 'system' }, { ORACLE_ADMIN_USER: 'a', ORACLE_ADMIN_PASSWORD: 'b' })).toMatchObject({ adminUser: 'a', adminPassword: 'b' })
  })
})
