/** Finds the column references of an expression or condition, wherever they stand in the tree. */
import type { ColumnReference } from '../tree'

export function walkColumns(root: object): ColumnReference[] {
  const found: ColumnReference[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (node !== null && typeof node === 'object') {
      if ((node as { type?: string }).type === 'column') found.push(node as ColumnReference)
      else Object.values(node).forEach(visit)
    }
  }
  visit(root)
  return found
}
