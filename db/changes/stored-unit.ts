/** What a CREATE statement stores and Oracle compiles. Pure. */
import { isComment, LexError, nextToken, type Token } from '@cicd-oracle/lexer'

export interface StoredUnit {
  /** As USER_OBJECTS.OBJECT_TYPE has it. */
  readonly type: string
  /** Absent: the current schema. */
  readonly schema?: string
  readonly name: string
  /** Where line 1 of USER_ERRORS begins in the statement: at the word of the type; of a trigger, at its body. */
  readonly firstLine: number
}

const FILLERS = new Set([
  'OR',
  'REPLACE',
  'EDITIONABLE',
  'NONEDITIONABLE',
  'FORCE',
  'NO',
  'NOFORCE',
  'EDITIONING',
  'AND',
  'RESOLVE',
  'COMPILE'
])
const TYPES = new Set(['FUNCTION', 'PROCEDURE', 'PACKAGE', 'TRIGGER', 'TYPE', 'VIEW'])
const BODY_STARTS = new Set(['DECLARE', 'BEGIN', 'CALL', 'COMPOUND'])

/** undefined: it creates nothing that is compiled. */
export function storedUnit(statement: string): StoredUnit | undefined {
  const tokens = readTokens(statement)
  let token = tokens.next().value
  if (!isWord(token, 'CREATE')) return undefined
  do token = tokens.next().value
  while (token?.kind === 'word' && FILLERS.has(token.value))
  if (token?.kind !== 'word' || !TYPES.has(token.value)) return undefined
  let type = token.value
  const { start } = token
  token = tokens.next().value
  if ((type === 'PACKAGE' || type === 'TYPE') && isWord(token, 'BODY')) {
    type += ' BODY'
    token = tokens.next().value
  }
  if (!isName(token)) return undefined
  let [schema, name]: [string | undefined, string] = [undefined, token.value]
  token = tokens.next().value
  if (token?.kind === 'operator' && token.value === '.') {
    token = tokens.next().value
    if (!isName(token)) return undefined
    schema = name
    name = token.value
  }
  if (type !== 'TRIGGER') return { type, schema, name, firstLine: start }
  for (const next of tokens) if (next.kind === 'word' && BODY_STARTS.has(next.value)) return { type, schema, name, firstLine: next.start }
  return { type, schema, name, firstLine: start }
}

const isWord = (token: Token | undefined, word: string): boolean => token?.kind === 'word' && token.value === word
const isName = (token: Token | undefined): token is Token => token?.kind === 'word' || token?.kind === 'quoted'

/** Up to the first thing that is no token. */
function* readTokens(text: string): Generator<Token, undefined> {
  let at = 0
  for (;;) {
    let token: Token | undefined
    try {
      token = nextToken(text, at)
    } catch (error) {
      if (error instanceof LexError) return undefined
      throw error
    }
    if (!token) return undefined
    at = token.end
    if (!isComment(token)) yield token
  }
}

/** Offset in a statement of a line and column that count from `firstLine` on, both from 1. */
export function offsetIn(statement: string, { firstLine }: StoredUnit, line: number, column: number): number {
  let start = firstLine
  for (let n = 1; n < line; n++) {
    const lineFeed = statement.indexOf('\n', start)
    if (lineFeed < 0) return firstLine
    start = lineFeed + 1
  }
  return Math.min(start + Math.max(0, column - 1), statement.length)
}
