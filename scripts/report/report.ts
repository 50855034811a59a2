/** What a run's report says: the content of .run/report.json, from which the page and junit.xml are made too. */
import type { StageFailure, StageRecord } from '../pipeline/stage-output'
import type { StageName } from '../pipeline/stages'

export type { StageFailure }
/** A stage's record as the run has it. */
export type ReportRecord = StageRecord

/** What a run knows beyond its stages' records. */
export interface RunFacts {
  /** ISO 8601, UTC. Records from before are of earlier runs. */
  readonly startedAt: string
  /** All stages of the run, in their order, also those that it did not reach. */
  readonly planned: readonly StageName[]
  /** Those whose earlier outputs still held. */
  readonly kept: readonly StageName[]
  /** Options to repeat the run with: --runtime docker … */
  readonly options: readonly string[]
}

/**
 * passed, failed: in this run. kept: passed in an earlier run, and nothing it is made of has changed.
 * earlier: the record is of an earlier run and tells nothing of this one. not reached: no record.
 */
export type StageState = 'passed' | 'failed' | 'kept' | 'earlier' | 'not reached'

/** The end of a log. */
export interface LogTail {
  /** Relative to the checkout. */
  readonly file: string
  readonly bytes: number
  /** Whether `text` is all of it. */
  readonly whole: boolean
  readonly text: string
}

export interface ReportStage {
  readonly name: StageName
  readonly title: string
  readonly state: StageState
  readonly startedAt: string | null
  readonly seconds: number
  readonly summary: string
  readonly standIn: string | null
  /** Repeats this stage alone. */
  readonly command: string
  readonly failure: StageFailure | null
  readonly logs: readonly LogTail[]
}

export interface TestCase {
  /** Module or class, as pytest names it. */
  readonly group: string
  readonly name: string
  readonly seconds: number
  readonly state: 'passed' | 'failed' | 'skipped'
  /** Of a failed or skipped one: the reason's first line. */
  readonly message: string | null
  /** Of a failed one: all that pytest says of it, with file and line; bounded. */
  readonly text: string | null
}

export interface TestResults {
  readonly tests: number
  readonly failed: number
  readonly skipped: number
  readonly seconds: number
  readonly cases: readonly TestCase[]
}

export interface Coverage {
  /** 0-100 */
  readonly percent: number
  readonly files: readonly { readonly file: string; readonly percent: number; readonly missing: readonly number[] }[]
}

export interface Report {
  readonly schema: 1
  readonly state: 'passed' | 'failed' | 'interrupted'
  readonly run: RunFacts | null
  readonly startedAt: string
  /** Of the stages that ran. */
  readonly seconds: number
  readonly writtenAt: string
  readonly version: string | null
  readonly commit: { readonly hash: string; readonly subject: string | null; readonly branch: string | null; readonly dirty: boolean } | null
  /** Where the app answers or answered. */
  readonly url: string | null
  readonly stages: readonly ReportStage[]
  readonly tests: TestResults | null
  readonly coverage: Coverage | null
  readonly changes: {
    readonly applied: readonly { readonly id: string; readonly author: string; readonly file: string }[]
    readonly alreadyRan: number
    readonly total: number
  } | null
  /** What was built, and the SHA-256 it is known by. */
  readonly artefacts: readonly { readonly kind: string; readonly name: string; readonly digest: string; readonly bytes: number | null }[]
}
