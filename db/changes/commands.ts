/** The commands. Each takes an open connection and a changelog that was read, and answers with what it did. */
import type { Connection } from 'oracledb'
import { applyChangeset, checkPreconditions, runStatements } from './apply'
import { ChangelogError } from './changelog-error'
import { type Changeset, nameOf, type Rollback } from './changeset'
import { CREATE_HISTORY, deleteRan, type Ran, readHistory, recordRan, recordSql, storeChecksum } from './history'
import { acquireLock, CREATE_LOCK, ensureTable, type LockOptions } from './lock'
import { type Plan, planRollback, planUpdate } from './plan'
import type { Changelog } from './read-changelog'

export interface CommandOptions {
  readonly lock?: LockOptions
  /** One line for each thing as it happens. */
  readonly say?: (line: string) => void
}

export interface UpdateResult {
  readonly applied: readonly Changeset[]
  readonly markedRan: readonly Changeset[]
  readonly alreadyRan: number
  readonly skipped: Plan['skipped']
}

/** Last ten digits of the epoch milliseconds: the same for all changesets of one run. */
const newDeploymentId = (): string => String(Date.now()).slice(-10)

function refuseProblems({ problems }: Plan, changelog: Changelog): void {
  if (!problems.length) return
  const [{ changeset }] = problems
  throw new ChangelogError(
    `Validation failed: ${problems.length} changeset${problems.length > 1 ? 's' : ''} changed after being run.\n${problems.map(({ what }) => `  ${what}`).join('\n')}`,
    changeset.place,
    changelog.files.get(changeset.place.file),
    'Undo the edit and write a new changeset; or accept it with --validCheckSum, or runOnChange:true to run it again.'
  )
}

/** Applies what is pending. On an error what ran is recorded, the failed changeset is rolled back as far as Oracle allows, the lock is released. */
export async function update(connection: Connection, changelog: Changelog, { lock: lockOptions, say = () => {} }: CommandOptions = {}): Promise<UpdateResult> {
  const first = planUpdate(changelog.changesets, await readHistory(connection))
  refuseProblems(first, changelog)
  if (!first.run.length && !first.refill.length) return { applied: [], markedRan: [], alreadyRan: first.alreadyRan.length, skipped: first.skipped }

  await ensureTable(connection, 'DATABASECHANGELOG', CREATE_HISTORY)
  const lock = await acquireLock(connection, lockOptions)
  const applied: Changeset[] = []
  const markedRan: Changeset[] = []
  try {
    // Another run may have gone before while we waited.
    const history = await readHistory(connection)
    const plan = planUpdate(changelog.changesets, history)
    refuseProblems(plan, changelog)
    for (const changeset of plan.refill) await storeChecksum(connection, changeset)
    await connection.commit()
    const deploymentId = newDeploymentId()
    let order = Math.max(0, ...history.map(({ orderExecuted }) => orderExecuted))
    for (const { changeset, execType } of plan.run) {
      const fileText = changelog.files.get(changeset.place.file)
      const verdict = await judgePreconditions(connection, changeset, fileText, say)
      if (verdict === 'continue') continue
      if (verdict === 'mark-ran') {
        await recordRan(connection, changeset, { execType: 'MARK_RAN', order: ++order, deploymentId })
        await connection.commit()
        markedRan.push(changeset)
        continue
      }
      say(`Running Changeset: ${nameOf(changeset)}`)
      try {
        await applyChangeset(connection, changeset, fileText)
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
    return { applied, markedRan, alreadyRan: plan.alreadyRan.length, skipped: plan.skipped }
  } finally {
    await lock.release()
  }
}

const withCount = (error: ChangelogError, changeset: Changeset, applied: number): ChangelogError =>
  new ChangelogError(
    `${error.message.slice(error.place ? `${error.place.file}:${error.place.line}:${error.place.column}: `.length : 0)}\nMigration failed for changeset ${nameOf(changeset)}.`,
    error.place,
    error.fileText,
    `${applied} changeset${applied === 1 ? ' was' : 's were'} applied and recorded before it, the lock is released. Statements of this changeset before the failing one stay where Oracle committed them (DDL).`
  )

async function judgePreconditions(connection: Connection, changeset: Changeset, fileText: string | undefined, say: (line: string) => void): Promise<'run' | 'continue' | 'mark-ran'> {
  const result = await checkPreconditions(connection, changeset)
  if (result.outcome === 'met') return 'run'
  const action = result.outcome === 'failed' ? changeset.preconditions!.onFail : changeset.preconditions!.onError
  if (action === 'HALT') throw new ChangelogError(result.what, result.place, fileText)
  say(`${action === 'WARN' ? 'Warning' : action === 'CONTINUE' ? 'Not now' : 'Marked as ran'}: ${result.what}`)
  return action === 'WARN' ? 'run' : action === 'CONTINUE' ? 'continue' : 'mark-ran'
}

/** The SQL that `update` would run; nothing is changed, preconditions are not evaluated. */
export async function updateSql(connection: Connection, changelog: Changelog): Promise<string> {
  const history = await readHistory(connection)
  const plan = planUpdate(changelog.changesets, history)
  refuseProblems(plan, changelog)
  const withoutSql = plan.run.find(({ changeset }) => changeset.preconditions?.onSqlOutput === 'FAIL')
  if (withoutSql) throw new ChangelogError(`${nameOf(withoutSql.changeset)} has preconditions with onSqlOutput:FAIL.`, withoutSql.changeset.place)
  const deploymentId = newDeploymentId()
  let order = Math.max(0, ...history.map(({ orderExecuted }) => orderExecuted))
  const lines: string[] = []
  const out = (sql: string) => lines.push(sql.trimEnd().endsWith(';') ? `${sql}\n/\n` : `${sql};\n`)
  if (plan.run.length && !history.length) [CREATE_HISTORY, CREATE_LOCK].forEach(out)
  for (const { changeset, execType } of plan.run) {
    lines.push(`-- Changeset ${nameOf(changeset)}`)
    for (const { text } of changeset.statements) out(text)
    out(recordSql(changeset, { execType, order: ++order, deploymentId }))
    lines.push('COMMIT;\n')
  }
  return lines.join('\n')
}

export interface Status {
  readonly pending: readonly Changeset[]
  readonly skipped: Plan['skipped']
  readonly alreadyRan: number
}

export async function status(connection: Connection, changelog: Changelog): Promise<Status> {
  const plan = planUpdate(changelog.changesets, await readHistory(connection))
  refuseProblems(plan, changelog)
  return { pending: plan.run.map(({ changeset }) => changeset), skipped: plan.skipped, alreadyRan: plan.alreadyRan.length }
}

/** Reading the changelog found its own faults; this finds those against the history. */
export async function validate(connection: Connection, changelog: Changelog): Promise<void> {
  refuseProblems(planUpdate(changelog.changesets, await readHistory(connection)), changelog)
}

export const history = (connection: Connection): Promise<Ran[]> => readHistory(connection)

/** Undoes the newest `count` changesets, newest first; refuses before anything is undone when one of them cannot be. */
export async function rollbackCount(connection: Connection, changelog: Changelog, count: number, { lock: lockOptions, say = () => {} }: CommandOptions = {}): Promise<readonly Changeset[]> {
  const refuse = (problems: readonly string[]) => {
    if (problems.length) throw new ChangelogError(`Nothing was undone:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  }
  refuse(planRollback(changelog.changesets, await readHistory(connection), count).problems)
  const lock = await acquireLock(connection, lockOptions)
  try {
    const { undo, problems } = planRollback(changelog.changesets, await readHistory(connection), count)
    refuse(problems)
    for (const { ran, changeset } of undo) {
      say(`Rolling Back Changeset: ${nameOf(changeset)}`)
      try {
        await undoChangeset(connection, changelog, changeset, changeset.rollback)
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

async function undoChangeset(connection: Connection, changelog: Changelog, changeset: Changeset, rollback: Rollback): Promise<void> {
  const { file } = changeset.place
  if (rollback.kind === 'sql') await runStatements(connection, file, changelog.files.get(file), rollback.source, rollback.statements, false)
  if (rollback.kind !== 'reference') return
  const wanted = nameOf({ id: rollback.id, author: rollback.author, path: rollback.path ?? changeset.path })
  const target = changelog.changesets.find((candidate) => nameOf(candidate) === wanted)
  if (!target) throw new ChangelogError(`The rollback names changeset ${wanted}, which is not in the changelog.`, rollback.place, changelog.files.get(file))
  await applyChangeset(connection, target, changelog.files.get(target.place.file))
}
