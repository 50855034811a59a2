/** Finds column references and function calls of an expression or condition, wherever they stand in the tree. */
import type { ColumnReference, FunctionCall } from '../tree'

function nodesOf<T>(root: object, type: string): T[] {
  const found: T[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (node !== null && typeof node === 'object') {
      if ((node as { type?: string }).type === type) found.push(node as T)
      Object.values(node).forEach(visit)
    }
  }
  visit(root)
  return found
}

export const walkColumns = (root: object): ColumnReference[] => nodesOf<ColumnReference>(root, 'column')
/** Scalar subqueries. */
export const subqueriesIn = (root: object): { start: number }[] => nodesOf<{ start: number }>(root, 'subquery')
/** Names of called functions, without package or schema. */
export const callsIn = (root: object): string[] => nodesOf<FunctionCall>(root, 'call').map((c) => c.path[c.path.length - 1].name)
