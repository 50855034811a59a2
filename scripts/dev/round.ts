import { join } from 'node:path'
import { stopEmbedded } from '../../db/connect'
import { runFolder } from '../lib/root-folder'
import type { Choices } from '../pipeline/choices'
import type { Decision } from '../pipeline/plan-stages'
import { readRecord } from '../pipeline/records'
import { runPipeline, stagesOf } from '../pipeline/run'

export interface RoundOptions {
  readonly choices: Choices
  readonly force: boolean
  readonly signal: AbortSignal
}

/** Runs the stages whose inputs changed and those that need them. @returns the exit code: 0, 1, 3, 130 */
export async function runRound({ choices, force, signal }: RoundOptions): Promise<number> {
  const names = stagesOf(choices)
  const onPlan = async (plan: readonly Decision[]) => {
    for (const decision of plan) process.stdout.write(line(decision))
    if (plan.some(({ stage, run, changed }) => stage === 'database' && run && changed)) await endDatabase()
  }
  const run = await runPipeline({ stages: force ? names : [], needed: names, lifetime: 'detached', choices, quiet: true, signal, onPlan })
  return run.ok ? 0 : signal.aborted ? 130 : run.exitCode
}

const line = ({ stage, run, reason }: Decision): string => ` ${run ? '▸' : '↻'} ${stage.padEnd(14)} ${run ? 'runs' : 'skipped'}: ${reason}\n`

/** The server that runs is made of what it was: it starts anew, with its data. */
async function endDatabase(): Promise<void> {
  if (readRecord('database')?.outputs?.kind !== 'embedded') return
  if (await stopEmbedded(join(runFolder, 'database'))) process.stdout.write('   the database is restarted, with its data\n')
}
