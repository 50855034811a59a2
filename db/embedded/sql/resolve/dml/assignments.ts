/** SET of UPDATE and MERGE. ORA-00904, 00913, 00947, 00957, 32796, 54017. */
import type { Column } from '../../../catalog/catalog'
import { oraError } from '../../../errors/messages'
import { type Expr, joinSql, quoteLiteral, type Sql, sql } from '../../expr'
import type { Assignment, ColumnReference, ExprNode } from '../../tree'
import { PG_TYPE } from '../../types'
import { assign, defaultValue } from '../assign'
import { outputColumn } from '../from-item'
import type { Env, Resolver } from '../model'
import { ownColumn, pathText } from '../scope'
import type { Target } from './target'
import { columnName } from './target'

export interface SetClause {
  readonly sql: Sql
  /** One entry for each single column: what it becomes. Absent for (a, b) = (subquery). */
  readonly values: ReadonlyMap<string, Sql>
  readonly columns: readonly Column[]
}

export function setColumn(target: Target, node: ColumnReference): Column {
  const found =
    ownColumn(target.scope, node.path) ??
    (node.path.length === 1 ? target.source.columns.find((c) => c.name === node.path[0].name) : undefined)
  const column = found && target.object.columns.find((c) => c.name === found.name)
  if (!column) throw oraError(904, [pathText(node.path)], node.start)
  if (column.virtual) throw oraError(54017, [], node.start)
  if (column.identity?.generation === 'ALWAYS') throw oraError(32796, [], node.start)
  return column
}

/** Columns of all assignments, checked; before anything is resolved, for privileges. */
export function assignedNames(nodes: readonly Assignment[]): string[] {
  return nodes.flatMap((a) => a.columns.map((c) => c.path[c.path.length - 1].name))
}

/** @param required turns what is stored into something that raises ORA-01407 when it is NULL; MERGE needs that, as its INSERT raises 01400 */
export function setClause(
  r: Resolver,
  target: Target,
  nodes: readonly Assignment[],
  env: Env,
  required: (stored: Sql, column: Column) => Sql = (stored) => stored
): SetClause {
  const columns: Column[] = []
  const values = new Map<string, Sql>()
  const parts = nodes.map((node): Sql => {
    const targets = node.columns.map((c) => {
      const column = setColumn(target, c)
      if (columns.includes(column)) throw oraError(957, [], c.start)
      columns.push(column)
      return column
    })
    if ('query' in node)
      return sql`(${joinSql(targets.map(columnName), ', ')}) = (${assignedQuery(r, target, node, targets, env, required)})`
    const [column] = targets
    if (node.value === 'default' && target.object.kind === 'view') throw oraError(32575, [], node.columns[0].start)
    const value = node.value === 'default' ? undefined : r.expression(node.value, env)
    const plain = value ? assign(r, value, column, target.object) : defaultValue(column)
    const stored = !value || value.nullable ? required(plain, column) : plain
    values.set(column.name, stored)
    return sql`${columnName(column)} = ${stored}`
  })
  return { sql: joinSql(parts, ', '), values, columns }
}

/** PL/SQL: SET ROW = record. */
export function rowClause(r: Resolver, target: Target, record: ExprNode): SetClause {
  const columns = target.object.columns.filter((c) => !c.invisible)
  const fields = r.context.surroundings?.record?.(record)
  if (!fields) throw oraError(971, [], record.start)
  if (fields.length !== columns.length) throw oraError(fields.length > columns.length ? 913 : 947, [], record.start)
  const values = new Map<string, Sql>()
  const parts = columns.flatMap((column, i): Sql[] => {
    if (column.virtual) throw oraError(54017, [], record.start)
    if (column.identity?.generation === 'ALWAYS') throw oraError(32796, [], record.start)
    const stored = assign(r, fields[i], column, target.object)
    values.set(column.name, stored)
    return [sql`${columnName(column)} = ${stored}`]
  })
  return { sql: joinSql(parts, ', '), values, columns }
}

/** For a NOT NULL column of a table: PostgreSQL's own error does not tell which branch of MERGE it comes from. */
export const requiredIn =
  ({ object }: Target) =>
  (stored: Sql, column: Column): Sql => {
    const type = PG_TYPE[column.type.kind]
    if (column.nullable || object.kind !== 'table' || type === 'float4' || type === 'bool') return stored
    return sql`coalesce(${stored}, ora.raise_${type}(1407, ${quoteLiteral(`"${object.owner}"."${object.name}"."${column.name}"`)}))`
  }

function assignedQuery(
  r: Resolver,
  target: Target,
  node: Extract<Assignment, { query: unknown }>,
  columns: readonly Column[],
  env: Env,
  required: (stored: Sql, column: Column) => Sql
): Sql {
  const query = r.query(node.query, { outer: env.scope, width: columns.length })
  if (query.columns.length !== columns.length) throw oraError(query.columns.length > columns.length ? 913 : 947, [], node.query.start)
  const alias = r.alias('q')
  const values = query.exprs.map((e: Expr, i) =>
    required(assign(r, { ...outputColumn(e, `${alias}.c${i + 1}`), span: e.span }, columns[i], target.object), columns[i])
  )
  return sql`select ${joinSql(values, ', ')} from (${query.sql}) as ${alias}(${columns.map((_, i) => `c${i + 1}`).join(', ')})`
}
