/** ALTER TABLE … DROP, ENABLE, DISABLE CONSTRAINT. A disabled constraint lives in the dictionary alone. */
import type { StoredConstraint, StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import type { AlterTableAction, Name } from '../tree'
import type { DdlContext } from './ddl-context'
import type { DdlPlan } from './ddl-plan'
import { releaseIndex, withoutConstraints } from './table-changes'
import { addConstraint, withNullability } from './table-constraints'
import { violations } from './validate-constraint'

type Action<K extends AlterTableAction['action']> = Extract<AlterTableAction, { action: K }>
interface Selector {
  readonly name?: Name
  readonly primaryKey: boolean
  readonly unique?: readonly Name[]
}
interface Missing {
  readonly name: number
  readonly primary: number
  readonly unique: number
}

function select(selector: Selector, table: StoredTable, missing: Missing): StoredConstraint {
  const { name, unique } = selector
  if (name) {
    const found = table.constraints.find((c) => c.name === name.name)
    if (!found) throw oraError(missing.name, [name.name], name.start)
    return found
  }
  if (selector.primaryKey) {
    const found = table.constraints.find((c) => c.type === 'P')
    if (!found) throw oraError(missing.primary)
    return found
  }
  const wanted = (unique ?? []).map((n) => n.name).join('\0')
  const found = table.constraints.find((c) => c.type === 'U' && c.columns.join('\0') === wanted)
  if (!found) throw oraError(missing.unique)
  return found
}

const children = (
  table: StoredTable,
  constraint: StoredConstraint,
  plan: DdlPlan,
  enabledOnly: boolean
): { table: StoredTable; constraint: StoredConstraint }[] =>
  plan.catalog
    .referencing(table.owner, table.name)
    .filter((r) => r.constraint.references?.constraint === constraint.name && (!enabledOnly || r.constraint.status === 'ENABLED'))
    .map((r) => ({ table: plan.catalog.data.objects.get(r.table.id)?.object as StoredTable, constraint: r.constraint }))

const latest = (table: StoredTable, plan: DdlPlan): StoredTable =>
  (plan.catalog.data.objects.get(table.id)?.object as StoredTable | undefined) ?? table

export function dropConstraint(action: Action<'drop-constraint'>, table: StoredTable, plan: DdlPlan, _ddl: DdlContext): StoredTable {
  const constraint = select(action, table, { name: 2443, primary: 2441, unique: 2442 })
  if (constraint.notNull && table.columns.some((c) => c.name === constraint.columns[0] && (c.defaultOnNull || c.identity)))
    throw oraError(30667)
  const referring = children(table, constraint, plan, false)
  if (referring.length && !action.cascade) throw oraError(2273)
  plan.put(table)
  for (const child of referring) withoutConstraints(latest(child.table, plan), [child.constraint], plan)
  return withoutConstraints(latest(table, plan), [constraint], plan, action.keepIndex)
}

export function constraintState(action: Action<'constraint-state'>, table: StoredTable, plan: DdlPlan, ddl: DdlContext): StoredTable {
  const constraint = action.enable
    ? select(action, table, { name: 2430, primary: 2433, unique: 2433 })
    : select(action, table, { name: 2431, primary: 2433, unique: 2433 })
  plan.put(table)
  return action.enable ? enable(action, constraint, table, plan, ddl) : disable(constraint, action.cascade, table, plan)
}

function enable(
  action: Action<'constraint-state'>,
  constraint: StoredConstraint,
  table: StoredTable,
  plan: DdlPlan,
  ddl: DdlContext
): StoredTable {
  const key = constraint.references && plan.catalog.findConstraint(constraint.references.owner, constraint.references.constraint)
  if (constraint.references && key?.constraint.status !== 'ENABLED') throw oraError(2270)
  const enabled: StoredConstraint = { ...constraint, status: 'ENABLED', notValidated: action.novalidate || undefined }
  const result =
    constraint.status === 'ENABLED'
      ? withNullability({ ...table, constraints: table.constraints.map((c) => (c.name === constraint.name ? enabled : c)) })
      : inPlace(
          addConstraint(
            { ...table, constraints: table.constraints.filter((c) => c.name !== constraint.name) },
            enabled,
            undefined,
            plan,
            ddl
          ),
          table
        )
  plan.put(result)
  for (const query of violations(result, enabled)) plan.check(query)
  return result
}

/** @throws ORA-02297 */
export function disable(constraint: StoredConstraint, cascade: boolean, table: StoredTable, plan: DdlPlan): StoredTable {
  const referring = children(table, constraint, plan, true)
  if (referring.length && !cascade) throw oraError(2297, [`${table.owner}.${constraint.name}`])
  for (const child of referring) disable(child.constraint, cascade, latest(child.table, plan), plan)
  const now = latest(table, plan)
  releaseIndex(now, constraint, plan)
  const disabled: StoredConstraint = { ...constraint, status: 'DISABLED', notValidated: true, index: undefined }
  const result = withNullability({ ...now, constraints: now.constraints.map((c) => (c.name === constraint.name ? disabled : c)) })
  plan.put(result)
  return result
}

/** Keeps the order of the dictionary when a constraint was taken out and put back. */
function inPlace(changed: StoredTable, before: StoredTable): StoredTable {
  const order = new Map(before.constraints.map((c, i) => [c.name, i]))
  return { ...changed, constraints: [...changed.constraints].sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0)) }
}
