/** What a stranger does: clone, npm start. And what a stranger does too: Ctrl-C at any moment, and worse. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootFolder } from '../../scripts/lib/root-folder'
import { readChangelog } from '@cicd-oracle/changes'
import { HR_CHANGELOG } from '../../scripts/lib/changelogs'
import { stagesOf } from '../../scripts/pipeline/run'

const stages = stagesOf({ runtime: 'process', keep: false })
const changesets = readChangelog(HR_CHANGELOG.files, HR_CHANGELOG.searchPath).changesets.length
const clone = join(realpathSync(mkdtempSync(join(tmpdir(), 'journey-'))), 'clone')

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  readonly exit: Promise<number | null>
}
function npm(...words: string[]): Run {
  const child = spawn('npm', words, { cwd: clone, stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, NO_COLOR: '1' } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', (chunk) => { output += chunk })
  return { child, output: () => output, exit: new Promise((resolve) => child.on('close', resolve)) }
}

/** Processes whose command line or working folder names the clone. */
function leftovers(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      return command.includes(clone) ? [`${pid} ${command.slice(0, 120)}`] : []
    } catch {
      return []
    }
  })
}
async function nothingLeft(): Promise<void> {
  for (let tries = 0; tries < 150 && leftovers().length; tries++) await sleep(100)
  expect(leftovers()).toEqual([])
}

beforeAll(() => {
  execFileSync('git', ['-c', 'safe.directory=*', 'clone', '-q', rootFolder, clone])
})
afterAll(() => rmSync(join(clone, '..'), { recursive: true, force: true }))

describe('a fresh clone', () => {
  it('npm start, without a terminal: all stages, the labs, what was read, exit code 0, nothing left running', async () => {
    const run = npm('start')
    expect(await run.exit, run.output()).toBe(0)
    for (const stage of stages) expect(run.output()).toMatch(new RegExp(`^ ✔ ${stage} `, 'm'))
    expect(run.output()).toMatch(/^ Lab 4 passed locally: the embedded database stood in for Oracle Database/m)
    expect(run.output()).toMatch(/^ App .*\/conn 19\.\d+\.\d+\.\d+\.\d+ · \/employees 107 rows/m)
    expect(run.output()).toMatch(new RegExp(`^ Changes ${changesets} applied, 0 ran before`, 'm'))
    expect(execFileSync('git', ['-c', 'safe.directory=*', 'status', '--porcelain'], { cwd: clone, encoding: 'utf8' })).toBe('')
    await nothingLeft()
  }, 300_000)

  it('npm start again: nothing is installed twice, the changes ran before', async () => {
    const run = npm('start')
    expect(await run.exit, run.output()).toBe(0)
    expect(run.output()).not.toContain('✔ bootstrap')
    expect(run.output()).toMatch(new RegExp(`^ Changes 0 applied, ${changesets} ran before`, 'm'))
    expect(run.output()).toMatch(/^ ↻ commit .*\(kept: unchanged since /m)
    expect(run.output()).toContain(' Report  .run/report.html')
    await nothingLeft()
  }, 120_000)
})

describe('npm start, interrupted', () => {
  it.each(stages.slice(1))('during the stage %s: exit code 130, nothing is left, and it works again', async (stage) => {
    const before = stages[stages.indexOf(stage) - 1]
    const run = npm('start')
    while (!new RegExp(` [✔↻] ${before} `).test(run.output()) && run.child.exitCode === null) await sleep(5)
    process.kill(-run.child.pid!, 'SIGINT') // as a terminal does: to all of the group
    expect(await run.exit).not.toBe(0)
    await nothingLeft()
  }, 120_000)

  it.each(['database', 'deploy'])('killed with -9 after the stage %s: its database and its app end too', async (stage) => {
    const run = npm('start')
    while (!run.output().includes(` ✔ ${stage} `) && run.child.exitCode === null) await sleep(5)
    process.kill(-run.child.pid!, 'SIGKILL')
    await run.exit
    await nothingLeft()
  }, 120_000)

  it('and then runs through again', async () => {
    const run = npm('start')
    expect(await run.exit, run.output()).toBe(0)
    await nothingLeft()
  }, 120_000)
})

describe('a lone stage', () => {
  it('brings up what it needs, keeps it, and npm run stop ends it', async () => {
    const first = npm('run', 'lab6')
    expect(await first.exit, first.output()).toBe(0)
    expect(first.output()).toContain('Lab 6 passed locally')
    const second = npm('run', 'probe')
    expect(await second.exit, second.output()).toBe(0)
    expect(second.output()).toMatch(/^ ↻ deploy /m)
    const stop = npm('run', 'stop')
    expect(await stop.exit).toBe(0)
    await nothingLeft()
    // its outputs are no longer alive: they are made again
    const third = npm('run', 'lab4')
    expect(await third.exit, third.output()).toBe(0)
    expect(third.output()).toMatch(/^ ✔ database /m)
    expect(await npm('run', 'stop').exit).toBe(0)
    await nothingLeft()
  }, 180_000)

  it('npm run clean undoes what runs wrote', async () => {
    expect(await npm('run', 'clean').exit).toBe(0)
    expect(existsSync(join(clone, '.run'))).toBe(false)
    expect(existsSync(join(clone, '.venv'))).toBe(false)
  }, 60_000)
})

describe('a stage that fails', () => {
  it('names itself, its place, the command and what to do, exits 1 and leaves nothing', async () => {
    const file = join(clone, 'db/changelog/hr/plsql/script_001.sql')
    const text = readFileSync(file, 'utf8')
    const line = text.split('\n').findIndex((each) => each.startsWith('MERGE INTO bonuses b')) + 1
    writeFileSync(file, text.replace('MERGE INTO bonuses b', 'MERGE INTO bonusses b'))
    const run = npm('start')
    expect(await run.exit).toBe(1)
    expect(run.output()).toMatch(new RegExp(`^ ✖ changes {8}plsql/script_001\\.sql:${line}:12: ORA-00942`, 'm'))
    expect(run.output()).toContain('Then: npm run changes')
    await nothingLeft()
    execFileSync('git', ['-c', 'safe.directory=*', 'checkout', '-q', '.'], { cwd: clone })
  }, 180_000)
})
