/** Parts of a trigger's text as USER_TRIGGERS shows them, and the columns that it asks UPDATING of. */
import { isComment, scanTokens, type Token } from '@cicd-oracle/lexer'

export interface TriggerTexts {
  /** From the name to WHEN or the body. */
  readonly description: string
  readonly body: string
  readonly actionType: 'PL/SQL' | 'CALL'
  readonly updating?: readonly string[] | 'any'
}

/** Words that begin the body; tables of such names are written in quotes. */
const BODY = new Set(['DECLARE', 'BEGIN', 'CALL', 'COMPOUND'])
const isWord = (t: Token | undefined, ...words: string[]): boolean => t?.kind === 'word' && words.includes(t.value)
const isOperator = (t: Token | undefined, value: string): boolean => t?.kind === 'operator' && t.value === value

/** @param source from the word TRIGGER on */
export function triggerTexts(source: string): TriggerTexts {
  const tokens = scanTokens(source).tokens.filter((t) => !isComment(t))
  const name = tokens[1]?.start ?? 0
  let at = 2
  let when: number | undefined
  for (let depth = 0; at < tokens.length; at++) {
    const t = tokens[at]
    if (isOperator(t, '(')) depth++
    else if (isOperator(t, ')')) depth--
    else if (depth === 0 && isWord(t, 'WHEN')) when ??= t.start
    else if (depth === 0 && ((t.kind === 'word' && BODY.has(t.value)) || isOperator(t, '<<'))) break
  }
  const start = tokens[at]?.start ?? source.length
  return {
    description: source.slice(name, when ?? start),
    body: source.slice(start),
    actionType: isWord(tokens[at], 'CALL') ? 'CALL' : 'PL/SQL',
    updating: updatingColumns(tokens.slice(at))
  }
}

/** UPDATING ('C'): by a literal, or by an expression whose value only the run tells. */
function updatingColumns(tokens: readonly Token[]): readonly string[] | 'any' | undefined {
  const columns = new Set<string>()
  for (let i = 0; i < tokens.length; i++) {
    if (!isWord(tokens[i], 'UPDATING') || !isOperator(tokens[i + 1], '(')) continue
    const literal = tokens[i + 2]
    if (literal?.kind !== 'string' || !isOperator(tokens[i + 3], ')')) return 'any'
    columns.add(literal.value.toUpperCase())
  }
  return columns.size ? [...columns] : undefined
}
