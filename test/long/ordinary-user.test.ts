/** Where the tests run as root: the same as a user without rights. Elsewhere every test runs as one, so nothing is skipped. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootFolder } from '../../scripts/lib/root-folder'

const root = process.getuid?.() === 0
const uid = root ? 65534 : process.getuid?.() // nobody: initdb wants a user that has a name
const home = mkdtempSync(join(tmpdir(), 'ordinary-'))
const clone = join(home, 'clone')

beforeAll(() => {
  execFileSync('git', ['-c', 'safe.directory=*', 'clone', '-q', rootFolder, clone])
  execFileSync('cp', ['-al', join(rootFolder, 'node_modules'), join(clone, 'node_modules')])
  if (root) {
    chmodSync(home, 0o700)
    chownSync(home, uid!, uid!)
    execFileSync('find', [clone, '-path', join(clone, 'node_modules'), '-prune', '-o', '-exec', 'chown', '-h', `${uid}:${uid}`, '{}', '+'])
    chownSync(join(clone, 'node_modules'), uid!, uid!)
  }
})
afterAll(() => {
  run('db', 'stop')
  rmSync(home, { recursive: true, force: true })
})

function run(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: process.env.PATH, HOME: home, npm_config_loglevel: 'silent' }
  return spawnSync(process.execPath, ['scripts/bootstrap.cjs', ...words], { cwd: clone, encoding: 'utf8', env, ...(root ? { uid, gid: uid } : {}) })
}

describe('a user without rights', () => {
  it('starts the database, runs a script, finds the data again after stop and start', () => {
    const started = run('db', 'start', '--json')
    expect(started.status, started.stderr).toBe(0)
    const { dataDir } = JSON.parse(started.stdout) as { dataDir: string }
    expect(statSync(join(dataDir, 'pg')).uid).toBe(uid)
    expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600)
    const script = (sql: string) => spawnSync(process.execPath, ['scripts/bootstrap.cjs', 'db', 'sql', '-'], { cwd: clone, encoding: 'utf8', input: sql, env: { PATH: process.env.PATH, HOME: home }, ...(root ? { uid, gid: uid } : {}) })
    const made = script('create table kept (n number);\ninsert into kept values (42);\n')
    expect(made.status, made.stderr).toBe(0)
    expect(run('db', 'stop').status).toBe(0)
    expect(run('db', 'status').status).toBe(1)
    expect(run('db', 'start').status).toBe(0)
    const read = script('select n from kept;\n')
    expect(read.stdout).toMatch(/^\s+42$/m)
  }, 60_000)
})
