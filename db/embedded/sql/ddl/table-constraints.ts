/** Constraints of CREATE and ALTER TABLE: from definition to dictionary, with Oracle's checks. SQL Language Reference, "constraint". */
import type { StoredColumn, StoredConstraint, StoredIndex, StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { ConstraintDefinition, Name } from '../tree'
import { compileCheck } from './compile-expression'
import { checkedName, type DdlContext, resolveName } from './ddl-context'
import type { DdlPlan } from './ddl-plan'
import { forbidReferences } from './temporary-use'

/** A constraint with the column that it stands behind, if it does. */
export interface PlacedConstraint {
  readonly definition: ConstraintDefinition
  readonly column?: string
}

const invalidIdentifier = (name: Name): Error => oraError(904, [`"${name.name}"`], name.start)

/**
 * Adds constraints to a table that the plan already holds. Names are given in the order written; foreign keys
 * are made last, because they may refer to a key of the same statement.
 */
export function addConstraints(table: StoredTable, placed: readonly PlacedConstraint[], plan: DdlPlan, ddl: DdlContext): StoredTable {
  const named = placed
    .filter((p) => p.definition.kind !== 'NULL')
    .map((p) => ({ ...p, name: nameOf(p.definition, table.owner, plan), generatedName: !p.definition.name }))
  const seen = new Set<string>()
  for (const { name, definition } of named) {
    if (seen.has(name) || plan.catalog.findConstraint(table.owner, name)) throw oraError(2264, [], definition.name?.start)
    seen.add(name)
  }
  const later = (p: PlacedConstraint): number => (p.definition.kind === 'REFERENCES' ? 1 : 0)
  let result = table
  for (const p of [...named].sort((a, b) => later(a) - later(b))) {
    const made = build(p.definition, p.column, result, plan, ddl)
    const constraint: StoredConstraint = {
      ...made.constraint,
      name: p.name,
      generatedName: p.generatedName,
      status: p.definition.state.disabled ? 'DISABLED' : 'ENABLED',
      notValidated: p.definition.state.novalidate || p.definition.state.disabled || undefined,
      deferrable: p.definition.state.deferrable,
      initiallyDeferred: p.definition.state.initiallyDeferred
    }
    if (constraint.deferrable && constraint.type === 'C') refuse('a DEFERRABLE check or NOT NULL constraint', p.definition.start)
    result = addConstraint(result, constraint, p.definition, plan, ddl)
  }
  return result
}

/** Puts a finished constraint on the table, with the index that it needs. */
export function addConstraint(
  table: StoredTable,
  constraint: StoredConstraint,
  definition: ConstraintDefinition | undefined,
  plan: DdlPlan,
  ddl: DdlContext
): StoredTable {
  let index: string | undefined
  if ((constraint.type === 'P' || constraint.type === 'U') && constraint.status === 'ENABLED')
    index = keyIndex(table, constraint, definition, plan, ddl)
  const result = withNullability({ ...table, constraints: [...table.constraints, { ...constraint, index }] })
  plan.put(result)
  return result
}

function nameOf(definition: ConstraintDefinition, _owner: string, plan: DdlPlan): string {
  return definition.name ? checkedName(definition.name) : plan.newConstraintName()
}

/** NULLABLE follows from the constraints: an enabled NOT NULL, or membership in the enabled primary key. */
export function withNullability(table: StoredTable): StoredTable {
  const mandatory = new Set(
    table.constraints.filter((c) => c.status === 'ENABLED' && !c.notValidated && (c.notNull || c.type === 'P')).flatMap((c) => c.columns)
  )
  return {
    ...table,
    columns: table.columns.map((c) => (c.nullable === !mandatory.has(c.name) ? c : { ...c, nullable: !mandatory.has(c.name) }))
  }
}

type Made = { constraint: Omit<StoredConstraint, 'name' | 'generatedName' | 'status'> }

function build(definition: ConstraintDefinition, column: string | undefined, table: StoredTable, plan: DdlPlan, ddl: DdlContext): Made {
  switch (definition.kind) {
    case 'NOT NULL':
      return notNull(definition, column, table)
    case 'UNIQUE':
    case 'PRIMARY KEY':
      return uniqueKey(definition, column, table)
    case 'CHECK':
      return check(definition, column, table, ddl)
    case 'REFERENCES':
      return foreignKey(definition, column, table, plan, ddl)
    default:
      throw oraError(922, [], definition.start)
  }
}

function columnsOf(names: readonly Name[], column: string | undefined, table: StoredTable): StoredColumn[] {
  if (column !== undefined) return table.columns.filter((c) => c.name === column)
  const seen = new Set<string>()
  return names.map((name) => {
    const found = table.columns.find((c) => c.name === name.name)
    if (!found) throw invalidIdentifier(name)
    if (seen.has(name.name)) throw oraError(957, [], name.start)
    seen.add(name.name)
    return found
  })
}

function notNull(definition: ConstraintDefinition, column: string | undefined, table: StoredTable): Made {
  if (column === undefined) throw oraError(904, [':'], definition.start)
  if (table.constraints.some((c) => c.notNull && c.columns[0] === column)) throw oraError(2264, [], definition.start)
  return { constraint: { type: 'C', columns: [column], notNull: true, searchCondition: `"${column}" IS NOT NULL` } }
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((x, i) => x === b[i])
const sameSet = (a: readonly string[], b: readonly string[]): boolean => sameList([...a].sort(), [...b].sort())

function uniqueKey(definition: ConstraintDefinition, column: string | undefined, table: StoredTable): Made {
  const primary = definition.kind === 'PRIMARY KEY'
  if (primary && table.constraints.some((c) => c.type === 'P')) throw oraError(2260, [], definition.start)
  const columns = columnsOf(definition.columns, column, table)
  if (columns.length > 32) throw oraError(2257, [], definition.start)
  for (const c of columns)
    if (['CLOB', 'BLOB', 'LONG'].includes(c.type.kind)) throw oraError(2329, [c.type.kind === 'LONG' ? 'LONG' : 'LOB'], definition.start)
  const names = columns.map((c) => c.name)
  if (table.constraints.some((c) => (c.type === 'P' || c.type === 'U') && sameList(c.columns, names)))
    throw oraError(2261, [], definition.start)
  return { constraint: { type: primary ? 'P' : 'U', columns: names } }
}

function check(definition: ConstraintDefinition, column: string | undefined, table: StoredTable, ddl: DdlContext): Made {
  if (!definition.check) throw oraError(936, [], definition.start)
  const compiled = compileCheck(definition.check, table, ddl)
  if (column !== undefined && compiled.columns.some((c) => c !== column)) throw oraError(2438, [], definition.check.start)
  const text = definition.checkText ?? ddl.text.slice(definition.check.start, definition.check.end)
  return { constraint: { type: 'C', columns: compiled.columns, searchCondition: text.trim(), checkSql: compiled.sql } }
}

function foreignKey(
  definition: ConstraintDefinition,
  column: string | undefined,
  table: StoredTable,
  plan: DdlPlan,
  ddl: DdlContext
): Made {
  const references = definition.references
  if (!references) throw oraError(905, [], definition.end)
  const columns = columnsOf(definition.columns, column, table)
  const at = resolveName(references.table, { ...ddl, catalog: plan.catalog })
  const parent = plan.catalog.find(at.owner, at.name)
  if (parent?.kind !== 'table') throw oraError(942, [], references.table.start)
  if (!plan.catalog.hasObjectPrivilege(ddl.context.user, 'REFERENCES', at.owner, at.name) && table.owner !== at.owner)
    throw plan.catalog.isVisible(ddl.context.user, at.owner, at.name)
      ? oraError(1031, [], references.table.start)
      : oraError(942, [], references.table.start)
  forbidReferences(table, parent)
  const key = parentKey(definition, parent, columns.length)
  columns.forEach((c, i) => {
    const to = parent.columns.find((p) => p.name === key.columns[i])
    if (!to || !comparable(c, to)) throw oraError(2267, [], definition.start)
  })
  const names = columns.map((c) => c.name)
  const repeated = table.constraints.some(
    (c) =>
      c.references &&
      sameList(c.columns, names) &&
      c.references.owner === parent.owner &&
      c.references.table === parent.name &&
      sameList(c.references.columns, key.columns)
  )
  if (repeated) throw oraError(2275, [], definition.start)
  return {
    constraint: {
      type: 'R',
      columns: names,
      deleteRule: references.onDelete ?? 'NO ACTION',
      references: { owner: parent.owner, table: parent.name, constraint: key.constraint.name, columns: key.columns }
    }
  }
}

function parentKey(
  definition: ConstraintDefinition,
  parent: StoredTable,
  width: number
): { constraint: StoredConstraint; columns: readonly string[] } {
  const named = definition.references?.columns ?? []
  if (!named.length) {
    const primary = parent.constraints.find((c) => c.type === 'P')
    if (!primary) throw oraError(2268, [], definition.start)
    if (primary.columns.length !== width) throw oraError(2256, [], definition.start)
    return { constraint: primary, columns: primary.columns }
  }
  const columns = columnsOf(named, undefined, parent).map((c) => c.name)
  if (columns.length !== width) throw oraError(2256, [], definition.start)
  const constraint = parent.constraints.find((c) => (c.type === 'P' || c.type === 'U') && sameSet(c.columns, columns))
  if (!constraint || (constraint.status === 'DISABLED' && !definition.state.disabled)) throw oraError(2270, [], definition.start)
  return { constraint, columns }
}

const comparable = (a: StoredColumn, b: StoredColumn): boolean =>
  a.type.kind === b.type.kind && (a.type.kind !== 'CHAR' || b.type.kind !== 'CHAR' || a.type.size === b.type.size)

/** The index that enforces a key: one on the same columns is taken over, else one is made with the constraint's name. */
function keyIndex(
  table: StoredTable,
  constraint: StoredConstraint,
  definition: ConstraintDefinition | undefined,
  plan: DdlPlan,
  ddl: DdlContext
): string {
  const using = definition?.usingIndex
  if (using?.create) {
    if (definition?.name && using.create.name.object.name !== constraint.name)
      refuse('USING INDEX (CREATE INDEX …) with another name than the constraint', using.start)
  }
  const usable = plan.catalog
    .indexesOf(table.owner, table.name)
    .find((i) => i.enforces === undefined && sameList(i.columns, constraint.columns) && i.expressions.every((e) => e === null))
  if (using?.name && usable?.name !== using.name.object.name) {
    const found = plan.catalog.findIndex(using.name.schema?.name ?? ddl.context.schema, using.name.object.name)
    throw found ? oraError(14196, [], using.start) : oraError(1418, [], using.start)
  }
  if (usable) {
    plan.put({ ...usable, enforces: constraint.name })
    return usable.name
  }
  if (plan.catalog.findIndex(table.owner, constraint.name)) throw oraError(955, [], definition?.name?.start)
  const index: StoredIndex = {
    kind: 'index',
    id: plan.newId(),
    owner: table.owner,
    name: constraint.name,
    tableOwner: table.owner,
    tableName: table.name,
    unique: !constraint.deferrable,
    columns: constraint.columns,
    expressions: constraint.columns.map(() => null),
    descending: constraint.columns.map(() => false),
    implicit: true,
    enforces: constraint.name
  }
  plan.put(index, 'VALID', constraint.generatedName)
  return constraint.name
}
