import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import { type Changeset, matchesOracle, nameOf, type Precondition, type Preconditions } from './changeset'
import type { Changelog } from './read-changelog'
import { reasonOf } from './run-statements'
import type { Place } from './source-text'

type Result = { readonly outcome: 'met' } | { readonly outcome: 'failed' | 'error'; readonly what: string; readonly place: Place }

/** What a changeset's preconditions say about it. Throws ChangelogError where they say HALT. */
export async function judgePreconditions(
  connection: Connection,
  changeset: Changeset,
  { files }: Changelog,
  say: (line: string) => void
): Promise<'run' | 'continue' | 'mark-ran'> {
  const { preconditions } = changeset
  if (!preconditions) return 'run'
  const result = await checkAll(connection, preconditions.checks, nameOf(changeset))
  if (result.outcome === 'met') return 'run'
  const action = result.outcome === 'failed' ? preconditions.onFail : preconditions.onError
  if (action === 'HALT') throw new ChangelogError(result.what, result.place, files.get(result.place.file))
  say(`${action === 'WARN' ? 'Warning' : action === 'CONTINUE' ? 'Not now' : 'Marked as ran'}: ${result.what}`)
  return action === 'WARN' ? 'run' : action === 'CONTINUE' ? 'continue' : 'mark-ran'
}

/** Those of whole changelogs, before anything runs. Throws ChangelogError unless they only warn. */
export async function checkChangelogPreconditions(
  connection: Connection,
  { preconditions, files }: Changelog,
  say: (line: string) => void
): Promise<void> {
  for (const { file, preconditions: wanted } of preconditions) {
    const result = await checkAll(connection, wanted.checks, file)
    if (result.outcome === 'met') continue
    if ((result.outcome === 'failed' ? wanted.onFail : wanted.onError) === 'HALT')
      throw new ChangelogError(result.what, result.place, files.get(result.place.file))
    say(`Warning: ${result.what}`)
  }
}

/** On paper: a changeset whose preconditions forbid a script without asking the database. */
export const forbidsScript = (preconditions: Preconditions | undefined): boolean => preconditions?.onSqlOutput === 'FAIL'

/** All must hold; the first that does not decides. */
async function checkAll(connection: Connection, checks: readonly Precondition[], name: string): Promise<Result> {
  for (const check of checks) {
    try {
      const problem = await checkOne(connection, check)
      if (problem) return { outcome: 'failed', what: `${name}: ${problem}`, place: check.place }
    } catch (error) {
      return { outcome: 'error', what: `${name}: ${reasonOf(error as Error)}`, place: check.place }
    }
  }
  return { outcome: 'met' }
}

/** @returns why it does not hold */
async function checkOne(connection: Connection, check: Precondition): Promise<string | undefined> {
  switch (check.kind) {
    case 'dbms':
      return matchesOracle(check.type) ? undefined : `DBMS Precondition failed: expected ${check.type}, got oracle`
    case 'sql-check': {
      const { rows } = await connection.execute<unknown[]>(check.sql, [], { maxRows: 2 })
      if (rows?.length !== 1) return `SQL Precondition failed.  Expected '${check.expected}' got ${rows?.length ?? 0} rows`
      const got = String(rows[0][0] ?? '')
      return got === check.expected ? undefined : `SQL Precondition failed.  Expected '${check.expected}' got '${got}'`
    }
    case 'table-exists':
    case 'view-exists': {
      const [what, view, column] =
        check.kind === 'table-exists' ? ['Table', 'ALL_TABLES', 'TABLE_NAME'] : ['View', 'ALL_VIEWS', 'VIEW_NAME']
      const { rows } = await connection.execute<[number]>(
        `SELECT COUNT(*) FROM ${view}
          WHERE OWNER = NVL(UPPER(:owner), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND ${column} = UPPER(:name)`,
        { owner: check.schema ?? null, name: check.name }
      )
      return rows![0][0] > 0 ? undefined : `${what} ${check.name} does not exist`
    }
    default:
      return checkSeveral(connection, check)
  }
}

async function checkSeveral(
  connection: Connection,
  { kind, checks }: Extract<Precondition, { kind: 'and' | 'or' | 'not' }>
): Promise<string | undefined> {
  const problems: string[] = []
  for (const check of checks) {
    const problem = await checkOne(connection, check)
    if (kind === 'and' && problem) return problem
    if (kind === 'or' && !problem) return undefined
    if (kind === 'not' && !problem) return 'Not precondition failed: what must not hold does'
    if (problem) problems.push(problem)
  }
  return kind === 'or' ? problems.join('; ') : undefined
}
