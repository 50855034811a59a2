/**
 * A token of Oracle SQL or PL/SQL. Source: SQL Language Reference 19c, "Lexical Conventions" and "Literals";
 * PL/SQL Language Reference 19c, "Lexical Units".
 */
export type TokenKind =
  /** A keyword or an identifier without quotes; which of the two, only a grammar knows. */
  | 'word'
  /** "Identifier" in double quotes. */
  | 'quoted'
  | 'number'
  /** '…', n'…', q'[…]', nq'[…]' */
  | 'string'
  /** :name, :1, :"Name" */
  | 'bind'
  | 'operator'
  /** $IF, $$PLSQL_UNIT: conditional compilation of PL/SQL. */
  | 'directive'
  | 'comment'
  /** A comment that begins with +. */
  | 'hint'

export interface Token {
  readonly kind: TokenKind
  /**
   * word: in upper case · quoted: without the quotes · string: the characters it stands for · number: the digits
   * without suffix · bind: the name in upper case, exact if quoted · operator, directive: itself (upper case) ·
   * comment, hint: as written.
   */
  readonly value: string
  /** Index of the first character in the text, and of the one after the last. */
  readonly start: number
  readonly end: number
  /** Strings of the national character set: n'…'. Binds: name in quotes. */
  readonly marked?: boolean
  /** Numbers: BINARY_FLOAT or BINARY_DOUBLE. */
  readonly suffix?: 'f' | 'd'
}

/** True for what a grammar skips. */
export const isComment = (t: Token): boolean => t.kind === 'comment' || t.kind === 'hint'
