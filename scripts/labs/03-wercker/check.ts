import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { runCommand } from '../../lib/command'
import { testEnvironment } from '../../lib/python'
import { STAGES } from '../../pipeline/stages'
import { findCommits } from '../commit-findings'
import { attempt, type Finding, finding, type LabCheck, type LiveSystem } from '../lab'
import type { Proofs } from './prove'

interface WerckerPipeline {
  readonly steps: readonly { readonly script?: { readonly name: string; readonly code: string } }[]
}
interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>
}

const scriptsIn = (text: string): string[] => text.split('\n').flatMap((line) => (line.startsWith('npm run ') ? [line.slice('npm run '.length).trim()] : []))

/** One table of stages; wercker.yml and the workflow run all that need no container engine, in its order; the labs' commits fail and pass where the workshop's do. */
export async function check(live: LiveSystem): Promise<LabCheck> {
  const { root } = live
  const wanted = STAGES.filter(({ runtime }) => !runtime).map(({ name }) => name).join(', ')
  const read = <T>(file: string) => parse(readFileSync(join(root, file), 'utf8')) as T
  const commits = await findCommits(live, 3, serviceFindings)
  const findings = [
    ...(await attempt('wercker.yml', 'npm run synth writes it anew.', async () => {
      const { build, deploy } = read<{ build: WerckerPipeline; deploy: WerckerPipeline }>('wercker.yml')
      const stages = [build, deploy].flatMap(({ steps }) => steps.flatMap(({ script }) => scriptsIn(script?.code ?? ''))).join(', ')
      return finding(stages === wanted, `wercker.yml runs ${stages}`, 'npm run synth writes it anew.')
    })),
    ...(await attempt('the workflow', 'npm run synth writes it anew.', async () => {
      const { jobs } = read<Workflow>('.github/workflows/pipeline.yml')
      const stages = [jobs.pipeline].flatMap(({ steps }) => steps.flatMap(({ run }) => scriptsIn(run ?? ''))).filter((name) => STAGES.some((stage) => stage.name === name)).join(', ')
      return finding(stages === wanted, `.github/workflows/pipeline.yml runs ${stages}`, 'npm run synth writes it anew.')
    })),
    ...(commits ?? []),
    ...(await attempt('the web service', 'Read what pytest says: npm run test-app', async () => {
      const { python } = await testEnvironment({})
      // The calculator's routes need no database; these settings are never used.
      const env = { DB_USER: 'none', DB_PASSWORD: 'none', DB_DSN: 'none', PYTHONDONTWRITEBYTECODE: '1' }
      await runCommand([python, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests/test_calculator.py'], { cwd: join(root, 'app'), env })
      return finding(true, "this project's app: /addition/1000/200 answers 1200; what is no number is refused with 400", '')
    }))
  ]
  return { findings, standIn: `this machine stood in for Wercker, which closed in 2022${commits ? '' : " (not looked at: the labs' commits)"}` }
}

/** 3.16, 3.18, 3.19: what the finished service answers, with the defects that the workshop leaves in it. */
function serviceFindings({ service }: Proofs): Finding[] {
  const answers = (item: string, path: string, wanted: string, remark = '') =>
    finding(service[path] === wanted, `${item.padEnd(5)}${path} answers ${service[path]}${remark}`, `Expected ${wanted}: read steps/3.11-conversions.patch.`)
  return [
    answers('3.16', '/addition/1000/200', '200 1200'),
    answers('3.19', '/increment/1000/7', '200 1070.0', ': a float, where /addition has an integer'),
    answers('3.18', '/addition/a/2', '500', ": the workshop's defect, kept in its history")
  ]
}
