/** The text that USER_SOURCE shows: from PROCEDURE, FUNCTION, PACKAGE, TRIGGER or TYPE on. */
export const sourceText = (text: string, unit: { readonly sourceStart: number }): string => text.slice(unit.sourceStart)

/** One row of USER_SOURCE for each line, with its line feed. */
export function sourceLines(source: string): readonly string[] {
  const lines = source.split('\n').map((line, i, all) => (i < all.length - 1 ? `${line}\n` : line))
  if (lines[lines.length - 1] === '') lines.pop()
  return lines
}

/** Line and column from 1, as ORA-06550 and USER_ERRORS count; the end of the text stands on its last character. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + (offset >= text.length ? 0 : 1) }
}
