import type { Connection } from 'oracledb'
import type { Changeset } from './changeset'
import { type Ran, readHistory } from './history'
import { type Plan, planSoundUpdate } from './plan'
import type { Changelog } from './read-changelog'

export interface Status {
  readonly pending: readonly Changeset[]
  readonly skipped: Plan['skipped']
  readonly alreadyRan: number
}

export async function status(connection: Connection, changelog: Changelog): Promise<Status> {
  const plan = planSoundUpdate(changelog, await readHistory(connection))
  return { pending: plan.run.map(({ changeset }) => changeset), skipped: plan.skipped, alreadyRan: plan.alreadyRan.length }
}

/** Reading the changelog found its own faults; this finds those against the history. */
export async function validate(connection: Connection, changelog: Changelog): Promise<void> {
  planSoundUpdate(changelog, await readHistory(connection))
}

export const history = (connection: Connection): Promise<Ran[]> => readHistory(connection)
