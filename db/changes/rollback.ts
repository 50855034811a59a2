import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import { type Changeset, nameOf, type SqlChange, sqlChanges } from './changeset'
import type { CommandOptions } from './command-options'
import { deleteRan, readHistory } from './history'
import { InvalidObjects } from './invalid-objects'
import { acquireLock } from './lock'
import { nameReferred, planFutureRollback, planRollback, type RollbackPlan, type RollbackTarget } from './plan'
import type { Changelog } from './read-changelog'
import { runChanges } from './run-statements'
import { update, type UpdateResult } from './update'

/** Undoes changesets, newest first; refuses before anything is undone when one of them cannot be. */
export async function rollback(
  connection: Connection,
  changelog: Changelog,
  target: RollbackTarget,
  options: CommandOptions = {}
): Promise<readonly Changeset[]> {
  const { say = () => {}, allowInvalid = false } = options
  const plan = async () => refuseProblems(planRollback(changelog.changesets, await readHistory(connection), target), changelog)
  if (!(await plan()).undo.length) return []
  const lock = await acquireLock(connection, options.lock)
  try {
    const { undo } = await plan()
    const objects = await InvalidObjects.before(connection)
    for (const { ran, changeset } of undo) {
      say(`Rolling Back Changeset: ${nameOf(changeset)}`)
      try {
        const changes = rollbackChanges(changelog, changeset)
        await runChanges(connection, changes, changelog.files)
        await objects.check(changes, changeset, changelog.files, allowInvalid ? say : undefined)
        await deleteRan(connection, ran)
        await connection.commit()
      } catch (error) {
        await connection.rollback().catch(() => undefined)
        throw error
      }
    }
    return undo.map(({ changeset }) => changeset)
  } finally {
    await lock.release()
  }
}

/** Applies what is pending, undoes just that, and applies it again. Refuses before anything runs when it could not be undone. */
export async function updateTestingRollback(
  connection: Connection,
  changelog: Changelog,
  options: CommandOptions = {}
): Promise<UpdateResult> {
  refuseProblems(planFutureRollback(changelog.changesets, await readHistory(connection)), changelog)
  const { applied, markedRan } = await update(connection, changelog, options)
  if (applied.length + markedRan.length) await rollback(connection, changelog, { count: applied.length + markedRan.length }, options)
  return update(connection, changelog, options)
}

/** Throws ChangelogError for a plan that cannot be carried out. */
export function refuseProblems(plan: RollbackPlan, changelog: Changelog): RollbackPlan {
  const { problems } = plan
  if (!problems.length) return plan
  const place = problems.find((problem) => problem.place)?.place
  throw new ChangelogError(
    `Nothing was undone:\n${problems.map(({ what }) => `  ${what}`).join('\n')}`,
    place,
    place && changelog.files.get(place.file)
  )
}

/** The SQL that undoes a changeset. */
export function rollbackChanges(changelog: Changelog, changeset: Changeset): readonly SqlChange[] {
  const { rollback: how } = changeset
  if (how.kind === 'sql') return how.changes
  if (how.kind !== 'reference') return []
  const wanted = nameReferred(changeset, how)
  return sqlChanges(changelog.changesets.find((candidate) => nameOf(candidate) === wanted)!)
}
