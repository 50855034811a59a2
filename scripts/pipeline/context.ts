import type { ContainerRun } from '../containers/container-run'
import type { Choices } from './choices'
import type { StageOutputs } from './stage-output'
import type { StageName } from './stages'

/** Credentials travel in memory or in files of mode 600, never in stage records. */
export interface Credentials {
  readonly user: string
  readonly password: string
}

/** What a step receives. It reads what earlier stages returned, and nothing else of the run. */
export interface StageContext {
  /**
   * 'session': what is started ends with this process, also when it is killed (`npm start`).
   * 'detached': what is started stays until `npm run stop` (a lone `npm run deploy`, a lab).
   */
  readonly lifetime: 'session' | 'detached'
  /** --database, --runtime, --keep. */
  readonly choices: Choices
  /** Outputs of the stages this one needs. */
  output<N extends StageName>(name: N): StageOutputs[N]
  /** Says what is happening now, in the live line and in the log. */
  progress(text: string): void
  /** One line on the screen that stays, and in the log. */
  say(line: string): void
  /** Appends to .run/logs/<stage>.log */
  log(text: string): void
  readonly logFile: string
  /** Aborted when the run is interrupted: commands under way are killed. */
  readonly signal: AbortSignal
  /**
   * The containers of this run; the engine is looked for when first asked.
   * @throws EngineMissing
   */
  containers(): Promise<ContainerRun>
  /** Registers the end of something that was started; run in reverse order. */
  onStop(what: string, stop: () => Promise<void>): void
}

export interface StageResult<N extends StageName> {
  readonly outputs: StageOutputs[N]
  /** One line; every word of it was checked. */
  readonly summary: string
  readonly standIn?: string
}

/** A file in scripts/steps: `run` does the work; `alive`, where there is one, tells whether earlier outputs still answer. */
export interface Step<N extends StageName> {
  run(context: StageContext): Promise<StageResult<N>>
  alive?(outputs: StageOutputs[N]): Promise<boolean>
  /** Whether earlier outputs are of the kind that a run with these choices would make. */
  fits?(outputs: StageOutputs[N], choices: Choices): boolean
}
