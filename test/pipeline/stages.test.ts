import { existsSync, readFileSync } from 'node:fs'
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
    const wercker = parse(read('wercker.yml')) as Record<'build' | 'deploy', { steps: { script: { name: string; code: string } }[] }>
    expect([...wercker.build.steps, ...wercker.deploy.steps].flatMap(({ script }) => npmRuns(script.code))).toEqual(everywhere)
    const workflow = parse(read('.github/workflows/pipeline.yml')) as { jobs: { pipeline: { steps: { run?: string }[] } } }
    expect(workflow.jobs.pipeline.steps.flatMap(({ run }) => npmRuns(run ?? '')).filter((name) => names.includes(name as never))).toEqual(everywhere)
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
