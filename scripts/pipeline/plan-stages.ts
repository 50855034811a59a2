import type { StageRecord } from './stage-output'
import { STAGES, type Stage, type StageName } from './stages'

/** Whether a stage runs again, and why. */
export interface Decision {
  readonly stage: StageName
  readonly run: boolean
  /** In words for people. */
  readonly reason: string
  /** What it is made of is not what it was. */
  readonly changed: boolean
  /** SHA-256 of its inputs as they are now. */
  readonly inputs: string
}

/** What is known of the stages; asked only for those of the plan. */
export interface Evidence {
  record(stage: StageName): StageRecord | undefined
  /** Over the content of its inputs now. */
  hash(stage: Stage): string
  /** Why earlier outputs cannot be used although nothing changed; undefined when they can. */
  unusable(record: StageRecord): Promise<string | undefined>
}

/**
 * Decides for each of the stages, in table order. A stage that runs takes those that need it with it.
 * @param asked those that run whatever their records say
 */
export async function planStages(names: readonly StageName[], { record, hash, unusable }: Evidence, asked: readonly StageName[] = []): Promise<Decision[]> {
  const decisions: Decision[] = []
  for (const stage of STAGES.filter(({ name }) => names.includes(name))) {
    const last = record(stage.name)
    const inputs = hash(stage)
    const changed = last !== undefined && last.inputs !== inputs
    const needs = stage.needs.filter((need) => names.includes(need))
    const fresh = needs.find((need) => decisions.find((decision) => decision.stage === need)?.run)
    const newer = last && needs.find((need) => (record(need)?.startedAt ?? '') > last.startedAt)
    const reason = asked.includes(stage.name) ? 'asked for'
      : !last ? 'it never ran here'
      : changed ? `changed: ${inputsOf(stage)}`
      : last.state === 'failed' || last.outputs === null ? 'it failed last time'
      : fresh ? `it needs ${fresh}, which runs again`
      : newer ? `it needs ${newer}, which ran since`
      : await unusable(last)
    decisions.push({ stage: stage.name, run: reason !== undefined, reason: reason ?? `unchanged since ${time(last!.startedAt)}: ${inputsOf(stage)} · SHA-256 ${last!.inputs.slice(0, 7)}…`, changed, inputs })
  }
  return decisions
}

const SHOWN = 3
const inputsOf = ({ inputs }: Stage): string => `${inputs.slice(0, SHOWN).join(', ')}${inputs.length > SHOWN ? ` and ${inputs.length - SHOWN} more` : ''}`

const time = (iso: string): string => new Date(iso).toTimeString().slice(0, 8)
