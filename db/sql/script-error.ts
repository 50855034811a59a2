/** A place in a statement that stands in a file. */
export interface Place {
  readonly of: { readonly text: string; readonly file: string; readonly line: number; readonly column: number }
  /** Characters from the statement's start. */
  readonly offset: number
}

/** What stopped a script: an Oracle error or one of the runner's own, with its place in the file. */
export class ScriptError extends Error {
  constructor(
    /** As printed: `ORA-00942: table or view does not exist`. */
    message: string,
    readonly place?: Place,
    /** Number of the Oracle error; the runner's own have none. */
    readonly code?: number
  ) {
    super(message)
    this.name = 'ScriptError'
  }
}

/** Of a longer line only the part around the place is shown. */
const WIDEST = 160

/** `file:line:column: message`, then the line with a caret under the column. */
export function printError({ message, place }: ScriptError): string {
  if (!place) return `${message}\n`
  const { line, column, text } = lineOf(place)
  const number = String(line)
  const from = text.length > WIDEST ? Math.max(0, column - 1 - WIDEST / 2) : 0
  const before = text.slice(from, column - 1).replace(/[^\t]/g, ' ')
  const shown = text.slice(from, from + WIDEST)
  return [
    `${place.of.file}:${line}:${column}: ${message}`,
    `  > ${number} | ${shown}`,
    `    ${' '.repeat(number.length)} | ${before}^`,
    ''
  ].join('\n')
}

/** The line of the file that a place is on; what stands before the statement on its first line is shown as blanks. */
export function lineOf({ of, offset }: Place): { readonly line: number; readonly column: number; readonly text: string } {
  const at = Math.max(0, Math.min(offset, of.text.length))
  const start = of.text.lastIndexOf('\n', at - 1) + 1
  const end = of.text.indexOf('\n', at)
  const down = of.text.slice(0, at).split('\n').length - 1
  const indent = down === 0 ? of.column - 1 : 0
  const text = ' '.repeat(indent) + of.text.slice(start, end < 0 ? of.text.length : end).replace(/\r$/, '')
  return { line: of.line + down, column: at - start + 1 + indent, text }
}
