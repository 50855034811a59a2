/**
 * Global temporary tables: the dictionary knows one table, PostgreSQL one for each session, made by
 * ora.use_temporary before its first use (catalog/sql/04-temporary.sql).
 */
import type { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import { relationOf } from '../../catalog/physical-names'
import type { StoredTable } from '../../catalog/stored-objects'
import { columnPgType } from './column-type'
import { columnDefinition, PHASES, physicalItems } from './physical-table'

export function temporarySql(table: StoredTable, catalog: CatalogSnapshot): string[] {
  const columns = table.columns.map((c) => columnDefinition(c, columnPgType(c.type)))
  const items = physicalItems(table, catalog).sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase))
  const rows = table.temporary === 'preserve' ? 'preserve' : 'delete'
  return [`create temporary table ${relationOf(table)} (${columns.join(', ')}) on commit ${rows} rows`, ...items.map((i) => i.create)]
}
