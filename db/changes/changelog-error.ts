import type { Place } from './source-text'

/** What is wrong with a changelog or went wrong with a changeset, with its place and the line it stands on. */
export class ChangelogError extends Error {
  constructor(
    /** Without the place. */
    readonly what: string,
    readonly place?: Place,
    /** The whole text of the file, for the caret. */
    readonly fileText?: string,
    readonly next?: string
  ) {
    super(place ? `${place.file}:${place.line}:${place.column}: ${what}` : what)
    this.name = 'ChangelogError'
  }

  /** The line before, the line itself and a caret under the place; empty when the text is not known. */
  excerpt(): string[] {
    if (!this.place || this.fileText === undefined) return []
    const lines = this.fileText.split(/\r\n|\r|\n/)
    const { line, column } = this.place
    const width = String(line).length
    const show = (n: number, mark: string) => `${mark} ${String(n).padStart(width)} | ${(lines[n - 1] ?? '').replace(/\t/g, ' ')}`
    return [...(line > 1 ? [show(line - 1, ' ')] : []), show(line, '>'), `  ${' '.repeat(width)} | ${' '.repeat(column - 1)}^`]
  }
}
