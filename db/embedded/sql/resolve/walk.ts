/** Walks over one query block of the parse tree; nested queries are other blocks and are not entered. */

import { isAggregateCall } from '../aggregates/names'
import type { ConditionNode, ExprNode, SequenceReference } from '../tree'

type Node = ExprNode | ConditionNode
type Tree = Node | readonly Tree[] | object | null | undefined

/** Every node with a type below and including `tree`, outer before inner; nested queries are left out. */
export function* ownNodes(tree: Tree): Generator<Node> {
  if (tree === null || typeof tree !== 'object') return
  if (Array.isArray(tree)) {
    for (const item of tree) yield* ownNodes(item)
    return
  }
  const type = (tree as { type?: unknown }).type
  if (type === 'query' || type === 'select' || type === 'set') return
  if (typeof type === 'string') yield tree as Node
  for (const value of Object.values(tree)) if (value !== null && typeof value === 'object') yield* ownNodes(value)
}

export function some(tree: Tree, test: (node: Node) => boolean): boolean {
  for (const node of ownNodes(tree)) if (test(node)) return true
  return false
}

export const usesRownum = (tree: Tree): boolean => some(tree, (n) => n.type === 'pseudo' && n.name === 'ROWNUM')

export const isAnalyticCall = (n: Node): boolean => n.type === 'call' && n.over !== undefined

export const hasAggregate = (tree: Tree): boolean => some(tree, (n) => n.type === 'call' && isAggregateCall(n))

export const hasOuterJoinMark = (tree: Tree): boolean => some(tree, (n) => n.type === 'outer-column')

export function* sequenceReferences(tree: Tree): Generator<SequenceReference> {
  for (const node of ownNodes(tree)) if (node.type === 'sequence') yield node
}

/** The conditions that AND joins, brackets dissolved. */
export function conjuncts(condition: ConditionNode | undefined): ConditionNode[] {
  if (!condition) return []
  return condition.type === 'and' ? condition.items.flatMap(conjuncts) : [condition]
}
