/** ALTER TABLE … DROP COLUMN. */
import { phys, qualified } from '../../catalog/physical-names'
import type { StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { quoteLiteral, quoteName } from '../expr'
import type { AlterTableAction } from '../tree'
import { columnNamed } from './column-named'
import type { DdlContext } from './ddl-context'
import type { DdlPlan } from './ddl-plan'
import { dropDependentViews } from './recompile-views'
import { withoutConstraints } from './table-changes'
import { virtualUses } from './virtual-uses'

export function dropColumns(
  action: Extract<AlterTableAction, { action: 'drop-columns' }>,
  table: StoredTable,
  plan: DdlPlan,
  ddl: DdlContext
): StoredTable {
  const columns = action.columns.map((name) => columnNamed(table, name))
  const gone = new Set(columns.map((c) => c.name))
  if (gone.size < columns.length) throw oraError(957, [], action.columns[0].start)
  if (gone.size === table.columns.length) throw oraError(12983, [], action.start)
  if (virtualUses(table, gone).some((c) => !gone.has(c.name))) throw oraError(54031, [], action.start)

  const touched = table.constraints.filter((c) => c.columns.some((name) => gone.has(name)))
  const shared = touched.filter((c) => c.columns.some((name) => !gone.has(name)))
  const referring = plan.catalog
    .referencing(table.owner, table.name)
    .filter((r) => touched.some((c) => c.name === r.constraint.references?.constraint))
  const outside = referring.filter((r) => r.table.id !== table.id || !touched.some((c) => c.name === r.constraint.name))
  if (!action.cascade) {
    if (outside.length) throw oraError(12992, [], action.start)
    if (shared.length) throw oraError(12991, [], action.start)
  }

  dropDependentViews(table, plan, ddl)
  for (const r of outside) {
    if (r.table.id === table.id) continue
    const child = plan.catalog.data.objects.get(r.table.id)?.object as StoredTable
    withoutConstraints(child, [r.constraint], plan)
  }
  const own = outside.filter((r) => r.table.id === table.id).map((r) => r.constraint)
  let result = withoutConstraints(table, [...touched, ...own], plan)
  for (const index of plan.catalog.indexesOf(table.owner, table.name)) {
    const uses =
      index.columns.some((name) => gone.has(name)) ||
      index.expressions.some((e) => e !== null && [...gone].some((name) => e.sql.includes(quoteName(phys(name)))))
    if (uses) plan.remove(index)
  }
  result = { ...result, columns: result.columns.filter((c) => !gone.has(c.name)).map((c, i) => ({ ...c, position: i + 1 })) }
  plan.put(result)

  const target = qualified(table.owner, table.name)
  plan.run(`alter table ${target} ${columns.map((c) => `drop column ${quoteName(phys(c.name))}`).join(', ')}`)
  for (const column of columns) {
    plan.write(`delete from ora.object_grants where object_id = ${table.id} and column_name = ${quoteLiteral(column.name)}`)
    const sequence = column.identity && plan.catalog.find(table.owner, column.identity.sequence)
    if (!sequence) continue
    plan.run(`drop sequence ${qualified(sequence.owner, sequence.name)}`)
    plan.remove(sequence)
  }
  return result
}
