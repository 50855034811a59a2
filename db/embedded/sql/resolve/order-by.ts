/** ORDER BY: positions, aliases, expressions. Source: SQL Language Reference, SELECT, "order_by_clause". */
import { oraError } from '../../errors/messages'
import type { Expr, Sql } from '../expr'
import type { ExprNode, SortItem } from '../tree'
import { requireSortable } from './compare'
import type { Env, Resolver, Scope } from './model'
import { sqlKey } from './scope'
import { sortSql } from './sort'
import { some } from './walk'

/** A column of the select list, as ORDER BY may refer to it. */
export interface OutputColumn {
  readonly name: string
  readonly expr: Expr
  /** Written with an alias, so that the name comes before any column of FROM. */
  readonly aliased: boolean
}

/** The position that a literal names, from 1; undefined when the item is no whole number. ORA-01785. */
export function ordinalOf(node: ExprNode, count: number): number | undefined {
  if (node.type !== 'number' || node.suffix || !/^\d+$/.test(node.text)) return undefined
  const n = Number(node.text)
  if (n < 1 || n > count) throw oraError(1785, [], node.start)
  return n
}

/** Of a query block. With DISTINCT every item must be in the select list: ORA-01791. */
export function blockOrder(
  r: Resolver,
  items: readonly SortItem[],
  outputs: readonly OutputColumn[],
  scope: Scope,
  distinct: boolean
): Sql[] {
  const aliased = (name: string, offset: number): OutputColumn | undefined => {
    const found = outputs.filter((o) => o.aliased && o.name === name)
    if (new Set(found.map((o) => sqlKey(o.expr))).size > 1) throw oraError(960, [], offset)
    return found[0]
  }
  const env: Env = { scope, clause: 'order by', aliases: (name, span) => aliased(name, span.start)?.expr }
  return items.flatMap((item): Sql[] => {
    const n = ordinalOf(item.value, outputs.length)
    if (n !== undefined) {
      requireSortable(outputs[n - 1].expr)
      return [sortSql(String(n), item)]
    }
    const e = r.expression(item.value, env)
    requireSortable(e)
    const key = sqlKey(e)
    const position = outputs.findIndex((o) => sqlKey(o.expr) === key)
    if (position >= 0) return [sortSql(String(position + 1), item)]
    if (!distinct) return [sortSql(e.sql, item)]
    if (!some(item.value, (x) => x.type === 'column' || x.type === 'pseudo')) return []
    throw oraError(1791, [], item.value.start)
  })
}

/** Of a set operation or of a query in parentheses: by position or by the first query's column names. */
export function outputOrder(items: readonly SortItem[], outputs: readonly { readonly name: string; readonly expr: Expr }[]): Sql[] {
  return items.map((item) => {
    const n = ordinalOf(item.value, outputs.length) ?? namedOutput(item.value, outputs)
    requireSortable(outputs[n - 1].expr)
    return sortSql(String(n), item)
  })
}
function namedOutput(node: ExprNode, outputs: readonly { readonly name: string }[]): number {
  if (node.type !== 'column' || node.path.length > 1) throw oraError(1785, [], node.start)
  const name = node.path[0].name
  const found = outputs.flatMap((o, i) => (o.name === name ? [i + 1] : []))
  if (found.length === 0) throw oraError(904, [`"${name}"`], node.start)
  if (found.length > 1) throw oraError(960, [], node.start)
  return found[0]
}
