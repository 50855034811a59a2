/** The files of a changelog: all below one folder, the search path. Nothing outside of it is read. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, join, posix, relative, resolve } from 'node:path'
import { isUtf8 } from 'node:buffer'
import { ChangelogError } from './changelog-error'

export class ChangelogFiles {
  /** Text of each file that was read, without byte order mark, by its path. */
  readonly texts = new Map<string, string>()
  private readonly root: string

  constructor(searchPath: string) {
    this.root = resolve(searchPath)
  }

  /**
   * A path as it is stored: from the search path, forward slashes, no leading ./ and no `..`.
   * @param from the file that names it, when it is relative to that. Throws Error
   */
  storedPath(path: string, from?: string): string {
    const plain = path.replace(/^classpath:/, '').replaceAll('\\', '/')
    const normal = posix.normalize(from === undefined ? plain : posix.join(posix.dirname(from), plain)).replace(/^\.\//, '')
    if (isAbsolute(path) || plain.startsWith('/') || normal === '..' || normal.startsWith('../'))
      throw new Error(`${path} lies outside the search path.`)
    return normal
  }

  /** @throws ChangelogError without place: not there, not readable, not UTF-8, outside of the search path by a link */
  read(path: string): string {
    const known = this.texts.get(path)
    if (known !== undefined) return known
    const bytes = this.attempt(path, () => readFileSync(this.inside(path)))
    if (!isUtf8(bytes)) throw new ChangelogError(`The file ${path} is not UTF-8.`)
    const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
    this.texts.set(path, text)
    return text
  }

  exists(path: string): boolean {
    try {
      realpathSync(join(this.root, path))
      return true
    } catch {
      return false
    }
  }

  /** All files below a folder, by full path; undefined when there is no such folder. Names that begin with a dot are left out. */
  list(folder: string): string[] | undefined {
    if (!this.exists(folder)) return undefined
    const found: string[] = []
    const walk = (path: string): void => {
      for (const entry of this.attempt(path, () => readdirSync(this.inside(path), { withFileTypes: true }))) {
        if (entry.name.startsWith('.')) continue
        const below = posix.join(path, entry.name)
        if (entry.isDirectory()) walk(below)
        else found.push(below)
      }
    }
    walk(folder)
    return found.sort((a, b) => (a < b ? -1 : 1))
  }

  /** The real path, which must lie inside: a link may lead elsewhere. */
  private inside(path: string): string {
    const real = realpathSync(join(this.root, path))
    const below = relative(realpathSync(this.root), real)
    if (below === '..' || below.startsWith('../') || below.startsWith('..\\') || isAbsolute(below))
      throw new ChangelogError(`${path} is a link that leads outside the search path.`)
    return real
  }

  private attempt<T>(path: string, work: () => T): T {
    try {
      return work()
    } catch (problem) {
      if (problem instanceof ChangelogError) throw problem
      const { code, message } = problem as NodeJS.ErrnoException
      if (code === 'ENOENT' || code === 'ENOTDIR')
        throw new ChangelogError(
          `The file ${path} was not found in the configured search path:\n    - ${this.root}`,
          undefined,
          undefined,
          'Paths are relative to the search path (--search-path), or to their file with relativeToChangelogFile.'
        )
      throw new ChangelogError(`The file ${path} could not be read: ${message}`)
    }
  }
}
