import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Evidence, planStages } from '../../scripts/pipeline/plan-stages'
import { type Watch, watchInputs } from '../../scripts/dev/watch-inputs'
import type { StageRecord } from '../../scripts/pipeline/stage-output'
import { findStage, STAGES, type StageName } from '../../scripts/pipeline/stages'

const NAMES = STAGES.filter(({ runtime }) => !runtime).map(({ name }) => name)
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 10, 0, second)).toISOString()

/** All ran, one a second, and nothing changed since. */
function evidence(changes: { changed?: StageName[]; dead?: StageName[]; records?: Partial<Record<StageName, Partial<StageRecord> | null>> } = {}): Evidence {
  const record = (stage: StageName) => {
    const more = changes.records?.[stage]
    return more === null ? undefined : ({ stage, state: 'passed', startedAt: at(NAMES.indexOf(stage)), inputs: 'abcdef0123', outputs: {}, ...more } as StageRecord)
  }
  return {
    record,
    hash: ({ name }) => (changes.changed?.includes(name) ? 'other' : 'abcdef0123'),
    unusable: async ({ stage }) => (changes.dead?.includes(stage) ? 'it is gone' : undefined)
  }
}
const plan = async (changes?: Parameters<typeof evidence>[0], asked?: readonly StageName[], names: readonly StageName[] = NAMES) =>
  Object.fromEntries((await planStages(names, evidence(changes), asked)).filter(({ run }) => run).map(({ stage, reason }) => [stage, reason]))

describe('the plan of a round', () => {
  it('is empty when nothing changed, and says since when and by which content', async () => {
    const decisions = await planStages(NAMES, evidence())
    expect(decisions.some(({ run }) => run)).toBe(false)
    for (const { stage, reason } of decisions) {
      expect(reason).toMatch(/^unchanged since \d\d:\d\d:\d\d: .* · SHA-256 abcdef0…$/)
      expect(reason).toContain(findStage(stage)!.inputs[0])
    }
  })
  it('holds the stages whose inputs changed, and what needs them', async () => {
    expect(await plan({ changed: ['changes'] })).toEqual({
      changes: expect.stringMatching(/^changed: db\/changelog\//), 'test-app': 'it needs changes, which runs again', deploy: 'it needs changes, which runs again', probe: 'it needs deploy, which runs again'
    })
    expect(Object.keys(await plan({ changed: ['probe'] }))).toEqual(['probe'])
    expect(Object.keys(await plan({ changed: ['database'] }))).toEqual(['database', 'changes', 'test-app', 'deploy', 'probe'])
  })
  it('holds what failed, never ran, or does not answer any more', async () => {
    expect(await plan({ records: { probe: { state: 'failed', outputs: null } } })).toEqual({ probe: 'it failed last time' })
    expect(await plan({ records: { probe: null } })).toEqual({ probe: 'it never ran here' })
    expect(await plan({ dead: ['deploy'] })).toEqual({ deploy: 'it is gone', probe: 'it needs deploy, which runs again' })
  })
  it('holds what is older than something it needs: a round that stopped between them', async () => {
    expect(await plan({ records: { commit: { startedAt: at(50) } } })).toEqual({ package: 'it needs commit, which ran since', deploy: 'it needs package, which runs again', probe: 'it needs deploy, which runs again' })
  })
  it('holds those that are asked for, and of needs only those that the run has', async () => {
    expect(new Set(Object.values(await plan({}, NAMES)))).toEqual(new Set(['asked for']))
    expect(await plan({ changed: ['deploy'] }, [], ['deploy', 'probe'])).toEqual({ deploy: expect.stringMatching(/^changed/), probe: 'it needs deploy, which runs again' })
  })
})

describe('watching', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'watch-')))
  let watch: Watch
  let seen: Set<string>
  const put = (file: string, text = 'x') => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  const told = (file: string) => expect.poll(() => [...seen]).toContain(file)
  beforeEach(() => {
    for (const file of ['app/a.py', 'app/deep/b.py', 'one.json', 'two.json', 'app/node_modules/p/i.js']) put(file)
    seen = new Set()
    watch = watchInputs(root, ['app/', 'one.json', 'later/'], (file) => seen.add(relative(root, file)))
  })
  afterEach(() => watch.close())
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('tells of files below a folder, and of one beside others', async () => {
    put('app/deep/b.py', 'y')
    await told('app/deep/b.py')
    put('one.json', 'y')
    await told('one.json')
  })
  it('tells of files saved by renaming, of removed ones, and of those in new folders', async () => {
    put('app/deep/.new', 'y')
    renameSync(join(root, 'app/deep/.new'), join(root, 'app/deep/b.py'))
    await told('app/deep/b.py')
    rmSync(join(root, 'app/a.py'))
    await told('app/a.py')
    put('app/fresh/er/c.py')
    await told('app/fresh')
    await sleep(100)
    put('app/fresh/er/c.py', 'y')
    await told('app/fresh/er/c.py')
  })
  it('goes on in a folder that was removed and made again, and in one that was not there', async () => {
    rmSync(join(root, 'app/deep'), { recursive: true })
    await told('app/deep')
    put('app/deep/b.py')
    await sleep(100)
    seen.clear()
    put('app/deep/b.py', 'y')
    await told('app/deep/b.py')
    put('later/l.sql')
    await sleep(100)
    put('later/l.sql', 'y')
    await told('later/l.sql')
  })
  it('is silent about others, about what tools write, about editors\' own files, and once closed', async () => {
    for (const file of ['two.json', 'app/node_modules/p/i.js', 'app/__pycache__/a.pyc', 'app/.a.py.swp', 'app/a.py~', 'app/4913', 'elsewhere/x']) put(file, 'y')
    await sleep(200)
    expect([...seen]).toEqual([])
    watch.close()
    put('app/a.py', 'z')
    utimesSync(join(root, 'one.json'), 1, 1)
    await sleep(200)
    expect([...seen]).toEqual([])
  })
})
