import { LexError } from './lex-error'
import { nextToken } from './next-token'
import type { Token } from './token'

/** The tokens up to the first error, and that error: a parser that stops earlier never gets to see it. */
export function scanTokens(text: string): { readonly tokens: readonly Token[]; readonly error?: LexError } {
  const tokens: Token[] = []
  try {
    for (let t = nextToken(text, 0); t !== undefined; t = nextToken(text, t.end)) tokens.push(t)
  } catch (error) {
    if (error instanceof LexError) return { tokens, error }
    throw error
  }
  return { tokens }
}

/**
 * All tokens of a text, comments and hints among them; what lies between two tokens is blank.
 * @throws LexError
 */
export function tokenize(text: string): readonly Token[] {
  const { tokens, error } = scanTokens(text)
  if (error) throw error
  return tokens
}
