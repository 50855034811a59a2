/** What stopped a script: an Oracle error or one of the runner's own, with its place in the file. */
export class ScriptError extends Error {
  constructor(
    /** One line, as printed: `ORA-00942: table or view does not exist`. */
    message: string,
    readonly place?: Place,
    /** Number of the Oracle error; the runner's own have none. */
    readonly code?: number
  ) {
    super(message)
    this.name = 'ScriptError'
  }
}

export interface Place {
  readonly file: string
  /** Both from 1. */
  readonly line: number
  readonly column: number
  /** The text of that line. */
  readonly text: string
}

/** The place of `offset` within a text that begins on `firstLine` of a file, at `firstColumn`. */
export function placeOf(file: string, text: string, offset: number, firstLine: number, firstColumn = 1): Place {
  const at = Math.max(0, Math.min(offset, text.length))
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const lineEnd = text.indexOf('\n', at)
  const line = text.slice(0, at).split('\n').length - 1
  const indent = line === 0 ? firstColumn - 1 : 0
  return {
    file,
    line: firstLine + line,
    column: at - lineStart + 1 + indent,
    text: ' '.repeat(indent) + text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, '')
  }
}

/** `file:line:column` and message, then the line with a caret under the column. */
export function printError(error: ScriptError): string {
  const { place, message } = error
  if (!place) return `${message}\n`
  const number = String(place.line)
  const pad = ' '.repeat(number.length)
  const before = place.text.slice(0, place.column - 1).replace(/[^\t]/g, ' ')
  return `${place.file}:${place.line}:${place.column}: ${message}\n  > ${number} | ${place.text}\n    ${pad} | ${before}^\n`
}
