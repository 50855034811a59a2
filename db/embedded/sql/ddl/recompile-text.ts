/** A stored expression or condition after one of its columns was renamed: new Oracle text, new PostgreSQL form. */
import type { StoredTable } from '../../catalog/stored-objects'
import { parseCondition, parseExpression } from '../parse/parse-statement'
import { compileCheck, compileIndexExpression } from './compile-expression'
import type { DdlContext } from './ddl-context'
import { walkColumns } from './walk-columns'

export interface Recompiled {
  readonly text: string
  readonly sql: string
}

export function recompileText(
  what: 'expression' | 'condition',
  text: string,
  from: string,
  to: string,
  table: StoredTable,
  ddl: DdlContext
): Recompiled {
  const renamed = renameIn(what, text, from, to)
  const inside = { ...ddl, text: renamed }
  const { sql } =
    what === 'condition'
      ? compileCheck(parseCondition(renamed), table, inside)
      : compileIndexExpression(parseExpression(renamed), table, inside)
  return { text: renamed, sql }
}

function renameIn(what: 'expression' | 'condition', text: string, from: string, to: string): string {
  const node = what === 'condition' ? parseCondition(text) : parseExpression(text)
  const names = walkColumns(node)
    .map((c) => c.path[c.path.length - 1])
    .filter((n) => n.name === from)
  const written = /^[A-Z][A-Z0-9_$#]*$/.test(to) ? to : `"${to}"`
  return names
    .sort((a, b) => b.start - a.start)
    .reduce((result, name) => result.slice(0, name.start) + written + result.slice(name.end), text)
}
