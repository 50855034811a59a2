/** The text of an index expression as Oracle's dictionary shows it: names of columns quoted, words in upper case, no blanks that are not needed. */
import { isComment, tokenize } from '@cicd-oracle/lexer'
import type { StoredTable } from '../../catalog/stored-objects'

export function storedExpression(text: string, table: StoredTable): string {
  const columns = new Set(table.columns.map((c) => c.name))
  let out = ''
  for (const token of tokenize(text)) {
    if (isComment(token)) continue
    const named = token.kind === 'quoted' || (token.kind === 'word' && columns.has(token.value))
    const written = named ? `"${token.value}"` : token.kind === 'word' ? token.value : text.slice(token.start, token.end)
    out += (/\w$/.test(out) && /^\w/.test(written) ? ' ' : '') + written
  }
  return out
}
