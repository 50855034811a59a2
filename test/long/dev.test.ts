/** npm run dev, as somebody uses it who edits: in a clone of its own, with a real database and a running app. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootFolder } from '../../scripts/lib/root-folder'
import { stagesOf } from '../../scripts/pipeline/run'

const STAGES = stagesOf({ runtime: 'process', keep: false })
const clone = join(realpathSync(mkdtempSync(join(tmpdir(), 'dev-'))), 'clone')
const WATCHING = 'watching · Ctrl-C ends it'

let dev: ChildProcess
let output = ''
let rounds = 0
const start = (...words: string[]) => {
  const child = spawn(process.execPath, [join(clone, 'scripts/bootstrap.cjs'), ...words], { cwd: clone, stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, NO_COLOR: '1' } })
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, exit }
}

/** What the next round printed, once it watches again. */
async function round(limit = 200_000): Promise<string> {
  for (const end = Date.now() + limit; output.split(WATCHING).length - 1 <= rounds; await sleep(50)) if (Date.now() > end || dev.exitCode !== null) throw new Error(output)
  return output.split(WATCHING)[rounds++]
}
const planned = (text: string, word: string): string[] => [...text.matchAll(new RegExp(`^ . (\\S+) +${word}: `, 'gm'))].map(([, stage]) => stage)
const passed = (text: string): string[] => [...text.matchAll(/^ ✔ (\S+)/gm)].map(([, stage]) => stage).filter((stage) => stage !== 'bootstrap')
const edit = (file: string, change: (text: string) => string) => writeFileSync(join(clone, file), change(readFileSync(join(clone, file), 'utf8')))

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

describe.skipIf(!existsSync('/proc/self/cmdline'))('npm run dev (skipped where there is no /proc to look for leftovers)', () => {
  beforeAll(() => {
    execFileSync('git', ['-c', 'safe.directory=*', 'clone', '-q', rootFolder, clone])
    const { child } = start('dev')
    dev = child
    for (const stream of [child.stdout, child.stderr]) stream!.on('data', (chunk) => { output += chunk })
  })
  afterAll(async () => {
    if (dev.exitCode === null) {
      process.kill(-dev.pid!, 'SIGINT')
      await new Promise((resolve) => dev.on('close', resolve))
    }
    rmSync(join(clone, '..'), { recursive: true, force: true })
  })

  it('runs everything once, and then watches', async () => {
    const text = await round(500_000)
    expect(planned(text, 'runs')).toEqual(STAGES)
    expect(passed(text)).toEqual(STAGES)
  }, 500_000)

  it('a file saved as it was: nothing runs, and each stage says why', async () => {
    edit('app/promotion/calculator.py', (text) => text)
    const text = await round()
    expect(text).toMatch(/saved: app\/promotion\/calculator\.py$/m)
    expect(planned(text, 'skipped')).toEqual(STAGES)
    expect(text).toMatch(/^ ↻ test-app +skipped: unchanged since \d\d:\d\d:\d\d: app\//m)
  }, 60_000)

  it('a file of the app: what holds it and what needs that, not the database and its changes', async () => {
    edit('app/promotion/calculator.py', (text) => text.replace('Salary plus amount.', 'Salary and amount.'))
    const text = await round()
    expect(planned(text, 'skipped')).toEqual(['database', 'changes'])
    expect(passed(text)).toEqual(STAGES.filter((stage) => !['database', 'changes'].includes(stage)))
  }, 300_000)

  it('a mistake stops the round and not the watch; mended, only what is missing runs', async () => {
    edit('app/promotion/calculator.py', (text) => text.replace('return salary + amount', 'return salary + amount + 1'))
    const failed = await round()
    expect(failed).toMatch(/^ ✖ test-app /m)
    expect(passed(failed)).toEqual(['commit'])
    edit('app/promotion/calculator.py', (text) => text.replace('return salary + amount + 1', 'return salary + amount'))
    const mended = await round()
    expect(passed(mended)).toEqual(STAGES.filter((stage) => !['database', 'changes'].includes(stage)))
  }, 300_000)

  it('keeps others out: a second one, or npm start, is told who runs', async () => {
    const second = start('dev')
    let said = ''
    second.child.stderr!.on('data', (chunk) => { said += chunk })
    expect(await second.exit).toBe(1)
    expect(said).toContain(`runs in this checkout (process ${dev.pid})`)
  }, 60_000)

  it('Ctrl-C, also in the middle of a round, ends it and all that it started', async () => {
    edit('app/promotion/calculator.py', (text) => text.replace('Salary and amount.', 'Salary plus amount.'))
    while (!output.split(WATCHING)[rounds].includes('runs: ')) await sleep(20)
    process.kill(-dev.pid!, 'SIGINT') // as a terminal does: to all of the group
    expect(await new Promise((resolve) => dev.on('close', resolve))).toBe(0)
    for (let tries = 0; tries < 150 && leftovers().length; tries++) await sleep(100)
    expect(leftovers()).toEqual([])
  }, 60_000)
})
