/** Columns of CREATE TABLE and ALTER TABLE ADD: from definition to dictionary. */
import { qualified } from '../../catalog/physical-names'
import type { StoredColumn, StoredSequence, StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { quoteLiteral } from '../expr'
import type { ColumnDefinition, ConstraintDefinition } from '../tree'
import type { OraType } from '../types'
import { columnType } from './column-type'
import { compileDefault, compileVirtual } from './compile-expression'
import { checkedName, type DdlContext, resolveName } from './ddl-context'
import type { DdlPlan } from './ddl-plan'
import { createSequenceSql, sequenceFrom } from './sequence-options'
import type { PlacedConstraint } from './table-constraints'

export interface BuiltColumns {
  readonly columns: readonly StoredColumn[]
  readonly constraints: readonly PlacedConstraint[]
}

/**
 * @param table what exists already: its columns come first. Identity sequences are put into the plan.
 * @throws ORA-00957, 01430 (ALTER), 00984, 30669, 30675, 54000…
 */
export function buildColumns(definitions: readonly ColumnDefinition[], table: StoredTable, plan: DdlPlan, ddl: DdlContext): BuiltColumns {
  const columns: StoredColumn[] = []
  const constraints: PlacedConstraint[] = []
  const known = new Set(table.columns.map((c) => c.name))
  for (const definition of definitions) {
    const name = checkedName(definition.name)
    if (table.columns.some((c) => c.name === name)) throw oraError(1430, [], definition.name.start)
    if (known.has(name)) throw oraError(957, [], definition.name.start)
    known.add(name)
    const position = table.columns.length + columns.length + 1
    if (position > 1000) throw oraError(1792, [], definition.start)
    if (definition.virtual) continue
    const type = typeOf(definition, plan, ddl)
    columns.push(
      plainColumn(
        definition,
        { name, position, type, nullable: true, invisible: definition.visibility === 'INVISIBLE' || undefined },
        table,
        plan,
        ddl
      )
    )
  }
  if ([...table.columns, ...columns].filter((c) => c.type.kind === 'LONG').length > 1) throw oraError(1754)
  if ([...table.columns, ...columns].filter((c) => c.identity).length > 1) throw oraError(30669)

  // Virtual columns see every column that is not virtual, also those written after them.
  const ordered: StoredColumn[] = []
  const virtual = new Set([
    ...definitions.filter((d) => d.virtual).map((d) => d.name.name),
    ...table.columns.filter((c) => c.virtual).map((c) => c.name)
  ])
  for (const definition of definitions) {
    const column = definition.virtual
      ? virtualColumn(
          definition,
          table.columns.length + ordered.length + 1,
          { ...table, columns: [...table.columns, ...columns] },
          virtual,
          ddl
        )
      : columns.find((c) => c.name === definition.name.name)
    if (!column) continue
    if (definition.constraints.filter((c) => c.kind === 'NULL' || c.kind === 'NOT NULL').length > 1) throw oraError(2258, [], definition.start)
    ordered.push({ ...column, position: table.columns.length + ordered.length + 1 })
    constraints.push(...inlineConstraints(definition, column))
  }
  return { columns: ordered, constraints }
}

function typeOf(definition: ColumnDefinition, plan: DdlPlan, ddl: DdlContext): OraType {
  if (definition.dataType) return columnType(definition.dataType, ddl.context.nls)
  const parent = definition.constraints.find((c) => c.kind === 'REFERENCES')?.references
  if (parent) {
    const at = resolveName(parent.table, { ...ddl, catalog: plan.catalog })
    const table = plan.catalog.find(at.owner, at.name)
    if (table?.kind !== 'table') throw oraError(942, [], parent.table.start)
    const name = parent.columns[0]?.name ?? table.constraints.find((c) => c.type === 'P')?.columns[0]
    const column = table.columns.find((c) => c.name === name)
    if (column) return column.type
  }
  if (definition.identity) return { kind: 'NUMBER' }
  throw oraError(2263, [], definition.end)
}

function plainColumn(definition: ColumnDefinition, column: StoredColumn, table: StoredTable, plan: DdlPlan, ddl: DdlContext): StoredColumn {
  const { identity, default: value } = definition
  if (identity) {
    const { type } = column
    if (type.kind !== 'NUMBER' || (type.scale ?? 0) > 0 || type.binaryPrecision !== undefined) throw oraError(30675, [], definition.start)
    if (value) throw oraError(30674, [], value.start)
    const sequence = identitySequence(definition, table, plan)
    return {
      ...column,
      defaultText: `"${table.owner}"."${sequence.name}".nextval`,
      defaultSql: nextValue(sequence),
      defaultOnNull: identity.generation === 'BY DEFAULT ON NULL' || undefined,
      identity: { sequence: sequence.name, generation: identity.generation }
    }
  }
  if (!value) return column
  return {
    ...column,
    defaultText: value.text.trim(),
    defaultSql: compileDefault(value.value, column.type, table, ddl),
    defaultOnNull: value.onNull || undefined
  }
}

/** Looked up by text when it runs: PostgreSQL must not tie the sequence to the copies of a temporary table. */
const nextValue = (sequence: StoredSequence): string =>
  `pg_catalog.nextval(${quoteLiteral(qualified(sequence.owner, sequence.name))}::pg_catalog.regclass)::pg_catalog.numeric`

function identitySequence(definition: ColumnDefinition, table: StoredTable, plan: DdlPlan): StoredSequence {
  const sequence: StoredSequence = {
    ...sequenceFrom(definition.identity?.options ?? {}),
    kind: 'sequence',
    id: plan.newId(),
    owner: table.owner,
    name: `ISEQ$$_${table.id}`,
    identityOf: { owner: table.owner, name: table.name, column: definition.name.name }
  }
  plan.put(sequence, 'VALID', true)
  plan.run(createSequenceSql(sequence))
  return sequence
}

function virtualColumn(
  definition: ColumnDefinition,
  position: number,
  table: StoredTable,
  others: ReadonlySet<string>,
  ddl: DdlContext
): StoredColumn {
  const virtual = definition.virtual
  if (!virtual) throw new Error('not virtual')
  if (definition.default || definition.identity) throw oraError(54025, [], definition.start)
  const declared = definition.dataType && columnType(definition.dataType, ddl.context.nls)
  const compiled = compileVirtual(virtual.value, declared, table, others, ddl)
  return {
    name: definition.name.name,
    position,
    type: compiled.type,
    nullable: true,
    virtual: true,
    defaultText: virtual.text.trim(),
    virtualText: virtual.text.trim(),
    virtualSql: compiled.sql,
    invisible: definition.visibility === 'INVISIBLE' || undefined
  }
}

/** Identity and DEFAULT ON NULL columns are NOT NULL by a constraint of their own. */
function inlineConstraints(definition: ColumnDefinition, column: StoredColumn): PlacedConstraint[] {
  const placed = definition.constraints.map((c): PlacedConstraint => ({ definition: c, column: column.name }))
  const implied = column.identity || column.defaultOnNull
  if (implied && !definition.constraints.some((c) => c.kind === 'NOT NULL')) {
    const notNull: ConstraintDefinition = { kind: 'NOT NULL', columns: [], state: {}, start: definition.start, end: definition.end }
    placed.push({ definition: notNull, column: column.name })
  }
  return placed
}
