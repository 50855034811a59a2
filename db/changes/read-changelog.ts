/** A changelog and all it includes: files → changesets in the order in which they run. */
import { ChangelogError } from './changelog-error'
import { ChangelogFiles } from './changelog-files'
import { type Changeset, nameOf, sqlChanges } from './changeset'
import type { Inherited } from './inherited'
import { Properties } from './properties'
import { isFormattedSql, readFormattedSql } from './read-formatted-sql'
import { readRawSql } from './read-raw-sql'
import { type ChangelogPreconditions, type OtherFiles, readXml } from './read-xml'
import { type Place, wholeFile } from './source-text'

export interface Changelog {
  readonly changesets: readonly Changeset[]
  readonly preconditions: readonly ChangelogPreconditions[]
  /** Text of each file, for error excerpts. */
  readonly files: ReadonlyMap<string, string>
}

/**
 * Reads changelog files in the order given, with all they include; paths are relative to the search path, which is what is
 * stored in FILENAME. @param given properties that come before any file's
 * Throws ChangelogError: missing file, unknown format, bad content, an include that leads back, one changeset twice.
 */
export function readChangelog(paths: readonly string[], searchPath: string, given: Readonly<Record<string, string>> = {}): Changelog {
  const files = new ChangelogFiles(searchPath)
  const reader = new ChangelogReader(files, new Properties(given))
  const changesets = inRunOrder(paths.flatMap((path) => reader.read(rootPath(files, path))))
  for (const changeset of changesets) prepare(changeset, files)
  refuseTwins(changesets, files.texts)
  return { changesets, preconditions: reader.preconditions, files: files.texts }
}

function rootPath(files: ChangelogFiles, path: string): string {
  try {
    return files.storedPath(path)
  } catch (problem) {
    throw new ChangelogError((problem as Error).message, undefined, undefined, 'Name it relative to the search path.')
  }
}

class ChangelogReader {
  readonly preconditions: ChangelogPreconditions[] = []
  /** The includes that led here. */
  private readonly chain: string[] = []

  constructor(
    private readonly files: ChangelogFiles,
    private readonly properties: Properties
  ) {}

  /** @param named where it is included */
  read(path: string, inherited: Inherited = {}, named?: { readonly place: Place; readonly hasLogicalPath: boolean }): Changeset[] {
    const fail = (what: string, next?: string): never => {
      throw new ChangelogError(what, named?.place, named && this.files.texts.get(named.place.file), next)
    }
    if (this.chain.includes(path))
      fail(
        `${path} includes itself: ${[...this.chain.slice(this.chain.indexOf(path)), path].join(' → ')}.`,
        'Remove one of these includes.'
      )
    const ending = /\.[^./]*$/.exec(path)?.[0].toLowerCase()
    if (ending !== '.sql' && ending !== '.xml')
      fail(
        `${path} is not a changelog that is read here: only .sql and .xml are.`,
        named && 'includeAll can leave files out with endsWithFilter.'
      )
    const text = this.readFile(path, named?.place)
    this.chain.push(path)
    try {
      if (ending === '.xml') {
        const { changesets, preconditions } = readXml(path, text, inherited, this.properties, this.others(path))
        this.preconditions.push(...preconditions)
        return changesets
      }
      if (!named || isFormattedSql(text)) return readFormattedSql(path, text, inherited, this.properties)
      if (named.hasLogicalPath) fail(`${path} has no changesets of its own: logicalFilePath cannot be given to it.`)
      return [readRawSql(path, text, inherited, this.properties)]
    } finally {
      this.chain.pop()
    }
  }

  private others(from: string): OtherFiles {
    const stored = (path: string, relative: boolean, place: Place): string =>
      this.placed(place, () => this.files.storedPath(path, relative ? from : undefined))
    return {
      include: (path, relative, place, inherited, { mayBeMissing, hasLogicalPath }) => {
        const file = stored(path, relative, place)
        return mayBeMissing && !this.files.exists(file) ? [] : this.read(file, inherited, { place, hasLogicalPath })
      },
      list: (path, relative, place) => {
        const folder = stored(path, relative, place).replace(/\/$/, '')
        return { folder, files: this.placed(place, () => this.files.list(folder)) }
      },
      readSqlFile: (path, relative, place) => {
        const file = stored(path, relative, place)
        const text = this.readFile(file, place)
        return { file, text, expanded: () => this.properties.expandSource(wholeFile(file, text.replace(/\r\n?/g, '\n'))) }
      }
    }
  }

  private readFile = (path: string, place: Place | undefined): string =>
    place ? this.placed(place, () => this.files.read(path)) : this.files.read(path)

  /** What goes wrong is told where the path is named. */
  private placed<T>(place: Place, work: () => T): T {
    try {
      return work()
    } catch (problem) {
      throw new ChangelogError(
        (problem as Error).message,
        place,
        this.files.texts.get(place.file),
        problem instanceof ChangelogError ? problem.next : 'All files lie below the search path.'
      )
    }
  }
}

/** runOrder="first" and "last", otherwise as read. */
const inRunOrder = (changesets: readonly Changeset[]): Changeset[] => [
  ...changesets.filter(({ runOrder }) => runOrder === 'first'),
  ...changesets.filter(({ runOrder }) => runOrder === undefined),
  ...changesets.filter(({ runOrder }) => runOrder === 'last')
]

/** Text of a sqlFile is expanded only now, when all properties are known. */
function prepare(changeset: Changeset, files: ChangelogFiles): void {
  const { rollback, place } = changeset
  try {
    for (const { statements } of [...sqlChanges(changeset), ...(rollback.kind === 'sql' ? rollback.changes : [])]) void statements.length
  } catch (problem) {
    throw new ChangelogError((problem as Error).message, place, files.texts.get(place.file))
  }
}

function refuseTwins(changesets: readonly Changeset[], texts: ReadonlyMap<string, string>): void {
  const seen = new Map<string, Changeset>()
  for (const changeset of changesets) {
    const earlier = seen.get(nameOf(changeset))
    if (earlier)
      throw new ChangelogError(
        `Changeset ${nameOf(changeset)} is there twice; the first one is at ${earlier.place.file}:${earlier.place.line}.`,
        changeset.place,
        texts.get(changeset.place.file),
        'Give one of them another id.'
      )
    seen.set(nameOf(changeset), changeset)
  }
}
