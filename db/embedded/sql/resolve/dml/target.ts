/** What a DML statement changes: a table, or a view that PostgreSQL can update. */
import type { Column, Table, View } from '../../../catalog/catalog'
import { phys } from '../../../catalog/physical-names'
import { oraError } from '../../../errors/messages'
import { refuse } from '../../../errors/ora-error'
import { quoteName, type Span, type Sql } from '../../expr'
import type { DmlTarget, Name } from '../../tree'
import { relation, tableSource } from '../from'
import type { Resolver, Scope, Source } from '../model'
import { type DmlPrivilege, prepareUse, requirePrivilege, resolveTable } from '../objects'
import { EMPTY_SCOPE } from '../scope'

export interface Target {
  readonly object: Table | View
  readonly source: Source
  readonly alias: string
  /** "S"."T" */
  readonly relation: string
  readonly scope: Scope
}

/** @param columns those that INSERT or UPDATE names, for privileges on columns. */
export function resolveTarget(r: Resolver, node: DmlTarget, privilege: DmlPrivilege, columns?: readonly string[]): Target {
  if (!node.name) return refuse('a subquery as the target of DML', node.start)
  const object = withBases(resolveTable(node.name, r.context, r.catalog), r)
  requirePrivilege(object, privilege, node.name, r.context, r.catalog, columns)
  prepareUse(r, object, node.name)
  if (object.owner === 'SYS' && object.name === 'DUAL') throw oraError(1031, [], node.name.start)
  if (object.kind === 'view') {
    if (object.system) throw oraError(1031, [], node.name.start)
    if (object.readOnly) throw oraError(42399, [], node.name.start)
  }
  const alias = r.alias('t')
  const source = tableSource(object, alias, node.alias?.name ?? node.name.object.name, node.alias ? undefined : object.owner)
  const visible = source.columns.filter((c) => !c.hidden)
  return { object, source, alias, relation: relation(object), scope: { ...EMPTY_SCOPE, sources: [source], columns: visible } }
}

/** A view's columns with what the tables beneath say of them: identity, virtual, DEFAULT ON NULL. */
function withBases(object: Table | View, r: Resolver): Table | View {
  if (object.kind === 'table') return object
  const columns = object.columns.map((column): Column => {
    const table = column.base && r.catalog.find(column.base.owner, column.base.table)
    const base = table?.kind === 'table' ? table.columns.find((c) => c.name === column.base?.column) : undefined
    if (!base) return column
    const { identity, virtual, defaultOnNull, defaultSql, defaultText } = base
    return { ...column, identity, virtual, defaultOnNull, defaultSql, defaultText }
  })
  return { ...object, columns }
}

/** Since 12.2 UPDATE and DELETE that read columns need SELECT, too (SQL92_SECURITY). */
export function requireRead(r: Resolver, node: DmlTarget, object: Table | View): void {
  requirePrivilege(object, 'SELECT', node.name!, r.context, r.catalog)
}

export function targetColumn(object: Table | View, name: Name): Column {
  const column = object.columns.find((c) => c.name === name.name)
  if (!column) throw oraError(904, [`"${name.name}"`], name.start)
  return column
}

export const columnName = (column: Column): Sql => quoteName(phys(column.name))

export function refuseErrorLog(span: Span | undefined): void {
  if (span) refuse('LOG ERRORS', span.start)
}
