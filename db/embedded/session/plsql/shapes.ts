import { createHash } from 'node:crypto'
import type { CursorShape } from '../../plsql/compiled'
import { kindsOf } from '../../plsql/emit/column-kinds'
import type { ColumnInfo } from '../../sql/statement'

/** What a portal's name says of its columns. */
export function shapeOf(columns: readonly ColumnInfo[]): CursorShape {
  const hash = createHash('sha256').update(JSON.stringify(columns)).digest('hex').slice(0, 16)
  return { id: `${kindsOf(columns.map(column => column.type))}_${hash}`, columns }
}
