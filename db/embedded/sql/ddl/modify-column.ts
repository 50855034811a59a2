/** ALTER TABLE … MODIFY (column …): type, default, nullability, identity, further constraints. */
import { phys, qualified } from '../../catalog/physical-names'
import type { StoredColumn, StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { quoteName } from '../expr'
import type { ColumnDefinition, ConstraintDefinition } from '../tree'
import { columnNamed } from './column-named'
import { columnPgType, columnType } from './column-type'
import { compileDefault } from './compile-expression'
import type { DdlContext } from './ddl-context'
import type { DdlPlan } from './ddl-plan'
import { dropDependentViews } from './recompile-views'
import { changeSequence } from './sequence'
import { sequenceFrom } from './sequence-options'
import { withoutConstraints } from './table-changes'
import { addConstraints } from './table-constraints'
import { typeChange } from './type-change'
import { violations } from './validate-constraint'
import { virtualUses } from './virtual-uses'

export function modifyColumn(definition: ColumnDefinition, table: StoredTable, plan: DdlPlan, ddl: DdlContext): StoredTable {
  const before = columnNamed(table, definition.name)
  if (definition.dropIdentity) return dropIdentity(definition, before, table, plan)
  const { dataType, default: value, virtual, visibility } = definition
  if (virtual) refuse('MODIFY of a virtual column', definition.start)
  const name = `${qualified(table.owner, table.name)} alter column ${quoteName(phys(before.name))}`
  let column: StoredColumn = before
  if (dataType) {
    column = { ...column, type: columnType(dataType, ddl.context.nls) }
    changeType(definition, before, column, table, plan, ddl)
  }
  if (value) {
    if (before.identity) throw oraError(30674, [], value.start)
    if (before.virtual) throw oraError(54025, [], value.start)
    column = {
      ...column,
      defaultText: value.text.trim(),
      defaultSql: compileDefault(value.value, column.type, table, ddl),
      defaultOnNull: value.onNull || undefined
    }
    plan.run(`alter table ${name} set default ${column.defaultSql}`)
  }
  if (definition.identity) column = changeIdentity(definition, column, table, plan)
  if (visibility) column = { ...column, invisible: visibility === 'INVISIBLE' || undefined }
  const columns = table.columns.map((c) => (c.name === column.name ? column : c))
  const shown = before.invisible && !column.invisible
  const replaced: StoredTable = { ...table, columns: shown ? movedLast(columns, column) : columns }
  plan.put(replaced)
  return changeConstraints(definition, before, replaced, plan, ddl)
}

/** An invisible column that is made visible becomes the last one. */
const movedLast = (columns: readonly StoredColumn[], last: StoredColumn): StoredColumn[] =>
  [...columns.filter((c) => c !== last), last].map((c, i) => ({ ...c, position: i + 1 }))

function changeType(
  definition: ColumnDefinition,
  before: StoredColumn,
  after: StoredColumn,
  table: StoredTable,
  plan: DdlPlan,
  ddl: DdlContext
): void {
  const change = typeChange(before.type, after.type)
  if (!change) return
  if (before.virtual) refuse('MODIFY of the type of a virtual column', definition.start)
  if (before.identity && after.type.kind !== 'NUMBER') throw oraError(30675, [], definition.start)
  const used = new Set([before.name])
  if (virtualUses(table, used).length) throw oraError(54031, [], definition.start)
  const indexed = plan.catalog
    .indexesOf(table.owner, table.name)
    .some((i) => i.expressions.some((e) => e?.sql.includes(quoteName(phys(before.name)))))
  if (indexed) throw oraError(30556, [], definition.start)
  const target = qualified(table.owner, table.name)
  const physical = quoteName(phys(before.name))
  if (change.error !== undefined) {
    const unless = change.unless?.(physical) ?? `${physical} is null`
    plan.checkBefore(`select ${change.error} where exists (select from ${target} where not (${unless}))`)
  }
  if (change.impossible !== undefined) throw oraError(change.impossible, [], definition.start)
  const [from, to] = [columnPgType(before.type), columnPgType(after.type)]
  if (from === to && !change.using) return
  dropDependentViews(table, plan, ddl)
  const using = change.using?.(physical)
  const clear = before.defaultSql !== undefined && before.type.kind !== after.type.kind
  if (clear) plan.run(`alter table ${target} alter column ${physical} drop default`)
  plan.run(`alter table ${target} alter column ${physical} type ${to}${using ? ` using ${using}` : ''}`)
}

function changeIdentity(definition: ColumnDefinition, column: StoredColumn, table: StoredTable, plan: DdlPlan): StoredColumn {
  const { identity } = definition
  if (!identity) return column
  if (!column.identity) throw oraError(30673, [], definition.start)
  const sequence = plan.catalog.find(table.owner, column.identity.sequence)
  if (sequence?.kind !== 'sequence') throw oraError(2289)
  const restart = identity.options.startWith !== undefined
  if (Object.values(identity.options).some((v) => v !== undefined))
    changeSequence(sequence, sequenceFrom(identity.options, sequence), restart, plan)
  return {
    ...column,
    identity: { ...column.identity, generation: identity.generation },
    defaultOnNull: identity.generation === 'BY DEFAULT ON NULL' || undefined
  }
}

/** The sequence and the NOT NULL constraint go, too. @throws ORA-30673 */
function dropIdentity(definition: ColumnDefinition, column: StoredColumn, table: StoredTable, plan: DdlPlan): StoredTable {
  if (!column.identity) throw oraError(30673, [], definition.start)
  const sequence = plan.catalog.find(table.owner, column.identity.sequence)
  plan.run(`alter table ${qualified(table.owner, table.name)} alter column ${quoteName(phys(column.name))} drop default`)
  if (sequence?.kind === 'sequence') {
    plan.run(`drop sequence ${qualified(sequence.owner, sequence.name)}`)
    plan.remove(sequence)
  }
  const plain: StoredColumn = { ...column, identity: undefined, defaultOnNull: undefined, defaultText: undefined, defaultSql: undefined }
  const replaced: StoredTable = { ...table, columns: table.columns.map((c) => (c.name === column.name ? plain : c)) }
  plan.put(replaced)
  return withoutConstraints(replaced, replaced.constraints.filter((c) => c.notNull && c.columns[0] === column.name), plan)
}

function changeConstraints(
  definition: ColumnDefinition,
  before: StoredColumn,
  table: StoredTable,
  plan: DdlPlan,
  ddl: DdlContext
): StoredTable {
  let result = table
  for (const constraint of definition.constraints) {
    if (constraint.kind === 'NULL') result = toNull(constraint, before, result, plan)
    else {
      if (constraint.kind === 'NOT NULL' && !before.nullable) throw oraError(1442, [], constraint.start)
      result = added(constraint, before, result, plan, ddl)
    }
  }
  if (definition.default?.onNull && before.nullable && !definition.constraints.some((c) => c.kind === 'NOT NULL')) {
    const notNull: ConstraintDefinition = { kind: 'NOT NULL', columns: [], state: {}, start: definition.start, end: definition.end }
    result = added(notNull, before, result, plan, ddl)
  }
  return result
}

function added(constraint: ConstraintDefinition, column: StoredColumn, table: StoredTable, plan: DdlPlan, ddl: DdlContext): StoredTable {
  const result = addConstraints(table, [{ definition: constraint, column: column.name }], plan, ddl)
  for (const c of result.constraints)
    if (c.status === 'ENABLED' && !table.constraints.some((x) => x.name === c.name))
      for (const query of violations(result, c)) plan.check(query)
  return result
}

function toNull(constraint: ConstraintDefinition, column: StoredColumn, table: StoredTable, plan: DdlPlan): StoredTable {
  if (column.identity || column.defaultOnNull) throw oraError(30667, [], constraint.start)
  const own = table.constraints.filter((c) => c.notNull && c.columns[0] === column.name && c.status === 'ENABLED')
  if (!own.length) throw oraError(1451, [], constraint.start)
  return withoutConstraints(table, own, plan)
}
