import type { StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'

/** Column of the table by its written name. @throws ORA-00904 */
export function columnNamed(table: StoredTable, name: { readonly name: string; readonly start: number }): StoredTable['columns'][number] {
  const column = table.columns.find((c) => c.name === name.name)
  if (!column) throw oraError(904, [`"${name.name}"`], name.start)
  return column
}
