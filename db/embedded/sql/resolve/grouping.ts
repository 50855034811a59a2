/** GROUP BY with ROLLUP, CUBE and GROUPING SETS. Source: SQL Language Reference, SELECT, "group_by_clause". */
import { oraError } from '../../errors/messages'
import { isAggregateCall } from '../aggregates/names'
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { ExprNode, GroupItem, SelectBlock } from '../tree'
import { requireSortable } from './compare'
import { expressionKey } from './group-keys'
import type { Grouping, Resolver, Scope } from './model'
import { hasAggregate, isAnalyticCall, ownNodes, some } from './walk'

export interface GroupedBlock {
  readonly grouping: Grouping
  readonly sql?: Sql
}

/** Undefined when the block does not group. */
export function resolveGrouping(r: Resolver, block: SelectBlock, inner: Scope, alsoGrouped: unknown): GroupedBlock | undefined {
  const explicit = block.groupBy.length > 0
  if (!explicit && !block.having && !hasAggregate(block.items) && !hasAggregate(alsoGrouped as ExprNode[])) return undefined
  const keys = new Map<string, Expr>()
  const combined = block.groupBy.some((g) => g.type !== 'group-expr')
  const key = (node: ExprNode): Sql => {
    if (node.type === 'row') return sql`(${joinSql(node.items.map(key), ', ')})`
    if (some(node, isAnalyticCall)) throw oraError(30483, [], node.start)
    if (some(node, (n) => n.type === 'subquery')) throw oraError(22818, [], node.start)
    const e = r.expression(node, { scope: inner, clause: 'group by' })
    requireSortable(e)
    const id = expressionKey(node, inner)
    // A superaggregate row has NULL there.
    if (id !== undefined)
      keys.set(id, { ...e, nullable: combined || e.nullable, constant: false, origin: e.origin?.is === 'column' ? e.origin : undefined })
    return e.sql
  }
  const set = (nodes: readonly ExprNode[]): Sql => (nodes.length === 1 ? key(nodes[0]) : sql`(${joinSql(nodes.map(key), ', ')})`)
  const item = (g: GroupItem): Sql => {
    switch (g.type) {
      case 'group-expr':
        return key(g.value)
      case 'group-empty':
        return '()'
      case 'grouping-sets':
        return sql`grouping sets (${joinSql(g.items.map(item), ', ')})`
      default:
        return sql`${g.type} (${joinSql(g.items.map(set), ', ')})`
    }
  }
  const made = joinSql(block.groupBy.map(item), ', ')
  return { grouping: { inner, keys, explicit }, sql: explicit ? made : undefined }
}

/** max(sum(x)) somewhere in the select list. */
export function hasNestedAggregate(tree: unknown): boolean {
  for (const node of ownNodes(tree as ExprNode)) if (node.type === 'call' && isAggregateCall(node) && hasAggregate(node.args)) return true
  return false
}
