/**
 * Cuts a script exactly as Liquibase 5.0 does, its defects included: a changelog written for Liquibase means what Liquibase
 * makes of it. It knows quotes and remarks but not the language: `BEGIN` … `END` is a counter, and `declare n number;` ends a statement.
 */
import { continuesWord, isBlank } from './characters'
import { LexError } from './lex-error'
import { nextToken } from './next-token'

export interface LiquibasePiece {
  /** What is sent: trimmed, comments removed if asked for. */
  readonly text: string
  /** Range in the script, from the first to the last character kept. */
  readonly start: number
  readonly end: number
  /** Of `start`, from 1. */
  readonly line: number
}

export interface LiquibaseSplitOptions {
  /** Absent: `;`, or `/` or `GO` alone on a line. A word, or a regular expression of Java's kind. '' never splits. */
  readonly endDelimiter?: string
  /** Default true. */
  readonly splitStatements?: boolean
  /** Default true for formatted SQL; it removes hints as well. */
  readonly stripComments?: boolean
  /** Keeps hints in spite of stripComments, which Liquibase does not. */
  readonly keepHints?: boolean
}

/** Of the last changeset of a file, when its text ends in a line `/`: the delimiter that Liquibase then assumes. */
export const lastChangesetDelimiter = (text: string): string | undefined => (/\n\/$/.test(text.trimEnd()) ? '\n/$' : undefined)

type AtomKind = 'blank' | 'comment' | 'hint' | 'quoted' | 'word' | 'other'
interface Atom {
  readonly kind: AtomKind
  readonly start: number
  readonly end: number
}

export function splitLikeLiquibase(script: string, options: LiquibaseSplitOptions = {}): readonly LiquibasePiece[] {
  const strip = options.stripComments ?? true
  const out: LiquibasePiece[] = []
  const atoms = atomsOf(script)
  const isDelimiter = delimiterTest(script, atoms, options)
  const lineAt = lineCounter(script)
  let kept: Atom[] = []
  const flush = (): void => {
    const piece = pieceOf(script, kept, lineAt)
    if (piece) out.push(piece)
    kept = []
  }
  for (let i = 0; i < atoms.length; ) {
    const width = isDelimiter(i)
    if (width > 0) {
      flush()
      i += width
      continue
    }
    const { kind } = atoms[i]
    if (!(strip && (kind === 'comment' || (kind === 'hint' && !options.keepHints)))) kept.push(atoms[i])
    i++
  }
  flush()
  return out
}

function pieceOf(script: string, kept: readonly Atom[], lineAt: (offset: number) => number): LiquibasePiece | undefined {
  const first = kept.findIndex(a => a.kind !== 'blank')
  if (first < 0) return undefined
  const last = kept.findLastIndex(a => a.kind !== 'blank')
  const start = kept[first].start
  return {
    text: kept
      .slice(first, last + 1)
      .map(a => script.slice(a.start, a.end))
      .join(''),
    start,
    end: kept[last].end,
    line: lineAt(start)
  }
}

/** How many atoms from the given one on are a delimiter: 0 = none. */
function delimiterTest(script: string, atoms: readonly Atom[], options: LiquibaseSplitOptions): (i: number) => number {
  const text = (i: number): string => script.slice(atoms[i].start, atoms[i].end)
  const delimiter = options.endDelimiter
  const solid = (i: number): boolean => atoms[i].kind === 'word' || atoms[i].kind === 'other'
  const lineStart = (i: number): boolean => atoms[i].start === 0 || script[atoms[i].start - 1] === '\n'
  const alone = (i: number): boolean =>
    lineStart(i) && /^[^\S\n]*(\n|$)/.test(script.slice(atoms[i].end, endOfLine(script, atoms[i].end) + 1))
  const only =
    (test: (i: number) => number) =>
    (i: number): number =>
      solid(i) ? test(i) : 0
  if (options.splitStatements === false) {
    if (!delimiter) return () => 0
    const test = named(delimiter)
    const last = atoms.findLastIndex(a => a.kind !== 'blank' && a.kind !== 'comment')
    return i => {
      const width = test(i)
      return width > 0 && i + width > last ? width : 0
    }
  }
  if (delimiter === '') return () => 0
  if (delimiter === undefined || delimiter === ';') {
    const inBlock = blockCounter(atoms, text)
    return only(i => {
      const t = text(i)
      if (t === ';') return inBlock(i) ? 0 : 1
      return delimiter === undefined && (t === '/' || t.toUpperCase() === 'GO') && alone(i) && !inBlock(i) ? 1 : 0
    })
  }
  return named(delimiter)

  function named(word: string): (i: number) => number {
    if (word === '/') return only(i => (text(i) === '/' && alone(i) ? 1 : 0))
    if (word.length === 1) return only(i => (text(i).toLowerCase() === word.toLowerCase() ? 1 : 0))
    const pattern = regexOf(word)
    return only(i => {
      let taken = ''
      for (let n = 0; i + n < atoms.length && taken.length < word.length && solid(i + n); n++) {
        taken += text(i + n)
        if (taken.toLowerCase() === word.toLowerCase()) return n + 1
      }
      if (!pattern) return 0
      const before = i > 0 && atoms[i - 1].kind === 'blank' ? text(i - 1) : ''
      return pattern.test(before + text(i)) ? 1 : 0
    })
  }
}

/** Whole-text match, blanks allowed before it. undefined: not a regular expression that JavaScript shares with Java. */
function regexOf(delimiter: string): RegExp | undefined {
  try {
    return new RegExp(`^\\s*(?:${delimiter})$`, 'i')
  } catch {
    return undefined
  }
}

const NOT_A_BLOCK = new Set(['TRANSACTION', 'TRAN', 'DISTRIBUTED', 'DIALOG', 'CONVERSATION'])

/** Asked with rising indexes. */
function blockCounter(atoms: readonly Atom[], text: (i: number) => string): (i: number) => boolean {
  let depth = 0
  let seen = 0
  return i => {
    for (; seen < i; seen++) {
      if (atoms[seen].kind !== 'word') continue
      const word = text(seen).toUpperCase()
      if (word === 'END') depth = Math.max(0, depth - 1)
      else if (word === 'BEGIN') {
        let next = seen + 1
        while (atoms[next]?.kind === 'blank') next++
        if (next >= atoms.length || !NOT_A_BLOCK.has(text(next).toUpperCase())) depth++
      }
    }
    return depth > 0
  }
}

/** Asked with rising offsets. */
function lineCounter(script: string): (offset: number) => number {
  let line = 1
  let counted = 0
  return offset => {
    for (; counted < offset; counted++) if (script.charCodeAt(counted) === 10) line++
    return line
  }
}

function endOfLine(script: string, from: number): number {
  const lineFeed = script.indexOf('\n', from)
  return lineFeed < 0 ? script.length : lineFeed
}

function atomsOf(script: string): readonly Atom[] {
  const atoms: Atom[] = []
  for (let at = 0; at < script.length; ) {
    const atom = atomAt(script, at)
    atoms.push(atom)
    at = atom.end
  }
  return atoms
}

function atomAt(script: string, start: number): Atom {
  let end = start
  if (isBlank(script.charCodeAt(start))) {
    while (end < script.length && isBlank(script.charCodeAt(end))) end++
    return { kind: 'blank', start, end }
  }
  try {
    const token = nextToken(script, start)
    if (token?.kind === 'comment' || token?.kind === 'hint') return { kind: token.kind, start, end: token.end }
    if (token?.kind === 'string' || token?.kind === 'quoted') return { kind: 'quoted', start, end: token.end }
  } catch (error) {
    if (!(error instanceof LexError)) throw error
  }
  while (end < script.length) {
    const c = script.codePointAt(end) as number
    if (!continuesWord(c)) break
    end += c > 0xffff ? 2 : 1
  }
  if (end > start) return { kind: 'word', start, end }
  return { kind: 'other', start, end: start + ((script.codePointAt(start) as number) > 0xffff ? 2 : 1) }
}
