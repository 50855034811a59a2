/** RENAME of a table, a column, a constraint: everything that carries the name follows. */
import { phys, qualified } from '../../catalog/physical-names'
import type { StoredConstraint, StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { quoteLiteral, quoteName } from '../expr'
import type { AlterTableAction, Name } from '../tree'
import { columnNamed } from './column-named'
import { checkedName, type DdlContext } from './ddl-context'
import type { DdlPlan } from './ddl-plan'
import { recompileText } from './recompile-text'
import { dropDependentViews } from './recompile-views'
import { storedExpression } from './stored-expression'

export function renameTable(to: Name, table: StoredTable, plan: DdlPlan, ddl: DdlContext): StoredTable {
  const name = checkedName(to)
  if (plan.catalog.rowNamed(table.owner, name)) throw oraError(955, [], to.start)
  dropDependentViews(table, plan, ddl)
  const indexes = plan.catalog.indexesOf(table.owner, table.name)
  const children = plan.catalog.referencing(table.owner, table.name)
  const here = (c: StoredConstraint): StoredConstraint =>
    c.references?.owner === table.owner && c.references.table === table.name ? { ...c, references: { ...c.references, table: name } } : c
  const renamed: StoredTable = { ...table, name, constraints: table.constraints.map(here) }
  plan.put(renamed)
  for (const trigger of plan.catalog.triggersOn(table.owner, table.name)) plan.put({ ...trigger, tableName: name }, trigger.status)
  for (const index of indexes) plan.put({ ...index, tableName: name })
  for (const id of new Set(children.map((c) => c.table.id))) {
    const child = plan.catalog.data.objects.get(id)?.object as StoredTable
    if (id !== table.id) plan.put({ ...child, constraints: child.constraints.map(here) })
  }
  for (const column of renamed.columns) {
    const sequence = column.identity && plan.catalog.find(table.owner, column.identity.sequence)
    if (sequence?.kind === 'sequence' && sequence.identityOf) plan.put({ ...sequence, identityOf: { ...sequence.identityOf, name } })
  }
  plan.run(`alter table ${qualified(table.owner, table.name)} rename to ${quoteName(phys(name))}`)
  return renamed
}

export function renameColumn(
  action: Extract<AlterTableAction, { action: 'rename-column' }>,
  table: StoredTable,
  plan: DdlPlan,
  ddl: DdlContext
): StoredTable {
  const from = columnNamed(table, action.from).name
  const to = checkedName(action.to)
  if (table.columns.some((c) => c.name === to)) throw oraError(957, [], action.to.start)
  dropDependentViews(table, plan, ddl)
  const change = (name: string): string => (name === from ? to : name)
  const indexes = plan.catalog.indexesOf(table.owner, table.name)
  const children = plan.catalog.referencing(table.owner, table.name)
  const parent = (c: StoredConstraint): StoredConstraint =>
    c.references?.owner === table.owner && c.references.table === table.name
      ? { ...c, references: { ...c.references, columns: c.references.columns.map(change) } }
      : c

  const columns = table.columns.map((c) => ({ ...c, name: change(c.name) }))
  const shell: StoredTable = { ...table, columns }
  const renamed: StoredTable = {
    ...shell,
    columns: columns.map((c) => {
      if (!c.virtualText) return c
      const compiled = recompileText('expression', c.virtualText, from, to, shell, ddl)
      return { ...c, virtualText: compiled.text, defaultText: compiled.text, virtualSql: compiled.sql }
    }),
    constraints: table.constraints.map((c) => {
      const moved = parent({ ...c, columns: c.columns.map(change) })
      if (c.notNull) return { ...moved, searchCondition: `"${moved.columns[0]}" IS NOT NULL` }
      if (c.type !== 'C' || !c.searchCondition || !c.columns.includes(from)) return moved
      const compiled = recompileText('condition', c.searchCondition, from, to, shell, ddl)
      return { ...moved, searchCondition: compiled.text, checkSql: compiled.sql }
    })
  }
  plan.put(renamed)
  for (const index of indexes) {
    plan.put({
      ...index,
      columns: index.columns.map(change),
      expressions: index.expressions.map((e) => {
        const compiled = e && recompileText('expression', e.text, from, to, shell, ddl)
        return compiled && { ...compiled, text: storedExpression(compiled.text, shell) }
      })
    })
  }
  for (const id of new Set(children.map((c) => c.table.id))) {
    const child = plan.catalog.data.objects.get(id)?.object as StoredTable
    if (id !== table.id) plan.put({ ...child, constraints: child.constraints.map(parent) })
  }
  plan.run(`alter table ${qualified(table.owner, table.name)} rename column ${quoteName(phys(from))} to ${quoteName(phys(to))}`)
  plan.write(
    `update ora.object_grants set column_name = ${quoteLiteral(to)} where object_id = ${table.id} and column_name = ${quoteLiteral(from)}`
  )
  return renamed
}

export function renameConstraint(
  action: Extract<AlterTableAction, { action: 'rename-constraint' }>,
  table: StoredTable,
  plan: DdlPlan
): StoredTable {
  const from = action.from.name
  const to = checkedName(action.to)
  const constraint = table.constraints.find((c) => c.name === from)
  if (!constraint) throw oraError(23292, [], action.from.start)
  if (plan.catalog.findConstraint(table.owner, to)) throw oraError(2264, [], action.to.start)
  const children = plan.catalog.referencing(table.owner, table.name)
  const parent = (c: StoredConstraint): StoredConstraint =>
    c.references?.owner === table.owner && c.references.constraint === from ? { ...c, references: { ...c.references, constraint: to } } : c
  const renamed: StoredTable = {
    ...table,
    constraints: table.constraints.map((c) => (c.name === from ? { ...parent(c), name: to, generatedName: false } : parent(c)))
  }
  plan.put(renamed)
  const index = constraint.index === undefined ? undefined : plan.catalog.findIndex(table.owner, constraint.index)
  if (index) plan.put({ ...index, enforces: to })
  for (const id of new Set(children.map((c) => c.table.id))) {
    const child = plan.catalog.data.objects.get(id)?.object as StoredTable
    if (id !== table.id) plan.put({ ...child, constraints: child.constraints.map(parent) })
  }
  return renamed
}
