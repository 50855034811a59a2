/** Changes of a stored table that several statements make. Each leaves the result in the plan and returns it. */
import type { StoredConstraint, StoredTable } from '../../catalog/stored-objects'
import type { DdlPlan } from './ddl-plan'
import { withNullability } from './table-constraints'

/** Takes constraints off, and with them the indexes that they made. */
export function withoutConstraints(table: StoredTable, gone: readonly StoredConstraint[], plan: DdlPlan, keepIndex = false): StoredTable {
  const names = new Set(gone.map((c) => c.name))
  for (const c of gone) releaseIndex(table, c, plan, keepIndex)
  const result = withNullability({ ...table, constraints: table.constraints.filter((c) => !names.has(c.name)) })
  plan.put(result)
  return result
}

/** An index that the constraint made goes with it; one that was there before stays. */
export function releaseIndex(table: StoredTable, constraint: StoredConstraint, plan: DdlPlan, keepIndex = false): void {
  const index = constraint.index === undefined ? undefined : plan.catalog.findIndex(table.owner, constraint.index)
  if (!index) return
  if (index.implicit && !keepIndex) plan.remove(index)
  else plan.put({ ...index, enforces: undefined, implicit: undefined })
}
