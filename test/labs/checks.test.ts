/** Each check passes on what is right, and is seen to fail on what was broken for it. */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readChangelog, rollback, update } from '@cicd-oracle/changes'
import { type Database, startEmbedded, stopEmbedded } from '../../db/connect'
import { checkLab, judge } from '../../scripts/labs/check-lab'
import type { LiveSystem } from '../../scripts/labs/lab'
import { HR_CHANGELOG } from '../../scripts/lib/changelogs'
import { runCommand } from '../../scripts/lib/command'
import { findFreePort } from '../../scripts/lib/free-port'
import { testEnvironment } from '../../scripts/lib/python'
import { rootFolder } from '../../scripts/lib/root-folder'
import { runScriptFile } from '../../scripts/lib/run-script-file'
import { LABS } from '../../scripts/pipeline/stages'

const folder = mkdtempSync(join(tmpdir(), 'labs-'))
const owner = { user: 'HR', password: 'Owner1' }
const app = { user: 'PROMOTION', password: 'Reader1' }
let database: Database
let live: LiveSystem
let appUrl: string
let stopApp: () => void

/** A checkout in small: what the checks of labs 2 and 3 read. */
function copyCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), 'checkout-'))
  for (const path of ['app', 'wercker.yml', '.github']) cpSync(join(rootFolder, path), join(copy, path), { recursive: true, filter: (file) => !/__pycache__|_cache/.test(file) })
  // CODEOWNERS must fit something of the rest: its folders, in outline.
  for (const path of ['db/changelog/README.md', 'projenrc/project.ts', 'scripts/pipeline/stages.ts', 'scripts/labs', 'k8s/README.md']) cpSync(join(rootFolder, path), join(copy, path), { recursive: true })
  return copy
}
const asOwner = async (...statements: string[]) => {
  const connection = await oracledb.getConnection({ connectString: database.connectString, ...owner })
  for (const sql of statements) await connection.execute(sql)
  await connection.commit()
  await connection.close()
}
const stateOf = async (number: number, system: LiveSystem = live) => (await checkLab(LABS[number - 1], 'session', { lifetime: 'session', ...system })).line

beforeAll(async () => {
  database = await startEmbedded({ dataDir: join(folder, 'data'), tether: true })
  const { connectString } = database
  const admin = { connectString, user: database.adminUser, password: database.adminPassword }
  await runScriptFile(join(rootFolder, 'db/hr/hr_main.sql'), { login: admin, args: [owner.password], log: () => {} })
  const connection = await oracledb.getConnection(admin)
  await connection.execute(`create user ${app.user} identified by "${app.password}"`)
  await connection.execute(`grant create session, hr_reader to ${app.user}`)
  await connection.close()
  const { python } = await testEnvironment({})
  const port = await findFreePort(0)
  appUrl = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, [join(rootFolder, 'scripts/lib/tether.cjs'), python, '-m', 'promotion.serve', '127.0.0.1', String(port)], {
    cwd: join(rootFolder, 'app'),
    env: { ...process.env, DB_USER: app.user, DB_PASSWORD: app.password, DB_DSN: connectString, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'ignore', 'ignore']
  })
  stopApp = () => server.kill()
  for (let tries = 0; tries < 150 && !(await fetch(`${appUrl}/readyz`).then(({ ok }) => ok, () => false)); tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  const cicd = { user: 'CICD_USER', password: 'Cicd1234' }
  live = { root: rootFolder, database: { kind: 'embedded', standIn: 'the embedded database stood in for Oracle Database', connectString, owner, app, cicd, admin: { user: admin.user, password: admin.password } }, appUrl }
})
afterAll(async () => {
  stopApp?.()
  await stopEmbedded(join(folder, 'data'))
  rmSync(folder, { recursive: true, force: true })
})

describe('the line of a lab', () => {
  const fine = { what: 'x', ok: true }
  it('says what stood in, what is missing, or that it passed', () => {
    expect(judge({ findings: [fine] }).line).toBe('passed')
    expect(judge({ findings: [fine], standIn: 'a stood in for b' }).line).toBe('passed locally: a stood in for b')
    expect(judge({ findings: [fine], standIn: 'a', notYet: 'c' }).line).toBe('not yet: c')
    expect(judge({ findings: [fine, { what: 'y is not there', ok: false }], notYet: 'c' }).line).toBe('not yet: y is not there')
  })
})

describe('lab 1', () => {
  it('claims nothing, and misses a database that does not answer', async () => {
    expect(await stateOf(1)).toMatch(/^not yet: nothing is created on Oracle Cloud/)
    expect(await stateOf(1, { ...live, database: undefined })).toBe('not yet: a database answers: no database runs')
  })
})

describe('lab 2', () => {
  it('passes on the checkout, fails without git, with a broken function, with an unclean file', async () => {
    expect(await stateOf(2)).toMatch(/^passed locally/)
    const root = copyCheckout()
    expect(await stateOf(2, { root })).toBe('not yet: no git repository')
    for (const words of [['init', '-q'], ['-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-q', '--allow-empty', '-m', 'x']]) await runCommand(['git', ...words], { cwd: root })
    expect(await stateOf(2, { root })).toMatch(/^passed locally/)
    const calculator = join(root, 'app/promotion/calculator.py')
    const good = readFileSync(calculator, 'utf8')
    writeFileSync(calculator, good.replace('return salary + amount', 'return salary - amount'))
    expect(await stateOf(2, { root })).toMatch(/^not yet: addition and increment are tested/)
    writeFileSync(calculator, good.replace('"""Salary plus amount."""\n', '"""Salary plus amount."""\n    unused = 1\n'))
    expect(await stateOf(2, { root })).toMatch(/^not yet: the linter finds/)
    rmSync(root, { recursive: true, force: true })
  })
})

describe('lab 3', () => {
  it('fails when wercker.yml leaves a stage out or the service forgets to refuse', async () => {
    expect(await stateOf(3)).toMatch(/^passed locally/)
    const root = copyCheckout()
    writeFileSync(join(root, 'wercker.yml'), readFileSync(join(root, 'wercker.yml'), 'utf8').replace('npm run test-app', 'echo tests skipped'))
    expect(await stateOf(3, { root })).toMatch(/^not yet: wercker\.yml runs commit, database, changes, package/)
    cpSync(join(rootFolder, 'wercker.yml'), join(root, 'wercker.yml'))
    const amounts = join(root, 'app/promotion/amounts.py')
    writeFileSync(amounts, readFileSync(amounts, 'utf8').replace('if not _PLAIN', 'if False and not _PLAIN'))
    expect(await stateOf(3, { root })).toMatch(/^not yet: the web service/)
    rmSync(root, { recursive: true, force: true })
  })
})

describe('lab 4', () => {
  it('fails when a salary changed, when the app may write, when a table is gone', async () => {
    expect(await stateOf(4)).toBe('passed locally: the embedded database stood in for Oracle Database')
    await asOwner('update employees set salary = salary + 1 where employee_id = 100')
    expect(await stateOf(4)).toBe('not yet: employees / with commission / salaries: 107 / 35 / 691417')
    await asOwner('update employees set salary = salary - 1 where employee_id = 100', `grant update on employees to ${app.user}`)
    expect(await stateOf(4)).toBe('not yet: the app may change salaries')
    await asOwner(`revoke update on employees from ${app.user}`, 'alter table job_history rename to was_job_history')
    expect(await stateOf(4)).toBe('not yet: HR has 6 of the 7 tables')
    await asOwner('alter table was_job_history rename to job_history')
    expect(await stateOf(4)).toMatch(/^passed locally/)
  })
  it('is plainly passed on a database that is not ours', async () => {
    expect(await stateOf(4, { ...live, database: { ...live.database!, kind: 'remote', standIn: undefined } })).toBe('passed')
  })
})

describe('lab 5', () => {
  it('fails without a wheel, and on one that holds what must not leave', async () => {
    expect(await stateOf(5)).toBe('not yet: the package: nothing was packaged')
    const { python } = await testEnvironment({})
    const build = async (prepare: (app: string) => void): Promise<string> => {
      const root = copyCheckout()
      prepare(join(root, 'app'))
      const out = mkdtempSync(join(folder, 'wheel-'))
      await runCommand([python, '-m', 'hatchling', 'build', '-t', 'wheel', '-d', out], { cwd: join(root, 'app') })
      rmSync(root, { recursive: true, force: true })
      return join(out, readdirSync(out)[0])
    }
    expect(await stateOf(5, { ...live, wheel: await build(() => {}) })).toMatch(/^passed locally/)
    const leaky = await build((path) => {
      mkdirSync(join(path, 'promotion/keys'))
      writeFileSync(join(path, 'promotion/keys/id_rsa'), 'x')
    })
    expect(await stateOf(5, { ...live, wheel: leaky })).toBe('not yet: it holds promotion/keys/id_rsa')
  })
})

describe('lab 6', () => {
  it('fails when nothing answers, and when the numbers are wrong', async () => {
    expect(await stateOf(6)).toBe('passed locally: a process on this machine stood in for the cluster')
    expect(await stateOf(6, { ...live, appUrl: 'http://127.0.0.1:9' })).toMatch(/^not yet: the app/)
    await asOwner("update employees set salary = 1 where last_name = 'Errazuriz'")
    expect(await stateOf(6)).toMatch(/^not yet: \/salary_increase\/8 lists 107/)
    await asOwner("update employees set salary = 12000 where last_name = 'Errazuriz'")
  })
})

const PASSED = 'passed locally: the embedded database stood in for Oracle Database'

describe('lab 7', () => {
  it('fails before the changes, holds after them, fails when something is touched', async () => {
    expect(await stateOf(7)).toMatch(/^not yet: the changes/)
    const connection = await oracledb.getConnection({ connectString: database.connectString, ...owner })
    const changelog = readChangelog(HR_CHANGELOG.files, HR_CHANGELOG.searchPath)
    await update(connection, changelog, {}, { count: 7 })
    expect(await stateOf(7)).toMatch(/^not yet: history: .*changelog_004.sql$/)
    await update(connection, changelog)
    expect(await stateOf(7)).toBe(PASSED)
    await asOwner('update bonuses set bonus = bonus + 1 where rownum = 1')
    expect(await stateOf(7)).toBe('not yet: bonuses and their sum: 99, 36776')
    await asOwner('update bonuses set bonus = bonus - 1 where rownum = 1')
    await asOwner('create or replace function experience (p number) return varchar2 is begin return nothing; end;')
    expect(await stateOf(7)).toBe("not yet: the workshop's seven objects: FUNCTION EXPERIENCE INVALID")
    await rollback(connection, changelog, { count: 2 })
    await update(connection, changelog)
    expect(await stateOf(7)).toBe(PASSED)
    await connection.close()
  })
  it('leaves no schema of its checks behind', async () => {
    const connection = await oracledb.getConnection({ connectString: database.connectString, ...owner })
    expect((await connection.execute("select username from all_users where username like 'LAB7%'")).rows).toEqual([])
    await connection.close()
  })
})
