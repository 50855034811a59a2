import type { StepConfig } from '../config/types'
import type { Output } from '../output'
import type { RunOptions, RunResult, Session } from '../session/session'

export interface StepContext {
  readonly config: StepConfig
  readonly session: Session
  readonly runId: string
  readonly output: Output
  /** What the pipeline's environment holds; a step that syncs replaces it by the shell's before it interpolates. */
  readonly environment: Readonly<Record<string, string>>
  readonly options: RunOptions
  /** `$NAME` and `${NAME}` of the live shell's environment (read once a step); an unset name gives the empty string, as the original. */
  interpolate(text: string): Promise<string>
  /** Things to undo at the pipeline's end, latest first (containers of docker-run). */
  onClose(undo: () => Promise<void>): void
}

/** Message: why it failed, for people. */
export type StepResult = { readonly ok: true } | { readonly ok: false; readonly message: string }

export interface Step {
  readonly id: string
  /** Parameters it knows; others are refused by check-config, by name and place. Absent: any. */
  readonly parameters?: readonly string[]
  readonly required?: readonly string[]
  /** Runs only in a container: refused by name under --direct, before anything runs. */
  readonly containerOnly?: boolean
  /** Shell text sourced in the session (defaults already exported as WERCKER_<STEP>_<PARAM>). */
  script?(config: StepConfig): string
  /** Runs on the host instead. */
  run?(context: StepContext): Promise<StepResult>
}

export const failureText = (result: RunResult): string | undefined => {
  switch (result.kind) {
    case 'exit':
      return result.code === 0 ? undefined : `Command exited with exit code: ${result.code}`
    case 'timeout':
      return 'Command timed out'
    case 'no-response':
      return 'Command timed out after no response'
    case 'interrupted':
      return 'Interrupted'
    case 'died': {
      const how = result.signal ? ` (signal ${result.signal})` : result.code === undefined ? '' : ` (exit code ${result.code})`
      return `Command cancelled due to error${how}`
    }
  }
}
