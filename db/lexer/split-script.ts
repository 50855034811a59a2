/**
 * Cuts a script into statements by the language itself, as SQL*Plus would with a reader's common sense:
 * `;` ends SQL; PL/SQL runs to its own balanced end, or to a `/` alone on its line. Nothing is thrown: a text that cannot be
 * tokenised makes the rest of the script one statement, for the database to complain about.
 */
import { isBlank } from './characters'
import { LexError } from './lex-error'
import { nextToken, skipBlanks } from './next-token'
import { PlsqlBalance, startsPlsql } from './plsql-balance'
import { isComment, type Token } from './token'

export interface ScriptPiece {
  /** sql, plsql: a statement. command: a line for the client (see `isCommand`). run: a `/` with nothing before it: once more. */
  readonly kind: 'sql' | 'plsql' | 'command' | 'run'
  /** Exactly `script.slice(start, end)`: without `;` for SQL, with it for PL/SQL; comments around the statement are left out. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** Of `start`, from 1. */
  readonly line: number
  /** What ended it; 'none': the end of the script. */
  readonly terminator: ';' | '/' | 'line' | 'none'
}

export interface SplitOptions {
  /** Tells whether the line on which a statement could begin belongs to the client instead (PROMPT, SET …). Default: none does. */
  readonly isCommand?: (line: string) => boolean
}

export function splitScript(script: string, options: SplitOptions = {}): readonly ScriptPiece[] {
  const pieces: ScriptPiece[] = []
  let line = 1
  let counted = 0
  for (let at = 0; ; ) {
    const found = nextPiece(script, at, options)
    if (!found) return pieces
    for (; counted < found.piece.start; counted++) if (script.charCodeAt(counted) === 10) line++
    pieces.push({ ...found.piece, line })
    at = found.next
  }
}

interface Found {
  readonly piece: Omit<ScriptPiece, 'line'>
  readonly next: number
}

function nextPiece(script: string, from: number, options: SplitOptions): Found | undefined {
  let at = from
  for (;;) {
    const start = skipBlanks(script, at)
    if (start >= script.length) return undefined
    if (isSlashLine(script, start)) return piece(script, 'run', start, start + 1, '/', start + 1)
    if (options.isCommand && startsLine(script, start, from)) {
      const end = endOfLine(script, start)
      if (options.isCommand(script.slice(start, end))) return command(script, start)
    }
    const token = safeToken(script, start)
    if (!token) return piece(script, 'sql', start, trimEnd(script, start), 'none', script.length)
    if (isComment(token) || (token.kind === 'operator' && token.value === ';')) at = token.end
    else return statement(script, token)
  }
}

function statement(script: string, first: Token): Found {
  const head: string[] = []
  let balance: PlsqlBalance | undefined
  let kind: 'sql' | 'plsql' | undefined
  let end = first.end
  for (let token: Token | undefined = first; token !== undefined; ) {
    if (isSlashLine(script, token.start) && token !== first) return piece(script, kind ?? 'sql', first.start, end, '/', token.end)
    if (!isComment(token)) {
      if (kind === undefined) {
        head.push(token.kind === 'word' || token.kind === 'operator' ? token.value : '')
        const decided = startsPlsql(head)
        if (decided !== undefined) {
          kind = decided === false ? 'sql' : 'plsql'
          if (decided !== false) balance = new PlsqlBalance(decided)
        }
      } else balance?.push(token)
      if (token.kind === 'operator' && token.value === ';') {
        if (!balance) return piece(script, kind ?? 'sql', first.start, end, ';', token.end)
        if (balance.complete) {
          const slash = afterComments(script, token.end)
          const runs = slash < script.length && isSlashLine(script, slash)
          return balance.endsAsSql
            ? piece(script, 'sql', first.start, end, ';', token.end)
            : piece(script, 'plsql', first.start, token.end, runs ? '/' : ';', runs ? slash + 1 : token.end)
        }
      }
      end = token.end
    }
    const following = safeToken(script, token.end)
    if (following === null) return piece(script, kind ?? 'sql', first.start, trimEnd(script, first.start), 'none', script.length)
    token = following
  }
  return piece(script, kind ?? 'sql', first.start, end, 'none', script.length)
}

/** A command of the client goes to the end of its line; a `-` there continues it. */
function command(script: string, start: number): Found {
  let end = endOfLine(script, start)
  while (end < script.length && /-[ \t\r]*$/.test(script.slice(start, end))) end = endOfLine(script, end + 1)
  return piece(script, 'command', start, trimEnd(script.slice(0, end), start), 'line', end)
}

const piece = (
  script: string,
  kind: ScriptPiece['kind'],
  start: number,
  end: number,
  terminator: ScriptPiece['terminator'],
  next: number
): Found => ({ piece: { kind, text: script.slice(start, end), start, end, terminator }, next })

/** null: the text cannot be tokenised from here on. */
function safeToken(script: string, from: number): Token | undefined | null {
  try {
    return nextToken(script, from)
  } catch (error) {
    if (!(error instanceof LexError)) throw error
    if (error.code !== 911) return null
    return { kind: 'operator', value: script[error.offset], start: error.offset, end: error.offset + 1 }
  }
}

function afterComments(script: string, from: number): number {
  let at = from
  for (;;) {
    const start = skipBlanks(script, at)
    if (!script.startsWith('--', start) && !script.startsWith('/*', start)) return start
    const token = safeToken(script, start)
    if (!token) return start
    at = token.end
  }
}

function isSlashLine(script: string, at: number): boolean {
  if (script[at] !== '/') return false
  let i = at - 1
  while (i >= 0 && script[i] !== '\n' && isBlank(script.charCodeAt(i))) i--
  if (i >= 0 && script[i] !== '\n') return false
  for (i = at + 1; i < script.length && script[i] !== '\n'; i++) if (!isBlank(script.charCodeAt(i))) return false
  return true
}

function startsLine(script: string, at: number, from: number): boolean {
  let i = at - 1
  while (i >= from && script[i] !== '\n' && isBlank(script.charCodeAt(i))) i--
  return i < from || script[i] === '\n'
}

function endOfLine(script: string, from: number): number {
  const lineFeed = script.indexOf('\n', from)
  return lineFeed < 0 ? script.length : lineFeed
}

function trimEnd(script: string, start: number): number {
  let end = script.length
  while (end > start && isBlank(script.charCodeAt(end - 1))) end--
  return end
}
