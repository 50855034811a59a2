/** Which heading belongs to which body: the same name, kind and parameters. */
import type { Declaration, SubprogramNode } from '../tree'

/** The heading without its places, for comparison. */
export const headingKey = (node: SubprogramNode): string =>
  JSON.stringify([node.kind, node.name.name, node.parameters.map(p => [p.name.name, p.mode, p.of]), node.returns], (key, value: unknown) =>
    key === 'start' || key === 'end' || key === 'quoted' ? undefined : value)

/** The declaration that has the body of this one; itself when there is none. */
export function withBody(list: readonly Declaration[], node: SubprogramNode): SubprogramNode {
  if (node.body) return node
  const key = headingKey(node)
  return (list.find(d => d.type === 'subprogram' && d.body && headingKey(d) === key) as SubprogramNode | undefined) ?? node
}
