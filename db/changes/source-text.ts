/** Text taken out of a file, or put together from parts of it, that still knows where each character came from. */

/** A place in a changelog file; line and column from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** From offset `at` of the text on, characters follow each other in the file from line:column on, up to the next mark. */
interface Mark {
  readonly at: number
  readonly line: number
  readonly column: number
  /** All characters up to the next mark stand for this one place: an entity, a property's value. */
  readonly fixed?: boolean
}

export interface SourceText {
  readonly text: string
  readonly file: string
  /** By rising `at`; the first is at 0. */
  readonly marks: readonly Mark[]
}

/** A piece of one line. */
export interface Fragment {
  readonly text: string
  readonly line: number
  readonly column: number
  readonly fixed?: boolean
}

/** Puts fragments together; `between` stands between each two. */
export function joinFragments(file: string, fragments: readonly Fragment[], between = ''): SourceText {
  const marks: Mark[] = []
  let text = ''
  for (const { text: piece, line, column, fixed } of fragments) {
    if (marks.length) text += between
    marks.push({ at: text.length, line, column, ...(fixed ? { fixed } : {}) })
    text += piece
  }
  return { text, file, marks: marks.length ? marks : [{ at: 0, line: 1, column: 1 }] }
}

/** Where an offset of the text lies in its file. */
export function placeAt({ file, marks }: SourceText, offset: number): Place {
  const { at, line, column, fixed } = marks.findLast((mark) => mark.at <= offset) ?? marks[0]
  return { file, line, column: fixed ? column : column + Math.max(0, offset - at) }
}

/** Like String.slice, places included. */
export function sliceSource(source: SourceText, start: number, end = source.text.length): SourceText {
  const first = source.marks.findLast((mark) => mark.at <= start) ?? source.marks[0]
  const head: Mark = { ...first, at: 0, column: first.fixed ? first.column : first.column + start - first.at }
  const rest = source.marks.filter(({ at }) => at > start && at < end).map((mark) => ({ ...mark, at: mark.at - start }))
  return { text: source.text.slice(start, end), file: source.file, marks: [head, ...rest] }
}

/** Trims as Java does: everything up to U+0020. */
export function trimSource(source: SourceText): SourceText {
  const blank = (i: number) => source.text.charCodeAt(i) <= 0x20
  let start = 0
  let end = source.text.length
  while (start < end && blank(start)) start++
  while (end > start && blank(end - 1)) end--
  return sliceSource(source, start, end)
}

/** Replaces [start, end) by a text that stands for the place where it began. Replacements by rising start, not overlapping. */
export function replaceInSource(
  source: SourceText,
  replacements: readonly { readonly start: number; readonly end: number; readonly text: string }[]
): SourceText {
  let text = ''
  const marks: Mark[] = []
  const keep = (from: number, to: number) => {
    if (from >= to) return
    const piece = sliceSource(source, from, to)
    marks.push(...piece.marks.map((mark) => ({ ...mark, at: mark.at + text.length })))
    text += piece.text
  }
  let at = 0
  for (const { start, end, text: value } of replacements) {
    keep(at, start)
    if (value) marks.push({ ...placeAt(source, start), at: text.length, fixed: true })
    text += value
    at = end
  }
  keep(at, source.text.length)
  return { text, file: source.file, marks: marks.length ? marks : source.marks.slice(0, 1) }
}

/** The whole text of a file, lines joined with LF. */
export const wholeFile = (file: string, text: string): SourceText =>
  joinFragments(
    file,
    text.split('\n').map((line, i) => ({ text: line, line: i + 1, column: 1 })),
    '\n'
  )
