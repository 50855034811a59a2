import type { Rule } from './expected'

export interface SuiteOptions {
  readonly rules: readonly Rule[]
  readonly verbose: boolean
  /** Seconds for one case. */
  readonly timeout: number
  readonly signal: AbortSignal
  readonly say: (line?: string) => void
}

/** Id of each case → 'passed', 'skipped', or how it failed. */
export type CaseOutcomes = ReadonlyMap<string, string>

export const PASSED = 'passed'
export const SKIPPED = 'skipped'
