import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { rootFolder } from '../../scripts/lib/root-folder'
import { LABS, STAGES } from '../../scripts/pipeline/stages'

const read = (file: string) => readFileSync(join(rootFolder, file), 'utf8')
const names = STAGES.map(({ name }) => name)
const everywhere = STAGES.filter(({ runtime }) => !runtime).map(({ name }) => name)
const npmRuns = (text: string) => [...text.matchAll(/^npm run (\S+)$/gm)].map(([, name]) => name)

describe('the stage table', () => {
  it('names only stages that are there, before the ones that need them', () => {
    STAGES.forEach(({ needs }, i) => needs.forEach((need) => expect(names.indexOf(need)).toBeLessThan(i)))
    for (const { needs } of STAGES) for (const need of needs) expect(names).toContain(need)
  })
  it('has a step file for every stage and inputs that exist', () => {
    for (const { name, inputs } of STAGES) {
      expect(existsSync(join(rootFolder, 'scripts/steps', `${name}.ts`)), name).toBe(true)
      for (const input of inputs) expect(existsSync(join(rootFolder, input)), `${name}: ${input}`).toBe(true)
    }
  })
  it('is what npm, wercker.yml and the workflow run, in the same order', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    expect(Object.keys(scripts).filter((name) => names.includes(name as never))).toEqual(names)
    const wercker = parse(read('wercker.yml')) as Record<'build' | 'deploy', { steps: { script?: { name: string; code: string } }[] }>
    expect([...wercker.build.steps, ...wercker.deploy.steps].flatMap(({ script }) => npmRuns(script?.code ?? ''))).toEqual(everywhere)
    const workflow = workflowNamed('pipeline')
    expect(workflow.jobs.pipeline.steps.flatMap(({ run }) => npmRuns(run ?? '')).filter((name) => names.includes(name as never))).toEqual(everywhere)
  })
})

interface Workflow {
  readonly permissions: Record<string, string>
  readonly jobs: Record<string, { readonly permissions?: Record<string, string>; readonly 'timeout-minutes': number; readonly strategy?: { matrix: Record<string, string[]> }; readonly steps: { name?: string; uses?: string; run?: string; with?: Record<string, unknown> }[] }>
}
const workflowNamed = (name: string) => parse(read(`.github/workflows/${name}.yml`)) as Workflow
const workflows = readdirSync(join(rootFolder, '.github/workflows')).map((file) => file.replace(/\.yml$/, ''))

describe('the workflows', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  it.each(workflows)('%s may read, and no more than its jobs say; its actions are pinned by commit; what it runs is there', (name) => {
    const { permissions, jobs } = workflowNamed(name)
    expect(permissions).toEqual({ contents: 'read' })
    for (const [job, { permissions: own = {}, 'timeout-minutes': minutes, steps }] of Object.entries(jobs)) {
      expect(minutes, job).toBeGreaterThan(0)
      if (name !== 'release') expect(own, job).toEqual({})
      expect(own.contents ?? 'read', job).toBe('read')
      for (const { uses, run = '', with: settings } of steps) {
        if (uses) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
        if (uses?.startsWith('actions/checkout@')) expect(settings).toMatchObject({ 'persist-credentials': false })
        for (const [, script] of run.matchAll(/npm (?:run )?(?!ci\b)([\w:-]+)/g)) expect(scripts, `npm run ${script}`).toHaveProperty([script])
        // A value of the event put into the shell's text could hold commands.
        expect(run, job).not.toContain('${{')
      }
    }
  })
  it('test on three systems and three versions of Node', () => {
    const { os, node } = workflowNamed('pipeline').jobs.test.strategy!.matrix
    expect(os.map((each) => each.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows'])
    expect(node).toEqual(['20', '22', '24'])
  })
  it('name in docs/dependencies.md each action that they use', () => {
    const used = new Set(workflows.flatMap((name) => Object.values(workflowNamed(name).jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))))
    const text = read('docs/dependencies.md')
    for (const each of used) expect(text).toContain(`\`${each.split('@')[0]}\` ${each.split('@')[1].slice(0, 7)}`)
  })
})

describe('the labs', () => {
  it.each(LABS)('$folder has a README, a run and a check, and both scripts', async ({ number, folder }) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    for (const file of ['README.md', 'run.ts', 'check.ts']) expect(existsSync(join(rootFolder, 'scripts/labs', folder, file)), file).toBe(true)
    expect(scripts[`lab${number}`]).toBeDefined()
    expect(scripts[`lab${number}:check`]).toBeDefined()
    const { lab } = await import(join(rootFolder, 'scripts/labs', folder, 'run.ts'))
    const stages = typeof lab.stages === 'function' ? await lab.stages(() => undefined) : lab.stages
    for (const stage of stages) expect(names).toContain(stage)
  })
})
