/** Runs SQL changes, statement by statement, through node-oracledb. */
import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import type { SqlChange } from './changeset'
import { placeAt } from './source-text'

interface OracleError extends Error {
  readonly errorNum?: number
  /** 0-based offset in the statement. */
  readonly offset?: number
}

/** What a driver's message is worth to a reader: its lines without the help address. */
export const reasonOf = (error: Error): string =>
  error.message
    .split('\n')
    .filter((line) => !line.startsWith('Help:'))
    .join('\n')
    .trim()

/** In the current transaction, or committing each statement. Throws ChangelogError with the place of the fault. */
export async function runChanges(
  connection: Connection,
  changes: readonly SqlChange[],
  files: ReadonlyMap<string, string>,
  autoCommit = false
): Promise<void> {
  for (const { source, statements } of changes)
    for (const { text, start } of statements) {
      try {
        await connection.execute(text, [], { autoCommit })
      } catch (cause) {
        const error = cause as OracleError
        const offset = error.offset && error.offset > 0 && error.offset < text.length ? error.offset : 0
        throw new ChangelogError(reasonOf(error), placeAt(source, start + offset), files.get(source.file))
      }
    }
}
