/** When an expression of the select list is an expression of GROUP BY: the same tree over the same columns. */
import type { Expr } from '../expr'
import type { ExprNode } from '../tree'
import type { Env, Scope } from './model'
import { findColumn, sqlKey } from './scope'

const POSITION = new Set(['start', 'end', 'quoted', 'span'])

/** Key of an expression; undefined when it holds a subquery, which never equals another. */
export function expressionKey(node: ExprNode, scope: Scope): string | undefined {
  if (node.type === 'column') {
    const found = findColumn(scope, node.path)
    return found ? sqlKey(found.column.expr) : `name ${node.path.map((n) => n.name).join('.')}`
  }
  return treeKey(node, scope)
}

function treeKey(value: unknown, scope: Scope): string | undefined {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) {
    const parts = value.map((v) => partKey(v, scope))
    return parts.includes(undefined) ? undefined : `[${parts.join()}]`
  }
  const type = (value as { type?: unknown }).type
  if (type === 'query') return undefined
  const skip = type === 'placeholder' ? new Set([...POSITION, 'index']) : POSITION
  const parts: string[] = []
  for (const [name, part] of Object.entries(value)) {
    if (skip.has(name)) continue
    const key = partKey(part, scope)
    if (key === undefined) return undefined
    parts.push(`${name}:${key}`)
  }
  return `{${parts.join()}}`
}
const partKey = (value: unknown, scope: Scope): string | undefined =>
  value !== null && typeof value === 'object' && (value as { type?: unknown }).type === 'column'
    ? expressionKey(value as ExprNode, scope)
    : treeKey(value, scope)

/** The GROUP BY expression that this one is. */
export function groupedExpr(node: ExprNode, env: Env): Expr | undefined {
  const grouping = env.scope.grouping
  if (!grouping || grouping.keys.size === 0 || node.type === 'number' || node.type === 'string' || node.type === 'null') return undefined
  const key = expressionKey(node, grouping.inner)
  const found = key === undefined ? undefined : grouping.keys.get(key)
  return found && { ...found, span: { start: node.start, end: node.end } }
}
