/** ALTER TABLE: each action takes the table as the one before left it. SQL Language Reference, "ALTER TABLE". */
import { phys, qualified } from '../../catalog/physical-names'
import type { StoredTable } from '../../catalog/stored-objects'
import { refuse } from '../../errors/ora-error'
import { quoteName } from '../expr'
import type { Translation } from '../statement'
import type { AlterTable, AlterTableAction } from '../tree'
import { columnPgType } from './column-type'
import { constraintState, dropConstraint } from './constraint-state'
import { type DdlContext, findTable, requireOwnOr } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { dropColumns } from './drop-columns'
import { modifyColumn } from './modify-column'
import { columnDefinition } from './physical-table'
import { recompileViews } from './recompile-views'
import { renameColumn, renameConstraint, renameTable } from './rename-parts'
import { buildColumns } from './table-columns'
import { addConstraints, type PlacedConstraint } from './table-constraints'
import { violations } from './validate-constraint'

type Action<K extends AlterTableAction['action']> = Extract<AlterTableAction, { action: K }>
type Apply<K extends AlterTableAction['action']> = (action: Action<K>, table: StoredTable, plan: DdlPlan, ddl: DdlContext) => StoredTable

const ACTIONS: { readonly [K in AlterTableAction['action']]: Apply<K> } = {
  add: addParts,
  modify: (action, table, plan, ddl) => action.columns.reduce((t, definition) => modifyColumn(definition, t, plan, ddl), table),
  'drop-columns': dropColumns,
  'drop-constraint': dropConstraint,
  'rename-column': renameColumn,
  'rename-constraint': renameConstraint,
  rename: (action, table, plan, ddl) => renameTable(action.to, table, plan, ddl),
  'constraint-state': constraintState,
  triggers: (action, table, plan) => {
    for (const trigger of plan.catalog.triggersOn(table.owner, table.name)) plan.put({ ...trigger, enabled: action.enable }, trigger.status)
    return table
  },
  // Segments have no counterpart: nothing to do.
  storage: (_, table) => table
}

export function alterTable(statement: AlterTable, ddl: DdlContext): Translation {
  const table = findTable(statement.name, ddl)
  if (!ddl.catalog.hasObjectPrivilege(ddl.context.user, 'ALTER', table.owner, table.name) || table.owner === 'SYS')
    requireOwnOr('ALTER ANY TABLE', table, ddl)
  if (table.temporary) refuse('ALTER TABLE of a global temporary table', statement.start)
  const plan = new DdlPlan(ddl.catalog)
  let current = table
  for (const action of statement.actions) {
    const apply = ACTIONS[action.action] as Apply<AlterTableAction['action']>
    current = apply(action as never, current, plan, ddl)
  }
  recompileViews(plan, ddl)
  return plan.build()
}

function addParts(action: Action<'add'>, table: StoredTable, plan: DdlPlan, ddl: DdlContext): StoredTable {
  const built = buildColumns(action.columns, table, plan, ddl)
  const extended: StoredTable = { ...table, columns: [...table.columns, ...built.columns] }
  if (built.columns.length) {
    plan.put(extended)
    const parts = built.columns.map((c) => `add column ${columnDefinition(c, columnPgType(c.type))}`)
    plan.run(`alter table ${qualified(table.owner, table.name)} ${parts.join(', ')}`)
  }
  const placed: PlacedConstraint[] = [...built.constraints, ...action.constraints.map((definition) => ({ definition }))]
  const result = addConstraints(extended, placed, plan, ddl)
  const added = new Set(built.columns.map((c) => c.name))
  for (const constraint of result.constraints) {
    if (table.constraints.some((c) => c.name === constraint.name) || constraint.status === 'DISABLED') continue
    const mandatory = constraint.notNull || constraint.type === 'P'
    const empty = result.columns.find(
      (c) => added.has(c.name) && constraint.columns.includes(c.name) && c.defaultSql === undefined && !c.virtual
    )
    if (mandatory && empty)
      plan.check(
        `select 1758 where exists (select from ${qualified(table.owner, table.name)} where ${quoteName(phys(empty.name))} is null)`
      )
    else for (const query of violations(result, constraint)) plan.check(query)
  }
  return result
}
