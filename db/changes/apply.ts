/** Runs one changeset's statements, one by one, through node-oracledb. */
import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import { type Changeset, nameOf, type Place, placeAt, type Precondition, type SourceText, type Statement } from './changeset'

interface OracleError extends Error {
  readonly errorNum?: number
  /** 0-based offset in the statement. */
  readonly offset?: number
}

/** What a driver's message is worth to a reader: its first line, without the help address. */
const reason = (error: Error): string => error.message.split('\n').filter((line) => !line.startsWith('Help:')).join('\n').trim()

export async function runStatements(connection: Connection, file: string, fileText: string | undefined, source: SourceText, statements: readonly Statement[], autoCommit: boolean): Promise<void> {
  for (const { text, start } of statements) {
    try {
      await connection.execute(text, [], { autoCommit })
    } catch (cause) {
      const error = cause as OracleError
      const offset = error.offset && error.offset > 0 && error.offset < text.length ? error.offset : 0
      throw new ChangelogError(reason(error), placeAt(file, source, start + offset), fileText)
    }
  }
}

/** Runs in the current transaction (or commits each statement, as the changeset asks). */
export const applyChangeset = (connection: Connection, changeset: Changeset, fileText: string | undefined): Promise<void> =>
  runStatements(connection, changeset.place.file, fileText, changeset.source, changeset.statements, !changeset.runInTransaction)

export type PreconditionResult = { readonly outcome: 'met' } | { readonly outcome: 'failed' | 'error'; readonly what: string; readonly place: Place }

/** All must hold; the first that does not decides. */
export async function checkPreconditions(connection: Connection, changeset: Changeset): Promise<PreconditionResult> {
  for (const check of changeset.preconditions?.checks ?? []) {
    try {
      const problem = await checkPrecondition(connection, check)
      if (problem) return { outcome: 'failed', what: `${nameOf(changeset)}: ${problem}`, place: check.place }
    } catch (error) {
      return { outcome: 'error', what: `${nameOf(changeset)}: ${reason(error as Error)}`, place: check.place }
    }
  }
  return { outcome: 'met' }
}

async function checkPrecondition(connection: Connection, check: Precondition): Promise<string | undefined> {
  if (check.kind === 'sql-check') {
    const { rows } = await connection.execute<unknown[]>(check.sql, [], { maxRows: 2 })
    if (rows?.length !== 1) return `SQL Precondition failed.  Expected '${check.expected}' got ${rows?.length ?? 0} rows`
    const got = String(rows[0][0] ?? '')
    return got === check.expected ? undefined : `SQL Precondition failed.  Expected '${check.expected}' got '${got}'`
  }
  const [view, column] = check.kind === 'table-exists' ? ['ALL_TABLES', 'TABLE_NAME'] : ['ALL_VIEWS', 'VIEW_NAME']
  const { rows } = await connection.execute<[number]>(
    `SELECT COUNT(*) FROM ${view} WHERE OWNER = NVL(UPPER(:owner), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND ${column} = UPPER(:name)`,
    { owner: check.schema ?? null, name: check.name }
  )
  return rows![0][0] > 0 ? undefined : `${check.kind === 'table-exists' ? 'Table' : 'View'} ${check.name} does not exist`
}
