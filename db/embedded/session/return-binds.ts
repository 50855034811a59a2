/**
 * Which placeholders of a DML statement stand behind RETURNING … INTO. It is not on the wire: client and server
 * each derive it from the text.
 */
import { isComment, scanTokens } from '@cicd-oracle/lexer'

const DML: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
const NONE: ReadonlySet<number> = new Set()

/**
 * Positions, counted from 0 over all placeholders. Text that is no DML has none, text with lexical errors those before the error.
 * @param knowsReturn the client takes RETURN for RETURNING, as Oracle does; python-oracledb does not and sends values for such binds
 */
export function returnBinds(sql: string, knowsReturn: boolean): ReadonlySet<number> {
  const tokens = scanTokens(sql).tokens.filter(t => !isComment(t))
  if (tokens.length === 0 || tokens[0].kind !== 'word' || !DML.has(tokens[0].value)) return NONE
  const found = new Set<number>()
  let position = 0
  let returning = false
  let into = false
  for (const token of tokens) {
    if (token.kind === 'bind') {
      if (into) found.add(position)
      position++
    } else if (token.kind === 'word') {
      if (token.value === 'RETURNING' || (knowsReturn && token.value === 'RETURN')) returning = true
      else if (returning && token.value === 'INTO') into = true
    }
  }
  return found
}
