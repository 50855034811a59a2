/** The parser's doors: Oracle SQL text → parse tree, or an OraError with Oracle's number and the offset. Pure. */
import { isComment, scanTokens } from '@cicd-oracle/lexer'
import { oraError } from '../../errors/messages'
import type { Span } from '../expr'
import type { ConditionNode, ExprNode, ParsedStatement, Placeholder, QueryNode } from '../tree'
import { StatementParser } from './statement-parser'
import { fromLexError } from './token-cursor'
import { checkDepth } from './tree-depth'

/** Words that decide what a statement is stand within its first seven. */
const HEAD = 7

export function parseStatement(text: string): ParsedStatement {
  const plsql = parsePlsql(text)
  if (plsql) return plsql
  const parser = new StatementParser(text)
  const statement = parser.statement()
  checkDepth(statement)
  return { statement, placeholders: parser.parsedPlaceholders }
}

/** A stored DEFAULT, virtual column or index expression. */
export const parseExpression = (text: string): ExprNode => whole(text, p => p.expression())
/** A stored CHECK condition. */
export const parseCondition = (text: string): ConditionNode => whole(text, p => p.condition())
/** A stored view. */
export const parseQuery = (text: string): QueryNode => whole(text, p => p.query())

function whole<T extends Span>(text: string, rule: (parser: StoredTextParser) => T): T {
  const parser = new StoredTextParser(text)
  const node = rule(parser)
  parser.end()
  checkDepth(node)
  return node
}

class StoredTextParser extends StatementParser {
  end(): void {
    this.expectEnd()
  }
}

/** What a PL/SQL text is, with every placeholder in it; CREATE has none, :NEW and :OLD are not. */
function parsePlsql(text: string): ParsedStatement | undefined {
  const { tokens, error } = scanTokens(text)
  const code = tokens.filter(t => !isComment(t))
  const words = code.slice(0, HEAD).map(t => (t.kind === 'word' || t.kind === 'operator' ? t.value : ''))
  if (words.length === 0 && !error) throw oraError(900, [], 0)
  const unit = StatementParser.plsqlUnit(words, code.at(-1)?.end ?? 0)
  if (!unit) return undefined
  // A character that begins no token is for PL/SQL's own parser to name.
  if (error && error.code !== 911) throw fromLexError(error)
  const binds = unit.what.startsWith('CREATE') ? [] : code.filter(t => t.kind === 'bind')
  const placeholders = binds.map((t, index): Placeholder => ({ type: 'placeholder', name: t.value, index, start: t.start, end: t.end }))
  return { statement: { ...unit, start: code[0].start }, placeholders }
}
