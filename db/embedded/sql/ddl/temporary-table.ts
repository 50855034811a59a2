/**
 * Global temporary tables: the dictionary knows one table, PostgreSQL one for each session, made by
 * ora.use_temporary before its first use (catalog/sql/04-temporary.sql).
 */
import type { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import { relationOf } from '../../catalog/physical-names'
import type { StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { quoteLiteral } from '../expr'
import { columnPgType } from './column-type'
import type { DdlPlan } from './ddl-plan'
import { columnDefinition, PHASES, physicalItems } from './physical-table'

export function temporarySql(table: StoredTable, catalog: CatalogSnapshot): string[] {
  const columns = table.columns.map((c) => columnDefinition(c, columnPgType(c.type)))
  const items = physicalItems(table, catalog).sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase))
  const rows = table.temporary === 'preserve' ? 'preserve' : 'delete'
  return [`create temporary table ${relationOf(table)} (${columns.join(', ')}) on commit ${rows} rows`, ...items.map((i) => i.create)]
}

/** Before it is changed or dropped: no rows of this session in it (ORA-14452). Others are told when they come back to it (ORA-08103). */
export function requireUnused(table: StoredTable, plan: DdlPlan): void {
  plan.checkBefore(`select 14452 where ora.temporary_holds_rows(${quoteLiteral(relationOf(table))})`)
}

/** @throws ORA-14455 */
export function forbidReferences(child: StoredTable, parent: StoredTable): void {
  if (child.temporary || parent.temporary) throw oraError(14455)
}
