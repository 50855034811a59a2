import { isComment, LexError, nextToken, scanTokens, type Token } from '@cicd-oracle/lexer'
import { oraError } from '../../errors/messages'
import { OraError, refuse } from '../../errors/ora-error'
import type { Span } from '../expr'

/** Operators that the lexer knows for PL/SQL's sake and that SQL calls invalid characters (ORA-00911). */
const NOT_SQL: ReadonlySet<string> = new Set([';', '?', '{', '}', '[', ']', '&', '~', '\\', '`', '#', '$', '_', '%', '~='])
/** Deeper than any statement written by hand, and far from the end of the stack. */
const MAX_NESTING = 200
const MAX_LENGTH = 4_000_000

/**
 * The base of the parser: a place in the list of tokens. The grammar is written on top of it as a chain of classes,
 * one for each subject, because its rules call each other in circles and modules must not.
 *
 * A lexical error is raised only when the grammar gets there, so an earlier syntax error wins, as in Oracle.
 */
export class TokenCursor {
  private readonly tokens: readonly Token[]
  private readonly failure?: OraError
  private readonly endToken: Token
  private nesting = 0
  protected index = 0
  /** Of the bind tokens, by their offset: the position among the statement's placeholders. */
  protected readonly bindIndex: ReadonlyMap<number, number>

  /** PL/SQL outside the SQL statements in it, where its own words and operators hold; in SQL text never. */
  protected procedural = false

  constructor(
    readonly text: string,
    protected readonly dialect: 'sql' | 'plsql' = 'sql'
  ) {
    if (text.length > MAX_LENGTH) refuse(`a statement of more than ${MAX_LENGTH} characters`)
    const { tokens, error } = dialect === 'sql' ? scanTokens(text) : scanPlsqlTokens(text)
    const sqlTokens = tokens.filter(t => !isComment(t))
    const bad =
      dialect === 'sql'
        ? sqlTokens.findIndex((t, i) => isInvalid(t, sqlTokens[i + 1], sqlTokens[i - 1]))
        : sqlTokens.findIndex(t => t.kind === 'directive')
    if (bad >= 0) {
      this.failure = dialect === 'sql' ? invalidToken(sqlTokens[bad]) : unsupported('conditional compilation', sqlTokens[bad].start)
      sqlTokens.length = bad
    } else if (error) this.failure = fromLexError(error)
    this.tokens = sqlTokens
    this.endToken = { kind: 'operator', value: '', start: text.length, end: text.length }
    this.bindIndex = new Map(sqlTokens.filter(t => t.kind === 'bind').map((t, i) => [t.start, i]))
  }

  /** The token the parser stands before; an operator '' at the end of the text. */
  protected get token(): Token {
    const t = this.tokens[this.index]
    if (t !== undefined) return t
    if (this.failure) throw this.failure
    return this.endToken
  }

  /** Looks ahead; 0 is the current token. Never raises. */
  protected peek(ahead: number): Token {
    return this.tokens[this.index + ahead] ?? this.endToken
  }

  protected get atEnd(): boolean {
    return this.token === this.endToken
  }

  protected advance(): Token {
    const t = this.token
    if (this.index < this.tokens.length) this.index++
    return t
  }

  /** End of the token before the current one. */
  protected get lastEnd(): number {
    return this.tokens[this.index - 1]?.end ?? 0
  }

  protected span(start: number): Span {
    return { start, end: Math.max(start, this.lastEnd) }
  }

  /** The text from `start` to the last token taken. */
  protected textFrom(start: number): string {
    return this.text.slice(start, this.lastEnd)
  }

  protected isWord(...words: string[]): boolean {
    const t = this.token
    return t.kind === 'word' && words.includes(t.value)
  }

  protected peekWord(ahead: number, ...words: string[]): boolean {
    const t = this.peek(ahead)
    return t.kind === 'word' && words.includes(t.value)
  }

  /** Are these the next words, one after the other? */
  protected isWords(...words: string[]): boolean {
    return this.isWord(words[0]) && words.every((w, i) => this.peekWord(i, w))
  }

  protected acceptWord(...words: string[]): string | undefined {
    return this.isWord(...words) ? this.advance().value : undefined
  }

  protected acceptWords(...words: string[]): boolean {
    if (!this.isWords(...words)) return false
    for (let i = 0; i < words.length; i++) this.advance()
    return true
  }

  protected expectWord(word: string, code: number): void {
    if (this.acceptWord(word) === undefined) this.fail(code)
  }

  protected isOperator(...operators: string[]): boolean {
    const t = this.token
    return t.kind === 'operator' && operators.includes(t.value)
  }

  protected peekOperator(ahead: number, operator: string): boolean {
    const t = this.peek(ahead)
    return t.kind === 'operator' && t.value === operator
  }

  protected acceptOperator(operator: string): boolean {
    if (!this.isOperator(operator)) return false
    this.advance()
    return true
  }

  protected expectOperator(operator: string, code: number): void {
    if (!this.acceptOperator(operator)) this.fail(code)
  }

  /** item { , item } */
  protected commaList<T>(item: () => T): T[] {
    const items = [item()]
    while (this.acceptOperator(',')) items.push(item())
    return items
  }

  /** A text that is to be parsed whole must end here. */
  protected expectEnd(code = 933): void {
    if (!this.atEnd) this.fail(code)
  }

  /** Raises Oracle's error at the current token. */
  protected fail(code: number, args: readonly string[] = []): never {
    throw oraError(code, args, this.token.start)
  }

  protected refuse(feature: string, offset = this.token.start): never {
    return refuse(feature, offset)
  }

  /** Runs a rule that may contain itself. */
  protected nested<T>(rule: () => T): T {
    if (++this.nesting > MAX_NESTING) this.refuse(`nesting of more than ${MAX_NESTING} levels`)
    const result = rule()
    this.nesting--
    return result
  }

  /** Skips ( … ) whatever is in it; for options that have no meaning here. */
  protected skipParentheses(): void {
    this.expectOperator('(', 906)
    for (let depth = 1; depth > 0; ) {
      if (this.atEnd) this.fail(907)
      const t = this.advance()
      if (t.kind === 'operator') depth += t.value === '(' ? 1 : t.value === ')' ? -1 : 0
    }
  }
}

export const fromLexError = (error: LexError): OraError => new OraError(error.code, error.text, error.offset)

/** In PL/SQL a character that begins no token is one: the grammar names it in its own error. */
function scanPlsqlTokens(text: string): { readonly tokens: readonly Token[]; readonly error?: LexError } {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    try {
      const token = nextToken(text, at)
      if (token === undefined) return { tokens }
      tokens.push(token)
      at = token.end
    } catch (error) {
      if (!(error instanceof LexError)) throw error
      if (error.code !== 911) return { tokens, error }
      const value = String.fromCodePoint(text.codePointAt(error.offset) as number)
      at = error.offset + value.length
      tokens.push({ kind: 'operator', value, start: error.offset, end: at })
    }
  }
}

/** May the token stand in SQL at all? Others are ORA-00911. */
export const isSqlToken = (t: Token): boolean => !(t.kind === 'operator' && NOT_SQL.has(t.value))

const invalidToken = (t: Token): OraError => oraError(t.value === '|' ? 996 : 911, [], t.start)
const unsupported = (feature: string, offset: number): OraError => oraError(3001, [feature], offset)

function isInvalid(t: Token, next: Token | undefined, previous: Token | undefined): boolean {
  if (t.kind === 'directive') return true
  if (t.kind !== 'operator') return false
  if (NOT_SQL.has(t.value)) return true
  if (t.value === '!' || t.value === '^') return !(next?.kind === 'operator' && next.value === '=')
  if (t.value === '|') return !(isBar(next) || isBar(previous))
  return false
}
const isBar = (t: Token | undefined): boolean => t?.kind === 'operator' && t.value === '|'
