/** The workflow that meets a real Oracle Database, started by hand. It is generated; nobody here has seen it run. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { rootFolder } from '../../scripts/lib/root-folder'

const read = (file: string): string => readFileSync(join(rootFolder, file), 'utf8')
interface Workflow {
  on: Record<string, { inputs: { image: { default: string } } }>
  permissions: unknown
  jobs: Record<string, { env: Record<string, string>; steps: { run?: string; uses?: string; if?: string }[] }>
}
const workflow = parse(read('.github/workflows/oracle-free.yml')) as Workflow
const { env, steps } = workflow.jobs['oracle-free']
const commands = steps.flatMap(({ run }) => run?.split(' && ') ?? [])

describe('the workflow on Oracle Database Free', () => {
  it('is started by hand only, with the image to use, and may only read', () => {
    expect(Object.keys(workflow.on)).toEqual(['workflow_dispatch'])
    expect(workflow.on.workflow_dispatch.inputs.image.default).toMatch(/^gvenzl\/oracle-free:/)
    expect(env.ORACLE_IMAGE).toBe('${{ inputs.image }}')
    expect(workflow.permissions).toEqual({ contents: 'read' })
  })
  it('runs the tests, the behaviour cases and both comparisons, by npm scripts that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const names = commands.flatMap((command) => /^npm run (\S+)/.exec(command)?.[1] ?? [])
    expect(names).toEqual(['test-app', 'lab4', 'lab7', 'compat', 'compare', 'compare', 'stop'])
    for (const name of names) expect(scripts).toHaveProperty(name)
    expect(commands.filter((command) => command.startsWith('npm run compare')).every((command) => command.startsWith('npm run compare -- embedded container '))).toBe(true)
  })
  it('goes on to the next step whatever one found, and puts no input into a command', () => {
    for (const step of steps.filter(({ run }) => run)) {
      expect(step.if).toMatch(/cancelled|always/)
      expect(step.run).not.toContain('${{')
    }
  })
  it('pins actions by commit', () => {
    for (const { uses } of steps) if (uses) expect(uses).toMatch(/@[0-9a-f]{40}$/)
  })
})

describe('the statements that it compares', () => {
  it('are the same on two embedded databases', async () => {
    const { spawnSync } = await import('node:child_process')
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(rootFolder, 'scripts/bootstrap.cjs'), 'compare', 'embedded', 'embedded', 'test/compare/statements.sql'], { cwd: rootFolder, encoding: 'utf8', env: { ...process.env, INIT_CWD: rootFolder } })
    expect(status, stdout + stderr).toBe(0)
    expect(stdout).toMatch(/\d{3} statements: \d{3} the same, 0 different/)
  })
})
