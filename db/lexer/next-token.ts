/** The tokeniser: one token at a time, so that a reader of scripts can stop where another language begins. */
import { endOfWord, foldName, isBlank, isDigit, startsWord } from './characters'
import { LexError } from './lex-error'
import type { Token } from './token'

/** Longest first. */
const OPERATORS = [
  '||',
  ':=',
  '=>',
  '**',
  '<>',
  '!=',
  '^=',
  '~=',
  '<=',
  '>=',
  '..',
  '<<',
  '>>',
  '(',
  ')',
  ',',
  '.',
  '+',
  '-',
  '*',
  '/',
  '=',
  '<',
  '>',
  ';',
  '@',
  '%',
  ':',
  '|',
  '!',
  '^',
  '[',
  ']',
  '?',
  '{',
  '}',
  '&',
  '~',
  '\\',
  '`',
  '#',
  '$',
  '_'
]
const BY_FIRST = new Map<string, readonly string[]>()
for (const op of OPERATORS) BY_FIRST.set(op[0], [...(BY_FIRST.get(op[0]) ?? []), op])

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '<': '>', '(': ')' }

/** Index of the first character that is not blank. */
export function skipBlanks(text: string, from: number): number {
  let i = from
  while (i < text.length && isBlank(text.charCodeAt(i))) i++
  return i
}

/**
 * The token at or after `from`, comments included; undefined at the end of the text.
 * @throws LexError
 */
export function nextToken(text: string, from: number): Token | undefined {
  const start = skipBlanks(text, from)
  if (start >= text.length) return undefined
  const c = text.codePointAt(start) as number
  const next = text.charCodeAt(start + 1)
  if (startsWord(c)) return quotedBehindPrefix(text, start) ?? word(text, start)
  if (isDigit(c) || (c === 46 && isDigit(next))) return number(text, start)
  switch (c) {
    case 39:
      return plainString(text, start, start, false)
    case 34:
      return quotedIdentifier(text, start, start)
    case 45:
      if (next === 45) return remark(text, start)
      break
    case 47:
      if (next === 42) return blockComment(text, start)
      break
    case 58: {
      const b = bind(text, start)
      if (b) return b
      break
    }
    case 36: {
      const d = directive(text, start)
      if (d) return d
      break
    }
  }
  for (const op of BY_FIRST.get(text[start]) ?? []) {
    if (text.startsWith(op, start)) return { kind: 'operator', value: op, start, end: start + op.length }
  }
  throw new LexError(911, start)
}

function word(text: string, start: number): Token {
  const end = endOfWord(text, start)
  return { kind: 'word', value: foldName(text.slice(start, end)), start, end }
}

/** '…', with the prefixes n, q and nq. */
function quotedBehindPrefix(text: string, start: number): Token | undefined {
  let i = start
  const national = text[i] === 'n' || text[i] === 'N'
  if (national) i++
  const q = text[i] === 'q' || text[i] === 'Q'
  if (q) i++
  if (i === start || text[i] !== "'") return undefined
  if (!q) return plainString(text, start, i, national)
  const opening = text[i + 1]
  if (opening === undefined || isBlank(opening.charCodeAt(0)) || opening === "'") throw new LexError(1756, start)
  const delimiter = String.fromCodePoint(text.codePointAt(i + 1) as number)
  const close = text.indexOf(`${CLOSING[delimiter] ?? delimiter}'`, i + 1 + delimiter.length)
  if (close < 0) throw new LexError(1756, start)
  const value = text.slice(i + 1 + delimiter.length, close)
  return { kind: 'string', value, start, end: close + delimiter.length + 1, marked: national }
}

function plainString(text: string, start: number, quote: number, national: boolean): Token {
  let i = quote + 1
  for (;;) {
    const close = text.indexOf("'", i)
    if (close < 0) throw new LexError(1756, start)
    if (text[close + 1] !== "'") {
      return { kind: 'string', value: text.slice(quote + 1, close).replaceAll("''", "'"), start, end: close + 1, marked: national }
    }
    i = close + 2
  }
}

/** @param start of the whole token: a bind has its colon before the quote */
function quotedIdentifier(text: string, quote: number, start: number): Token {
  const close = text.indexOf('"', quote + 1)
  if (close < 0) throw new LexError(1740, start)
  if (close === quote + 1) throw new LexError(1741, start)
  return { kind: 'quoted', value: text.slice(quote + 1, close), start, end: close + 1 }
}

/** 1, 1., .5, 1.5e-3, 2f, 3D. `1..10` is 1, .. and 10. */
function number(text: string, start: number): Token {
  const digits = (from: number): number => {
    let i = from
    while (isDigit(text.charCodeAt(i))) i++
    return i
  }
  let end = digits(start)
  if (text[end] === '.' && text[end + 1] !== '.') end = digits(end + 1)
  if (text[end] === 'e' || text[end] === 'E') {
    const sign = text[end + 1] === '+' || text[end + 1] === '-' ? 1 : 0
    if (isDigit(text.charCodeAt(end + 1 + sign))) end = digits(end + 1 + sign)
  }
  const value = text.slice(start, end)
  const letter = text[end]?.toLowerCase()
  if (letter === 'f' || letter === 'd') return { kind: 'number', value, start, end: end + 1, suffix: letter }
  return { kind: 'number', value, start, end }
}

function bind(text: string, start: number): Token | undefined {
  const at = start + 1
  if (text[at] === '"') {
    const name = quotedIdentifier(text, at, start)
    return { kind: 'bind', value: name.value, start, end: name.end, marked: true }
  }
  const c = text.codePointAt(at)
  if (c === undefined || !(startsWord(c) || isDigit(c))) return undefined
  let end = at
  if (isDigit(c)) while (isDigit(text.charCodeAt(end))) end++
  else end = endOfWord(text, at)
  return { kind: 'bind', value: foldName(text.slice(at, end)), start, end }
}

function directive(text: string, start: number): Token | undefined {
  const at = text[start + 1] === '$' ? start + 2 : start + 1
  const c = text.codePointAt(at)
  if (c === undefined || !startsWord(c)) return undefined
  const end = endOfWord(text, at)
  return { kind: 'directive', value: foldName(text.slice(start, end)), start, end }
}

/** Ends before the line feed. */
function remark(text: string, start: number): Token {
  const lineFeed = text.indexOf('\n', start)
  const end = lineFeed < 0 ? text.length : lineFeed
  return { kind: text[start + 2] === '+' ? 'hint' : 'comment', value: text.slice(start, end), start, end }
}

function blockComment(text: string, start: number): Token {
  const close = text.indexOf('*/', start + 2)
  if (close < 0) throw new LexError(1742, start)
  return { kind: text[start + 2] === '+' ? 'hint' : 'comment', value: text.slice(start, close + 2), start, end: close + 2 }
}
