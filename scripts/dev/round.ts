import { join } from 'node:path'
import { stopEmbedded } from '../../db/connect'
import { rootFolder, runFolder } from '../lib/root-folder'
import type { Choices } from '../pipeline/choices'
import type { Step } from '../pipeline/context'
import { hashInputs, readRecord } from '../pipeline/records'
import { runPipeline, stagesOf } from '../pipeline/run'
import type { StageRecord } from '../pipeline/stage-output'
import { type Decision, planStages } from './plan-stages'

export interface RoundOptions {
  readonly choices: Choices
  readonly force: boolean
  readonly signal: AbortSignal
}

/** Runs the stages whose inputs changed and those that need them. @returns the exit code: 0, 1, 3, 130 */
export async function runRound({ choices, force, signal }: RoundOptions): Promise<number> {
  const names = stagesOf(choices)
  const plan = await planStages(names, { record: readRecord, hash: hashInputs, unusable: (record) => unusable(record, choices) }, force)
  for (const decision of plan) process.stdout.write(line(decision))
  const stages = plan.filter(({ run }) => run).map(({ stage }) => stage)
  if (!stages.length) return 0
  if (plan.some(({ stage, run, changed }) => stage === 'database' && run && changed)) await endDatabase()
  const run = await runPipeline({ stages, needed: names.filter((name) => !stages.includes(name)), lifetime: 'detached', choices, quiet: true, signal })
  return run.ok ? 0 : signal.aborted ? 130 : run.exitCode
}

const line = ({ stage, run, reason }: Decision): string => ` ${run ? '▸' : '↻'} ${stage.padEnd(14)} ${run ? 'runs' : 'skipped'}: ${reason}\n`

async function unusable(record: StageRecord, choices: Choices): Promise<string | undefined> {
  const { alive, fits } = (await import(join(rootFolder, 'scripts', 'steps', `${record.stage}.ts`))) as Step<typeof record.stage>
  if (fits && !fits(record.outputs as never, choices)) return 'it ran with other options'
  return alive && !(await alive(record.outputs as never)) ? 'what it left does not answer any more' : undefined
}

/** The server that runs is made of what it was: it starts anew, with its data. */
async function endDatabase(): Promise<void> {
  if (readRecord('database')?.outputs?.kind !== 'embedded') return
  if (await stopEmbedded(join(runFolder, 'database'))) process.stdout.write('   the database is restarted, with its data\n')
}
