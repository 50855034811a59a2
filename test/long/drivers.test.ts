/** Drivers of two years ago, through the very tests that the newest ones pass in `npm test`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEnvironment } from '../../scripts/lib/python'
import { rootFolder } from '../../scripts/lib/root-folder'

const NODE_DRIVER = '6.6.0'
const PYTHON_DRIVER = '2.5.1'
const folder = mkdtempSync(join(tmpdir(), 'drivers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs one test file in a vitest of its own and hands back what it printed when it failed. */
function vitest(file: string, env: Record<string, string>): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(rootFolder, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'quick', file], {
    cwd: rootFolder,
    encoding: 'utf8',
    env: { ...process.env, ...env, NO_COLOR: '1', VITEST: '' }
  })
  return { status, output: stdout + stderr }
}

describe(`node-oracledb ${NODE_DRIVER}`, () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'package.json'), '{"private": true}')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `oracledb@${NODE_DRIVER}`], { cwd: folder, shell: process.platform === 'win32' })
  })
  it('passes the driver tests', () => {
    const { status, output } = vitest('db/embedded/test/drivers/node-oracledb.test.ts', { NODE_ORACLEDB: join(folder, 'node_modules/oracledb') })
    expect(status, output.slice(-6000)).toBe(0)
  }, 180_000)
})

describe(`python-oracledb ${PYTHON_DRIVER}`, () => {
  let python: string
  beforeAll(async () => {
    const base = (await testEnvironment({})).python
    execFileSync(base, ['-m', 'venv', join(folder, 'venv')])
    python = join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `oracledb==${PYTHON_DRIVER}`])
  })
  it('passes the driver checks', () => {
    const { status, output } = vitest('db/embedded/test/drivers/python-oracledb.test.ts', { PYTHON_WITH_ORACLEDB: python })
    expect(output).not.toContain('skipped')
    expect(status, output.slice(-6000)).toBe(0)
  }, 180_000)
})
