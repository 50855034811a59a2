/** The SQL that a command would run, as a script for SQL*Plus, SQLcl or `npm run db -- sql`. Nothing is changed. */
import { splitScript } from '@cicd-oracle/lexer'
import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import { nameOf, type SqlChange, sqlChanges } from './changeset'
import { forbidsScript } from './check-preconditions'
import { CREATE_HISTORY, deleteSql, lastOrder, newDeploymentId, readHistory, recordSql, tableExists } from './history'
import { CREATE_LOCK } from './lock'
import { planFutureRollback, planRollback, planSoundUpdate, type RollbackPlan, type RollbackTarget, type Until } from './plan'
import type { Changelog } from './read-changelog'
import { refuseProblems, rollbackChanges } from './rollback'

/** For the client: no &-variables, blank lines within a statement are part of it. */
const HEAD = 'SET DEFINE OFF\nSET SQLBLANKLINES ON\n'

/** A statement with what ends it in a script. */
export function terminated(statement: string): string {
  const pieces = splitScript(statement)
  if (pieces.at(-1)?.kind === 'plsql') return `${statement}\n/\n`
  if (statement.trimEnd().endsWith(';')) return `${statement}\n`
  // A remark at the end would swallow the semicolon.
  const behind = statement.slice(pieces.at(-1)?.end ?? 0)
  return behind.includes('--') ? `${statement}\n;\n` : `${statement};\n`
}

const write = (changes: readonly SqlChange[]): string[] =>
  changes.flatMap(({ statements }) => statements.map(({ text }) => terminated(text)))

/** Preconditions are not evaluated. */
export async function updateSql(connection: Connection, changelog: Changelog, until?: Until): Promise<string> {
  const history = await readHistory(connection)
  const { run } = planSoundUpdate(changelog, history, until)
  const forbidden = run.find(({ changeset }) => forbidsScript(changeset.preconditions))?.changeset
  if (forbidden)
    throw new ChangelogError(
      `${nameOf(forbidden)} has preconditions with onSqlOutput:FAIL.`,
      forbidden.place,
      changelog.files.get(forbidden.place.file)
    )
  if (!run.length) return ''
  const tables = [
    ['DATABASECHANGELOG', CREATE_HISTORY],
    ['DATABASECHANGELOGLOCK', CREATE_LOCK]
  ]
  const missing: string[] = []
  for (const [name, ddl] of tables) if (!(await tableExists(connection, name))) missing.push(terminated(ddl))
  const deploymentId = newDeploymentId()
  const first = lastOrder(history) + 1
  const body = run.flatMap(({ changeset, execType }, i) => [
    `-- Changeset ${nameOf(changeset)}`,
    ...write(sqlChanges(changeset)),
    terminated(recordSql(changeset, { execType, order: first + i, deploymentId })),
    'COMMIT;\n'
  ])
  return [HEAD, ...missing, ...body].join('\n')
}

export const rollbackSql = async (connection: Connection, changelog: Changelog, target: RollbackTarget): Promise<string> =>
  undoScript(changelog, planRollback(changelog.changesets, await readHistory(connection), target))

/** What would undo everything that is pending now. */
export const futureRollbackSql = async (connection: Connection, changelog: Changelog): Promise<string> =>
  undoScript(changelog, planFutureRollback(changelog.changesets, await readHistory(connection)))

function undoScript(changelog: Changelog, plan: RollbackPlan): string {
  const { undo } = refuseProblems(plan, changelog)
  if (!undo.length) return ''
  const body = undo.flatMap(({ ran, changeset }) => [
    `-- Rolling Back ChangeSet: ${nameOf(ran)}`,
    ...write(rollbackChanges(changelog, changeset)),
    terminated(deleteSql(ran)),
    'COMMIT;\n'
  ])
  return [HEAD, ...body].join('\n')
}
