/** A stored expression or condition after one of its columns was renamed: new Oracle text, new PostgreSQL form. */
import type { StoredTable } from '../../catalog/stored-objects'
import { parseStatement } from '../parse/parse-statement'
import type { ConditionNode, ExprNode } from '../tree'
import { compileCheck, compileIndexExpression } from './compile-expression'
import type { DdlContext } from './ddl-context'
import { walkColumns } from './walk-columns'

export interface Recompiled {
  readonly text: string
  readonly sql: string
}

export function recompileText(what: 'expression' | 'condition', text: string, from: string, to: string, table: StoredTable, ddl: DdlContext): Recompiled {
  const renamed = renameIn(what, text, from, to)
  const { node, source } = parsePiece(what, renamed)
  const inside = { ...ddl, text: source }
  const sql = what === 'condition' ? compileCheck(node as ConditionNode, table, inside).sql : compileIndexExpression(node as ExprNode, table, inside).sql
  return { text: renamed, sql }
}

function renameIn(what: 'expression' | 'condition', text: string, from: string, to: string): string {
  const { node, offset } = parsePiece(what, text)
  let result = text
  const names = walkColumns(node).map((c) => c.path[c.path.length - 1]).filter((n) => n.name === from)
  for (const name of names.sort((a, b) => b.start - a.start))
    result = `${result.slice(0, name.start - offset)}${/^[A-Z][A-Z0-9_$#]*$/.test(to) ? to : `"${to}"`}${result.slice(name.end - offset)}`
  return result
}

/** The parser knows statements only. */
function parsePiece(what: 'expression' | 'condition', text: string): { node: ExprNode | ConditionNode; source: string; offset: number } {
  const prefix = what === 'condition' ? 'select 1 from dual where ' : 'select '
  const source = what === 'condition' ? prefix + text : `${prefix}${text} from dual`
  const { statement } = parseStatement(source)
  if (statement.type !== 'query' || statement.body.type !== 'select') throw new Error('not a select')
  const item = statement.body.items[0]
  const node = what === 'condition' ? statement.body.where : item.type === 'item' ? item.value : undefined
  if (!node) throw new Error('nothing parsed')
  return { node, source, offset: prefix.length }
}
