import type { StepConfig } from '../config/types'
import { exportLine, interpolate, isVariableName, quote } from '../environment/quote'
import type { Session } from '../session/session'
import { STEPS } from '../steps/index'
import { failureText, type Step, type StepResult } from '../steps/step'
import type { PipelineRun } from './types'

/** The longest that a timer of Node takes: 24 days. */
const FOR_EVER = 2 ** 31 - 1

/** Runs one step in the session; never throws for what a step does. */
export async function runStep(run: PipelineRun, session: Session, config: StepConfig, number: number, onClose: (undo: () => Promise<void>) => void): Promise<StepResult> {
  const step = STEPS.get(config.id)!
  const safeId = `${config.id.replace(/[^A-Za-z0-9]+/g, '-')}-${number}`
  const report = `${session.folders.report}/${safeId}`
  const file = `${session.folders.root}/${safeId}/run.sh`
  const { commandTimeout, noResponseTimeout, output, signal } = run
  const options = { commandTimeout, noResponseTimeout, signal, onOutput: output.write }
  try {
    if (step.script) await session.writeFile(file, step.script(config))
    const prepared = await session.run(prepare(config, step, report, file), options)
    if (prepared.kind !== 'exit' || prepared.code !== 0) return { ok: false, message: failureText(prepared)! }
    if (!step.script) return await runOnHost(run, session, config, step, onClose)
    const watching = config.id === 'internal/watch'
    const result = await session.run(`. ${quote(file)} < /dev/null`, watching ? { ...options, commandTimeout: FOR_EVER, noResponseTimeout: FOR_EVER } : options)
    // Ctrl-C is how a watch ends.
    if (watching && result.kind === 'interrupted') return { ok: true }
    const message = failureText(result)
    if (message === undefined) return { ok: true }
    return { ok: false, message: (await session.readFile(`${report}/message.txt`))?.trim() || message }
  } catch (error) {
    return { ok: false, message: (error as Error).message }
  } finally {
    output.flush()
  }
}

/** Values are quoted, so `$` in one is not expanded again; parameters of registry steps are: by us, from the shell's own variables. */
function prepare(config: StepConfig, step: Step, report: string, file: string): string {
  const name = config.id.split('/').at(-1)!
  const lines = [
    'set +e',
    `mkdir -p ${quote(`${report}/artifacts`)}`,
    exportLine('WERCKER_STEP_ROOT', file.slice(0, file.lastIndexOf('/'))),
    exportLine('WERCKER_STEP_ID', config.id),
    exportLine('WERCKER_STEP_OWNER', config.id.includes('/') ? config.id.split('/')[0]! : 'wercker'),
    exportLine('WERCKER_STEP_NAME', name),
    exportLine('WERCKER_REPORT_NUMBERS_FILE', `${report}/numbers.ini`),
    exportLine('WERCKER_REPORT_MESSAGE_FILE', `${report}/message.txt`),
    exportLine('WERCKER_REPORT_ARTIFACTS_DIR', `${report}/artifacts`)
  ]
  if (step.id !== 'script') {
    // All that the step knows are set anew: a second step of the kind inherits nothing from the first.
    for (const known of new Set([...(step.parameters ?? []), ...Object.keys(config.parameters)])) {
      const variable = `WERCKER_${name}_${known}`.replaceAll('-', '_').toUpperCase()
      if (isVariableName(variable)) lines.push(`export ${variable}=${expandable(config.parameters[known]?.value ?? '')}`)
    }
  }
  const place = `cd "$WERCKER_SOURCE_DIR"${config.cwd ? ` && cd ${expandable(config.cwd)}` : ''}`
  return [...lines, place].join('\n')
}

/** Within double quotes for the shell: only `$NAME` and `${NAME}` live; `$(…)`, backticks and quotes are text. */
const expandable = (text: string): string =>
  `"${text.replace(/[\\"`]|\$(?!\{[A-Za-z_][A-Za-z0-9_]*\}|[A-Za-z_])/g, '\\$&')}"`

async function runOnHost(run: PipelineRun, session: Session, config: StepConfig, step: Step, onClose: (undo: () => Promise<void>) => void): Promise<StepResult> {
  const { commandTimeout, noResponseTimeout, output, signal } = run
  let live: Record<string, string> | undefined
  const environment = { ...run.environment, ...run.hidden }
  const sync = async () => {
    if (config.parameters['disable-sync']?.value === 'true') return environment
    if (!live) {
      let text = ''
      const got = await session.run('env -0 2>/dev/null || env', { commandTimeout, noResponseTimeout, signal, onOutput: (more) => void (text += more) })
      if (got.kind !== 'exit') throw new Error(failureText(got))
      live = {}
      for (const line of text.split(text.includes('\0') ? '\0' : '\n')) {
        const at = line.indexOf('=')
        if (at > 0) live[line.slice(0, at)] = line.slice(at + 1)
      }
    }
    return { ...environment, ...live }
  }
  return step.run!({
    config,
    session,
    runId: run.runId,
    output,
    environment,
    options: { commandTimeout, noResponseTimeout, signal, onOutput: output.write },
    interpolate: async (text) => interpolate(text, await sync()),
    onClose
  })
}
