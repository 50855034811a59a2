/** CREATE TABLE … AS SELECT: columns from the query, NOT NULL inherited from plain columns, then the rows. */
import { phys, qualified } from '../../catalog/physical-names'
import type { StoredColumn, StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { printSql, quoteName } from '../expr'
import { createResolver } from '../resolve'
import type { ConstraintDefinition, CreateTable, ExprNode, QueryBody, QueryNode } from '../tree'
import type { OraType } from '../types'
import { checkedName, type DdlContext } from './ddl-context'
import type { PlacedConstraint } from './table-constraints'

export interface QueryColumns {
  readonly columns: readonly StoredColumn[]
  readonly constraints: PlacedConstraint[]
  readonly sql: string
  /** Runs first: makes the session's copies of temporary tables that are read. */
  readonly before: readonly string[]
}

export function queryColumns(statement: CreateTable, query: QueryNode, ddl: DdlContext): QueryColumns {
  const resolver = createResolver(ddl.text, ddl.context, ddl.catalog)
  const resolved = resolver.query(query, { top: true })
  const named = statement.columns
  if (named.length && named.length !== resolved.columns.length) throw oraError(1730, [], statement.name.start)
  if (!named.length) requireAliases(query)
  const constraints: PlacedConstraint[] = []
  const seen = new Set<string>()
  const columns = resolved.columns.map((column, i): StoredColumn => {
    const definition = named[i]
    if (definition?.dataType) throw oraError(1773, [], definition.start)
    const name = definition ? checkedName(definition.name) : column.name
    if (seen.has(name)) throw oraError(957, [], definition?.start)
    seen.add(name)
    const { origin, nullable } = resolved.exprs[i]
    if (origin?.is === 'column' && !nullable && hasNotNull(origin, ddl)) constraints.push(inherited(name, statement))
    for (const c of definition?.constraints ?? []) constraints.push({ definition: c, column: name })
    return { name, position: i + 1, type: storedType(column.type), nullable: true }
  })
  const printed = printSql(resolved.sql)
  if (printed.params.length) throw oraError(1027)
  return { columns, constraints, sql: printed.text, before: resolver.before.map((s) => printSql(s).text) }
}

export const copyQuery = (table: StoredTable, query: QueryColumns): string =>
  `insert into ${qualified(table.owner, table.name)} (${table.columns.map((c) => quoteName(phys(c.name))).join(', ')}) ${query.sql}`

/** A type that a column can have: bounds filled in, NULL has none (ORA-01723). */
function storedType(type: OraType): OraType {
  switch (type.kind) {
    case 'NULL':
      throw oraError(1723)
    case 'VARCHAR2':
      if (type.size === 0) throw oraError(1723)
      return type.size === undefined
        ? { ...type, size: 4000, unit: 'BYTE' }
        : { ...type, size: Math.min(type.size, 4000), unit: type.unit ?? 'BYTE' }
    case 'CHAR':
      return { ...type, size: Math.min(type.size ?? 1, 2000), unit: type.unit ?? 'BYTE' }
    case 'RAW':
      return { ...type, size: type.size ?? 2000 }
    case 'TIMESTAMP_TZ':
    case 'BOOLEAN':
    case 'CURSOR':
      throw oraError(902)
    case 'LONG':
      throw oraError(997)
    default:
      return type
  }
}

/** Explicit NOT NULL constraints are inherited, primary keys are not. */
function hasNotNull(origin: { owner: string; table: string; column: string }, ddl: DdlContext): boolean {
  const table = ddl.catalog.find(origin.owner, origin.table)
  return table?.kind === 'table' && table.constraints.some((c) => c.notNull && c.status === 'ENABLED' && c.columns[0] === origin.column)
}
const inherited = (column: string, at: CreateTable): PlacedConstraint => {
  const definition: ConstraintDefinition = { kind: 'NOT NULL', columns: [], state: {}, start: at.start, end: at.end }
  return { definition, column }
}

/** An expression without an alias gives no column name. @throws ORA-00998 */
export function requireAliases(query: QueryNode): void {
  const block = firstBlock(query)
  if (block?.type !== 'select') return
  for (const item of block.items) if (item.type === 'item' && !item.alias && !namesItself(item.value)) throw oraError(998, [], item.start)
}
const firstBlock = (body: QueryBody): QueryBody | undefined =>
  body.type === 'query' ? firstBlock(body.body) : body.type === 'set' ? firstBlock(body.left) : body
const namesItself = (node: ExprNode): boolean => node.type === 'column'
