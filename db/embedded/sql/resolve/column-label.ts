/** Names of result columns. Source: SQL Language Reference, SELECT, "c_alias"; what Oracle shows when there is none. */
import type { Span } from '../expr'
import type { ExprNode } from '../tree'

/** Alias, column name, or the expression as written: in upper case and without blanks, quoted names as they are. */
export function columnLabel(node: ExprNode, alias: string | undefined, text: string): string {
  if (alias !== undefined) return alias
  if (node.type === 'column') return node.path[node.path.length - 1].name
  if (node.type === 'pseudo') return node.name
  if (node.type === 'sequence') return node.operation
  return labelText(text, node)
}

export function labelText(text: string, span: Span): string {
  const written = text
    .slice(span.start, span.end)
    .replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, (comment, at: number, all: string) =>
      (all.slice(0, at).match(/'/g)?.length ?? 0) % 2 === 1 ? comment : ''
    )
  return written
    .split(/("[^"]*")/)
    .map((part) => (part.startsWith('"') ? part : part.replace(/\s+/g, '').toUpperCase()))
    .join('')
}
