import type { StageRecord } from '../pipeline/stage-output'
import { STAGES, type Stage, type StageName } from '../pipeline/stages'

/** Whether a stage runs again, and why. */
export interface Decision {
  readonly stage: StageName
  readonly run: boolean
  /** In words for people. */
  readonly reason: string
  /** What it is made of is not what it was. */
  readonly changed: boolean
}

/** What is known of the stages; asked only for those of the plan. */
export interface Evidence {
  record(stage: StageName): StageRecord | undefined
  /** Over the content of its inputs now. */
  hash(stage: Stage): string
  /** Why earlier outputs cannot be used although nothing changed; undefined when they can. */
  unusable(record: StageRecord): Promise<string | undefined>
}

/** Decides for each of the stages, in table order. A stage that runs takes those that need it with it. */
export async function planStages(names: readonly StageName[], { record, hash, unusable }: Evidence, force = false): Promise<Decision[]> {
  const decisions: Decision[] = []
  for (const stage of STAGES.filter(({ name }) => names.includes(name))) {
    const last = record(stage.name)
    const changed = last !== undefined && last.inputs !== hash(stage)
    const needs = stage.needs.filter((need) => names.includes(need))
    const fresh = needs.find((need) => decisions.find((decision) => decision.stage === need)?.run)
    const newer = last && needs.find((need) => (record(need)?.startedAt ?? '') > last.startedAt)
    const reason = force ? '--force'
      : !last ? 'it never ran here'
      : changed ? `changed: ${inputsOf(stage)}`
      : last.state === 'failed' || last.outputs === null ? 'it failed last time'
      : fresh ? `it needs ${fresh}, which runs again`
      : newer ? `it needs ${newer}, which ran since`
      : await unusable(last)
    decisions.push({ stage: stage.name, run: reason !== undefined, reason: reason ?? `unchanged since ${time(last!.startedAt)}: ${inputsOf(stage)} · SHA-256 ${last!.inputs.slice(0, 7)}…`, changed })
  }
  return decisions
}

const SHOWN = 3
const inputsOf = ({ inputs }: Stage): string => `${inputs.slice(0, SHOWN).join(', ')}${inputs.length > SHOWN ? ` and ${inputs.length - SHOWN} more` : ''}`

const time = (iso: string): string => new Date(iso).toTimeString().slice(0, 8)
