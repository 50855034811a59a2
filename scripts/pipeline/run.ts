import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rootFolder, runFolder } from '../lib/root-folder'
import { StageConsole } from './console'
import { type Choices, choiceWords } from './choices'
import type { StageContext, Step } from './context'
import type { ContainerRun } from '../containers/container-run'
import { type Decision, planStages } from './plan-stages'
import { hashInputs, readRecord, writeRecord } from './records'
import type { StageFailure, StageOutputs, StageRecord } from './stage-output'
import { Interrupted, StageError } from './stage-error'
import { takeSession } from './session-lock'
import { findStage, STAGES, type Stage, type StageName } from './stages'

export interface RunOptions {
  /** Stages to run, in table order; what they need and is not usable any more runs before them. */
  readonly stages: readonly StageName[]
  /** Stages whose outputs the caller wants; they run only when theirs no longer hold. */
  readonly needed?: readonly StageName[]
  readonly lifetime: StageContext['lifetime']
  /** Absent: processes, and a database by the environment. */
  readonly choices?: Choices
  readonly signal?: AbortSignal
  /** Says nothing of stages whose outputs still hold. */
  readonly quiet?: boolean
  /** Told what will run, and why, before anything does. */
  readonly onPlan?: (plan: readonly Decision[]) => Promise<void>
}

export interface PipelineRun {
  readonly ok: boolean
  readonly failedStage?: StageName
  /** Of a run that failed: 3 when this machine lacks something, else 1. */
  readonly exitCode: number
  readonly outputs: Partial<StageOutputs>
  readonly standIns: Partial<Record<StageName, string>>
  /** The page about it, relative to the checkout; none when no stage ran. */
  readonly report?: string
  /** Ends what was started, newest first. */
  stop(): Promise<void>
}

const loadStep = async <N extends StageName>(name: N): Promise<Step<N>> => (await import(join(rootFolder, 'scripts', 'steps', `${name}.ts`))) as Step<N>

/** Folds the stages over one growing context. Stops at the first that fails; nothing it started is left running. */
export async function runPipeline({ stages, needed = [], lifetime, choices = { runtime: 'process', keep: false }, quiet, onPlan, signal = new AbortController().signal }: RunOptions): Promise<PipelineRun> {
  const screen = new StageConsole(quiet ? process.stderr : process.stdout)
  const outputs: Partial<Record<StageName, unknown>> = {}
  const standIns: Partial<Record<StageName, string>> = {}
  const stops: { what: string; stop: () => Promise<void> }[] = []
  let stopping: Promise<void> | undefined
  const stop = () =>
    (stopping ??= (async () => {
      for (const entry of stops.reverse()) await entry.stop().catch((error) => process.stderr.write(`   could not stop ${entry.what}: ${error.message}\n`))
    })())
  let work: Promise<unknown> = Promise.resolve()
  let containerRun: Promise<ContainerRun> | undefined
  const containers = () => (containerRun ??= (async () => {
    const { startContainerRun } = await import('../containers/container-run')
    const made = await startContainerRun(lifetime, (text) => screen.note(text))
    // Behind all others, and only when an interrupted step has let go: what it was just making is then there to be found.
    stops.splice(session ? 1 : 0, 0, { what: 'the containers', stop: async () => {
      await Promise.race([work.catch(() => undefined), sleep(20_000)])
      await made.remove()
    } })
    return made
  })())
  const session = lifetime === 'session' ? takeSession() : undefined
  if (session && 'holder' in session) {
    screen.line(` ✖ Another npm start or npm test runs in this checkout (process ${session.holder}).\n   Wait for it or end it, then repeat the command.`)
    return { ok: false, exitCode: 1, outputs: {}, standIns: {}, stop: async () => {} }
  }
  if (session) stops.push({ what: 'the session', stop: async () => session.release() })
  const runStarted = new Date().toISOString()
  let plan: readonly Decision[] = []
  let anyRan = false
  const result = async (ok: boolean, failedStage?: StageName, exitCode = 1): Promise<PipelineRun> => {
    const report = anyRan ? await writeRunReport(plan, runStarted, choices) : undefined
    return { ok, failedStage, exitCode, outputs: outputs as Partial<StageOutputs>, standIns, ...(report ? { report } : {}), stop }
  }

  if (choices.runtime === 'docker' || choices.database?.kind === 'container' || stages.some((name) => findStage(name)!.runtime === 'docker')) {
    // Asked first: nobody should wait for the checks to learn that there is no engine.
    try {
      await containers()
    } catch (error) {
      screen.failed('engine', error, '', choiceWords(choices))
      await stop()
      return result(false, undefined, exitCodeOf(error))
    }
  }
  plan = await planStages(withNeeds([...stages, ...needed], choices), { record: readRecord, hash: hashInputs, unusable: (record) => unusable(record, choices) }, stages)
  await onPlan?.(plan)
  for (const decision of plan) {
    const stage = findStage(decision.stage)!
    if (signal.aborted) {
      await stop()
      return result(false, stage.name)
    }
    const kept = decision.run ? undefined : readRecord(stage.name)
    if (kept?.outputs) {
      outputs[stage.name] = kept.outputs
      if (kept.standIn) standIns[stage.name] = kept.standIn
      if (!quiet) screen.reused(stage.name, kept.summary, decision.reason)
      continue
    }
    anyRan = true
    const started = Date.now()
    const logFile = openLog(stage.name)
    const record = (state: 'passed' | 'failed', summary: string, output: unknown, more: Pick<StageRecord, 'standIn' | 'failure'> = {}) =>
      writeRecord({
        schema: 1,
        stage: stage.name,
        state,
        startedAt: new Date(started).toISOString(),
        seconds: (Date.now() - started) / 1000,
        summary,
        ...more,
        inputs: decision.inputs,
        outputs: output as never
      })
    const context: StageContext = {
      lifetime,
      choices,
      signal,
      logFile: relative(rootFolder, logFile),
      output: (name) => {
        if (outputs[name] === undefined) throw new Error(`${stage.name} reads ${name}, which is not among its needs`)
        return outputs[name] as never
      },
      progress: (text) => {
        screen.progress(text)
        appendFileSync(logFile, `# ${text}\n`)
      },
      say: (line) => {
        screen.note(line)
        appendFileSync(logFile, `# ${line}\n`)
      },
      log: (text) => appendFileSync(logFile, text.endsWith('\n') ? text : `${text}\n`),
      containers,
      onStop: (what, ending) => stops.push({ what, stop: ending })
    }
    screen.start(stage.name)
    try {
      const running = (await loadStep(stage.name)).run(context)
      work = running
      const done = await aborting(running, signal)
      outputs[stage.name] = done.outputs
      if (done.standIn) standIns[stage.name] = done.standIn
      record('passed', done.summary, done.outputs, done.standIn ? { standIn: done.standIn } : {})
      screen.passed(stage.name, done.summary, (Date.now() - started) / 1000)
    } catch (error) {
      record('failed', error instanceof Error ? error.message : String(error), null, failureOf(error))
      screen.failed(stage.name, error, context.logFile, choiceWords(choices))
      if (containerRun && !signal.aborted) {
        const files = await containerRun.then((made) => made.saveLogs()).catch(() => [])
        if (files.length) screen.note(`What the containers printed: ${files.join(', ')}`)
      }
      await stop()
      return result(false, stage.name, exitCodeOf(error))
    }
  }
  return result(true)
}

/** An error may say that this machine lacks something (3). */
const exitCodeOf = (error: unknown): number => (error as { exitCode?: number } | undefined)?.exitCode ?? 1

/** What people are told of a failure, for the report. */
const failureOf = (error: unknown): { failure?: StageFailure } =>
  error instanceof StageError ? { failure: { what: error.message, where: error.where, next: error.next, detail: [...error.detail] } } : {}

/** Image stages belong to a run only where containers are used. */
const usedBy = ({ runtime }: Choices, stage: Stage): boolean => stage.runtime === undefined || stage.runtime === runtime

/** All stages that a run with these choices has, when nobody names any: nothing that leaves this machine. */
export const stagesOf = (choices: Choices): StageName[] => STAGES.filter((stage) => usedBy(choices, stage) && !stage.outward).map(({ name }) => name)

/** The stages, and all that they need with these choices. */
function withNeeds(names: readonly StageName[], choices: Choices): StageName[] {
  const wanted = new Set<StageName>()
  const add = (name: StageName) => {
    if (wanted.has(name)) return
    wanted.add(name)
    // An image stage that was asked for by name needs the other image stages, whatever the app runs in.
    for (const need of findStage(name)!.needs) if (usedBy(choices, findStage(need)!) || findStage(name)!.runtime) add(need)
  }
  names.forEach(add)
  return [...wanted]
}

/** Why outputs of an unchanged stage cannot be used; undefined when they can. */
async function unusable(record: StageRecord, choices: Choices): Promise<string | undefined> {
  const { alive, fits } = await loadStep(record.stage)
  if (fits && !fits(record.outputs as never, choices)) return 'it ran with other options'
  return alive && !(await alive(record.outputs as never)) ? 'what it left does not answer any more' : undefined
}

/** @returns the page's path, relative to the checkout; a report that cannot be written does not fail the run */
async function writeRunReport(plan: readonly Decision[], startedAt: string, choices: Choices): Promise<string | undefined> {
  try {
    const { writeReport } = await import('../report/write-report')
    const planned = plan.map(({ stage }) => stage)
    const records = planned.flatMap((name) => readRecord(name) ?? [])
    const facts = { startedAt, planned, kept: plan.filter(({ run }) => !run).map(({ stage }) => stage), options: choiceWords(choices) }
    return relative(rootFolder, writeReport(records, join(runFolder, 'logs'), facts).html)
  } catch (error) {
    process.stderr.write(`   The report could not be written: ${(error as Error).message}\n`)
    return undefined
  }
}

function openLog(name: string): string {
  const folder = join(runFolder, 'logs')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.log`)
  writeFileSync(file, '')
  return file
}

/** The work's result, or an error as soon as the run is interrupted; the step's own resources end through onStop. */
function aborting<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined)
  return Promise.race([
    work,
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Interrupted()), { once: true }))
  ])
}
