import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { runCommand } from '../../lib/command'
import { testEnvironment } from '../../lib/python'
import { STAGES } from '../../pipeline/stages'
import { attempt, finding, type LabCheck, type LiveSystem } from '../lab'

interface WerckerPipeline {
  readonly steps: readonly { readonly script: { readonly name: string; readonly code: string } }[]
}
interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>
}

const scriptsIn = (text: string): string[] => text.split('\n').flatMap((line) => (line.startsWith('npm run ') ? [line.slice('npm run '.length).trim()] : []))

/** One table of stages; wercker.yml and the workflow run all that need no container engine, in its order; and the web service of the lab answers. */
export async function check({ root }: LiveSystem): Promise<LabCheck> {
  const wanted = STAGES.filter(({ runtime }) => !runtime).map(({ name }) => name).join(', ')
  const read = <T>(file: string) => parse(readFileSync(join(root, file), 'utf8')) as T
  const findings = [
    ...(await attempt('wercker.yml', 'npm run synth writes it anew.', async () => {
      const { build, deploy } = read<{ build: WerckerPipeline; deploy: WerckerPipeline }>('wercker.yml')
      const stages = [build, deploy].flatMap(({ steps }) => steps.flatMap(({ script }) => scriptsIn(script.code))).join(', ')
      return finding(stages === wanted, `wercker.yml runs ${stages}`, 'npm run synth writes it anew.')
    })),
    ...(await attempt('the workflow', 'npm run synth writes it anew.', async () => {
      const { jobs } = read<Workflow>('.github/workflows/pipeline.yml')
      const stages = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => scriptsIn(run ?? ''))).filter((name) => STAGES.some((stage) => stage.name === name)).join(', ')
      return finding(stages === wanted, `.github/workflows/pipeline.yml runs ${stages}`, 'npm run synth writes it anew.')
    })),
    ...(await attempt('the web service', 'Read what pytest says: npm run test-app', async () => {
      const { python } = await testEnvironment({})
      // The calculator's routes need no database; these settings are never used.
      const env = { DB_USER: 'none', DB_PASSWORD: 'none', DB_DSN: 'none', PYTHONDONTWRITEBYTECODE: '1' }
      await runCommand([python, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests/test_calculator.py'], { cwd: join(root, 'app'), env })
      return finding(true, '/addition/1000/200 answers 1200; what is no number is refused with 400', '')
    }))
  ]
  return { findings, standIn: 'npm scripts on this machine stood in for Wercker, which closed in 2022' }
}
