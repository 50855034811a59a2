import { readFileSync } from 'node:fs'
import { isAbsolute, posix, resolve } from 'node:path'
import { ChangelogError } from './changelog-error'
import { type Changeset, nameOf } from './changeset'
import { readFormattedSql } from './read-formatted-sql'

export interface Changelog {
  readonly changesets: readonly Changeset[]
  /** Text of each file, for error excerpts. */
  readonly files: ReadonlyMap<string, string>
}

/**
 * Reads changelog files in the order given; paths are relative to the search path, which is what is stored in FILENAME.
 * Throws ChangelogError: missing file, unknown format, bad content, one changeset twice.
 */
export function readChangelog(paths: readonly string[], searchPath: string): Changelog {
  const files = new Map<string, string>()
  const changesets: Changeset[] = []
  for (const path of paths) {
    const stored = storedPath(path)
    if (!stored.toLowerCase().endsWith('.sql')) throw new ChangelogError(`${path}: only formatted SQL (.sql) is read yet.`, undefined, undefined, 'Name a .sql changelog.')
    const text = readText(stored, searchPath)
    files.set(stored, text)
    changesets.push(...readFormattedSql(stored, text))
  }
  const seen = new Map<string, Changeset>()
  for (const changeset of changesets) {
    const earlier = seen.get(nameOf(changeset))
    if (earlier)
      throw new ChangelogError(
        `Changeset ${nameOf(changeset)} is there twice; the first one is at ${earlier.place.file}:${earlier.place.line}.`,
        changeset.place,
        files.get(changeset.place.file),
        'Give one of them another id.'
      )
    seen.set(nameOf(changeset), changeset)
  }
  return { changesets, files }
}

/** Forward slashes, no leading ./, and never out of the search path. */
function storedPath(path: string): string {
  const normal = posix.normalize(path.replaceAll('\\', '/')).replace(/^\.\//, '')
  if (isAbsolute(path) || normal.startsWith('../')) throw new ChangelogError(`${path} lies outside the search path.`, undefined, undefined, 'Name it relative to the search path.')
  return normal
}

function readText(path: string, searchPath: string): string {
  const file = resolve(searchPath, path)
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new ChangelogError(
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? `The changelog ${path} was not found.` : `The changelog ${path} could not be read: ${(error as Error).message}`,
      undefined,
      undefined,
      `Looked in the search path ${searchPath}.`
    )
  }
}
