/** DROP of tables, indexes, views, sequences, synonyms. Users and roles: user.ts, role.ts. */
import { qualified, relationOf } from '../../catalog/physical-names'
import type { StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import type { Translation } from '../statement'
import type { DropStatement } from '../tree'
import { type DdlContext, findTable, type ObjectName, requireOwnOr } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { dropDependentViews, dropPhysicalView, recompileViews } from './recompile-views'
import { withoutConstraints } from './table-changes'
import { requireUnused } from './temporary-use'

const named = (statement: DropStatement, ddl: DdlContext): ObjectName => ({
  owner: statement.name.schema?.name ?? ddl.context.schema,
  name: statement.name.object.name
})

export function dropTable(statement: DropStatement, ddl: DdlContext): Translation {
  const table = findTable(statement.name, ddl)
  requireOwnOr('DROP ANY TABLE', table, ddl)
  const plan = new DdlPlan(ddl.catalog)
  removeTable(table, statement.cascade, plan, ddl)
  recompileViews(plan, ddl)
  return plan.build()
}

/** Also for DROP USER CASCADE. @throws ORA-02449 */
export function removeTable(table: StoredTable, cascade: boolean, plan: DdlPlan, ddl: DdlContext): void {
  const children = plan.catalog.referencing(table.owner, table.name).filter((r) => r.table.id !== table.id)
  if (children.length && !cascade) throw oraError(2449)
  for (const name of new Set(children.map((c) => `${c.table.id}`))) {
    const row = plan.catalog.data.objects.get(Number(name))
    const child = row?.object as StoredTable
    const gone = child.constraints.filter((c) => c.references?.owner === table.owner && c.references.table === table.name)
    withoutConstraints(child, gone, plan)
  }
  dropDependentViews(table, plan, ddl)
  if (table.temporary) requireUnused(table, plan)
  plan.run(table.temporary ? `drop table if exists ${relationOf(table)}` : `drop table ${qualified(table.owner, table.name)}`)
  for (const column of table.columns) {
    const sequence = column.identity && plan.catalog.find(table.owner, column.identity.sequence)
    if (!sequence) continue
    plan.run(`drop sequence ${qualified(sequence.owner, sequence.name)}`)
    plan.remove(sequence)
  }
  for (const index of plan.catalog.indexesOf(table.owner, table.name)) plan.remove(index)
  for (const trigger of plan.catalog.triggersOn(table.owner, table.name)) plan.removeUnit(trigger)
  plan.remove(table)
}

export function dropSequence(statement: DropStatement, ddl: DdlContext): Translation {
  const at = named(statement, ddl)
  const found = ddl.catalog.find(at.owner, at.name)
  if (found?.kind !== 'sequence') throw oraError(2289, [], statement.name.start)
  requireOwnOr('DROP ANY SEQUENCE', at, ddl, 2289)
  if (found.identityOf) throw oraError(32794, [], statement.name.start)
  const plan = new DdlPlan(ddl.catalog)
  plan.run(`drop sequence ${qualified(at.owner, at.name)}`)
  plan.remove(found)
  recompileViews(plan, ddl)
  return plan.build()
}

export function dropIndex(statement: DropStatement, ddl: DdlContext): Translation {
  const at = named(statement, ddl)
  const index = ddl.catalog.findIndex(at.owner, at.name)
  if (!index) throw oraError(1418, [], statement.name.start)
  requireOwnOr('DROP ANY INDEX', at, ddl, 1418)
  if (index.enforces !== undefined) throw oraError(2429, [], statement.name.start)
  const plan = new DdlPlan(ddl.catalog)
  plan.remove(index)
  return plan.build()
}

export function dropView(statement: DropStatement, ddl: DdlContext): Translation {
  const at = named(statement, ddl)
  const view = ddl.catalog.find(at.owner, at.name)
  if (view?.kind !== 'view') throw oraError(942, [], statement.name.start)
  requireOwnOr('DROP ANY VIEW', at, ddl)
  const plan = new DdlPlan(ddl.catalog)
  dropDependentViews(view, plan, ddl)
  dropPhysicalView(view, plan)
  plan.remove(view)
  for (const trigger of plan.catalog.triggersOn(view.owner, view.name)) plan.removeUnit(trigger)
  recompileViews(plan, ddl)
  return plan.build()
}

export function dropSynonym(statement: DropStatement, ddl: DdlContext): Translation {
  const isPublic = statement.object === 'PUBLIC SYNONYM'
  const at = isPublic ? { owner: 'PUBLIC', name: statement.name.object.name } : named(statement, ddl)
  const synonym = ddl.catalog.find(at.owner, at.name)
  if (synonym?.kind !== 'synonym') throw oraError(isPublic ? 1432 : 1434, [], statement.name.start)
  if (isPublic) {
    if (!ddl.catalog.hasSystemPrivilege(ddl.context.user, 'DROP PUBLIC SYNONYM')) throw oraError(1031)
  } else requireOwnOr('DROP ANY SYNONYM', at, ddl, 1434)
  const plan = new DdlPlan(ddl.catalog)
  plan.remove(synonym)
  recompileViews(plan, ddl)
  return plan.build()
}
