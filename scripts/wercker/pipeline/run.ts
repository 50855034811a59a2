import { ConfigError } from '../config/config-error'
import type { StepConfig } from '../config/types'
import { folderEnvironment } from '../environment/common'
import { exportLine, isVariableName } from '../environment/quote'
import type { Session } from '../session/session'
import { failureText } from '../steps/step'
import { initScript } from './init'
import { runStep } from './run-step'
import type { PipelineResult, PipelineRun } from './types'

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(2)}s`

/** Steps in order until one fails; after-steps in any case; then everything the run started is gone. `collect` takes the artefacts of a run that passed. */
export async function runPipeline(run: PipelineRun, collect?: (session: Session) => Promise<void>): Promise<PipelineResult> {
  const { output, pipeline } = run
  const started = performance.now()
  const undo: (() => Promise<void>)[] = []
  const steps = run.target === undefined ? pipeline.steps : pipeline.targets[run.target]
  if (!steps) throw new ConfigError(run.config.file, [{ message: `Pipeline ${pipeline.name} has no deploy target ${run.target}`, at: pipeline.at }])
  output.say('Executing pipeline', pipeline.name)
  output.say('Running step', 'setup environment')
  const session = await run.startSession()
  let failed: { step: string; message: string } | undefined
  try {
    output.say('Running step', 'wercker-init')
    const problem = await initialise(run, session)
    if (problem) failed = { step: 'wercker-init', message: problem }
    let number = 0
    for (const step of failed ? [] : steps) {
      const stepStarted = performance.now()
      output.say('Running step', step.display)
      const result = await runStep(run, session, step, ++number, (one) => void undo.push(one))
      if (result.ok && run.signal?.aborted) break
      if (result.ok) continue
      failed = { step: step.display, message: result.message }
      output.say(result.message)
      output.say('Step failed', step.display, `${result.message} ${seconds(stepStarted)}`)
      break
    }
    if (!failed) {
      output.say('Steps passed', seconds(started))
      try {
        await collect?.(session)
      } catch (error) {
        failed = { step: 'store artifacts', message: (error as Error).message }
        output.say('Step failed', failed.step, failed.message)
      }
    }
    await runAfterSteps(run, session, number, failed, (one) => void undo.push(one))
  } finally {
    for (const one of undo.reverse()) await one().catch((error: Error) => output.say('Clean-up failed', error.message))
    await session.close()
  }
  output.say(failed ? 'Pipeline failed' : 'Pipeline finished', seconds(started))
  return { ok: !failed, failedStep: failed?.step, message: failed?.message, seconds: (performance.now() - started) / 1000 }
}

async function initialise(run: PipelineRun, session: Session, more: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
  const values = { ...folderEnvironment(session.folders, run.config.sourceDir), ...run.environment, ...run.hidden, ...more }
  const lines = Object.entries(values).flatMap(([name, value]) => (isVariableName(name) ? [exportLine(name, value)] : []))
  const { commandTimeout, noResponseTimeout, output } = run
  return failureText(await session.run(`${lines.join('\n')}\n${initScript(session.kind)}`, { commandTimeout, noResponseTimeout, onOutput: output.write }))
}

/** After-steps run after Ctrl-C too: their run does not see the signal that ended the steps. */
async function runAfterSteps(run: PipelineRun, session: Session, before: number, failed: { step: string; message: string } | undefined, onClose: (undo: () => Promise<void>) => void): Promise<void> {
  const { output, pipeline } = run
  if (!pipeline.afterSteps.length) return
  output.say('Starting after-steps')
  const result: Record<string, string> = { WERCKER_RESULT: failed ? 'failed' : 'passed' }
  if (failed) Object.assign(result, { WERCKER_FAILED_STEP_DISPLAY_NAME: failed.step, WERCKER_FAILED_STEP_MESSAGE: failed.message })
  const afterRun: PipelineRun = { ...run, signal: run.afterSignal }
  const fresh = async (restart: boolean) => {
    if (restart) await session.restart()
    const problem = await initialise(afterRun, session, result)
    if (problem) output.say('After-steps cannot start', problem)
    return !problem
  }
  if (!(await fresh(failed !== undefined || run.signal?.aborted === true))) return
  let number = before
  for (const step of pipeline.afterSteps as StepConfig[]) {
    const started = performance.now()
    output.say('Running after-step', step.display)
    const done = await runStep(afterRun, session, step, ++number, onClose)
    output.say(done.ok ? 'After-step passed' : 'After-step failed', step.display, done.ok ? seconds(started) : `${done.message} ${seconds(started)}`)
    if (!done.ok && !(await fresh(true))) return
  }
}
