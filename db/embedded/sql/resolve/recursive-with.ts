/** Recursive subquery factoring. Source: SQL Language Reference, SELECT, "Recursive Subquery Factoring". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { Sql } from '../expr'
import type { CommonTable } from '../tree'
import type { BaseScope } from './from-item'
import type { CommonTableSource, Resolver } from './model'

/** Reads itself in FROM, at any depth. */
export function isRecursive(node: CommonTable): boolean {
  const name = node.name.name
  const reads = (tree: unknown): boolean => {
    if (tree === null || typeof tree !== 'object') return false
    if (Array.isArray(tree)) return tree.some(reads)
    const t = tree as { type?: unknown; name?: { schema?: unknown; object?: { name: string } }; with?: readonly CommonTable[] }
    if (t.type === 'table' && !t.name?.schema && t.name?.object?.name === name) return true
    if (t.type === 'query' && t.with?.some((c) => c.name.name === name)) return false
    return Object.values(tree).some(reads)
  }
  return reads(node.query)
}

export function recursiveTable(_r: Resolver, node: CommonTable, _base: BaseScope): { readonly sql: Sql; readonly source: CommonTableSource } {
  if (node.columns.length === 0) throw oraError(32039, [], node.start)
  return refuse('recursive WITH', node.start)
}
