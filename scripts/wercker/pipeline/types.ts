import type { Config, PipelineConfig } from '../config/types'
import type { Output } from '../output'
import type { Session } from '../session/session'

/** One pipeline of one file, ready to run. */
export interface PipelineRun {
  readonly config: Config
  readonly pipeline: PipelineConfig
  readonly runId: string
  readonly kind: 'build' | 'deploy' | 'dev'
  /** Host folder that the box gets as its source. */
  readonly project: string
  /** Common, pipeline's, mirrored, X_: later wins. */
  readonly environment: Readonly<Record<string, string>>
  /** XXX_ values: exported, never printed. */
  readonly hidden: Readonly<Record<string, string>>
  readonly target?: string
  /** Milliseconds. */
  readonly commandTimeout: number
  readonly noResponseTimeout: number
  readonly output: Output
  readonly signal?: AbortSignal
  /** Ends after-steps, which the first Ctrl-C does not. */
  readonly afterSignal?: AbortSignal
  /** Direct or container: made after all checks passed. Services are its affair, and go with its close(). */
  startSession(): Promise<Session>
}

export interface PipelineResult {
  readonly ok: boolean
  readonly failedStep?: string
  readonly message?: string
  readonly seconds: number
}
