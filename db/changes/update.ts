import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import { type Changeset, nameOf, sqlChanges } from './changeset'
import { checkChangelogPreconditions, judgePreconditions } from './check-preconditions'
import type { CommandOptions } from './command-options'
import { CREATE_HISTORY, lastOrder, newDeploymentId, readHistory, recordRan, storeChecksum } from './history'
import { InvalidObjects } from './invalid-objects'
import { acquireLock, ensureTable } from './lock'
import { type Plan, planSoundUpdate, type Until } from './plan'
import type { Changelog } from './read-changelog'
import { runChanges } from './run-statements'

export interface UpdateResult {
  readonly applied: readonly Changeset[]
  readonly markedRan: readonly Changeset[]
  readonly alreadyRan: number
  readonly skipped: Plan['skipped']
}

/**
 * Applies what is pending. On an error what ran is recorded, the failed changeset is rolled back as far as Oracle allows, the
 * lock is released. After each changeset the objects that it made must be VALID.
 */
export async function update(
  connection: Connection,
  changelog: Changelog,
  options: CommandOptions = {},
  until: Until = {}
): Promise<UpdateResult> {
  const { say = () => {} } = options
  const first = planSoundUpdate(changelog, await readHistory(connection), until)
  if (!first.run.length && !first.refill.length)
    return { applied: [], markedRan: [], alreadyRan: first.alreadyRan.length, skipped: first.skipped }
  if (first.run.length) await checkChangelogPreconditions(connection, changelog, say)

  await ensureTable(connection, 'DATABASECHANGELOG', CREATE_HISTORY)
  const lock = await acquireLock(connection, options.lock)
  try {
    // Another run may have gone before while we waited.
    const history = await readHistory(connection)
    const plan = planSoundUpdate(changelog, history, until)
    for (const changeset of plan.refill) await storeChecksum(connection, changeset)
    await connection.commit()
    const done = await runPlan(connection, changelog, plan, lastOrder(history), options)
    return { ...done, alreadyRan: plan.alreadyRan.length, skipped: plan.skipped }
  } finally {
    await lock.release()
  }
}

async function runPlan(
  connection: Connection,
  changelog: Changelog,
  plan: Plan,
  lastUsed: number,
  { say = () => {}, allowInvalid = false }: CommandOptions
) {
  const applied: Changeset[] = []
  const markedRan: Changeset[] = []
  const deploymentId = newDeploymentId()
  const objects = await InvalidObjects.before(connection)
  let order = lastUsed
  for (const { changeset, execType } of plan.run) {
    const verdict = await judgePreconditions(connection, changeset, changelog, say)
    if (verdict === 'continue') continue
    if (verdict === 'mark-ran') {
      await recordRan(connection, changeset, { execType: 'MARK_RAN', order: ++order, deploymentId })
      await connection.commit()
      markedRan.push(changeset)
      continue
    }
    say(`Running Changeset: ${nameOf(changeset)}`)
    try {
      await runChanges(connection, sqlChanges(changeset), changelog.files, !changeset.runInTransaction)
      await objects.check(sqlChanges(changeset), changeset, changelog.files, allowInvalid ? say : undefined)
      // One transaction with the work where it is DML: a crash leaves either both or none.
      await recordRan(connection, changeset, { execType, order: order + 1, deploymentId })
      await connection.commit()
      order++
      applied.push(changeset)
    } catch (error) {
      await connection.rollback().catch(() => undefined)
      if (!changeset.failOnError && error instanceof ChangelogError) {
        say(`${nameOf(changeset)} failed, and the error was ignored because failOnError is false: ${error.message}`)
        continue
      }
      throw error instanceof ChangelogError ? withCount(error, changeset, applied.length) : error
    }
  }
  return { applied, markedRan }
}

function withCount(error: ChangelogError, changeset: Changeset, applied: number): ChangelogError {
  const next = [
    `${applied} changeset${applied === 1 ? ' was' : 's were'} applied and recorded before it, the lock is released. ` +
      'Statements of this changeset before the failing one stay where Oracle committed them (DDL).',
    ...(error.next ? [error.next] : [])
  ]
  return new ChangelogError(
    `${error.what}\nMigration failed for changeset ${nameOf(changeset)}.`,
    error.place,
    error.fileText,
    next.join('\n')
  )
}
