/** A compiled unit's types and functions as PostgreSQL statements. */
import { createHash } from 'node:crypto'
import type { StoredFunction } from '../../catalog/stored-objects'
import { quoteLiteral, quoteName } from '../../sql/expr'
import type { CursorShape, PgFunction } from '../compiled'

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16)

export const storedFunction = (fn: PgFunction): StoredFunction => ({
  name: fn.name,
  head: hash(fn.head),
  body: hash(`${fn.body}\0${fn.lines.join(',')}`)
})

/** The function, and where its lines come from. */
export const makeFunction = (fn: PgFunction): string[] => [
  `create or replace function ${quoteName(fn.schema)}.${quoteName(fn.name)}${fn.head} as ${dollarQuote(fn.body)}`,
  `select ora.map_lines(${[fn.schema, fn.name, fn.unit, fn.kind].map(quoteLiteral).join(', ')}, '{${fn.lines.join(',')}}')`
]

export const keepShape = ({ id, columns }: CursorShape): string =>
  `insert into ora.cursor_shapes (id, columns) values (${quoteLiteral(id)}, ${quoteLiteral(JSON.stringify(columns))}::jsonb) on conflict do nothing`

/** The body begins right behind the quote: PostgreSQL counts lines from there. */
function dollarQuote(text: string): string {
  let tag = '$b$'
  for (let i = 1; text.includes(tag.slice(0, -1)); i++) tag = `$b${i}$`
  return `${tag}${text}${tag}`
}
