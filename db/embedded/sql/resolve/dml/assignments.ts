/** SET of UPDATE and MERGE. ORA-00904, 00913, 00947, 00957, 32796, 54017. */
import type { Column } from '../../../catalog/catalog'
import { oraError } from '../../../errors/messages'
import { type Expr, joinSql, type Sql, sql } from '../../expr'
import type { Assignment, ColumnReference } from '../../tree'
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

export function setClause(r: Resolver, target: Target, nodes: readonly Assignment[], env: Env): SetClause {
  const columns: Column[] = []
  const values = new Map<string, Sql>()
  const parts = nodes.map((node): Sql => {
    const targets = node.columns.map((c) => {
      const column = setColumn(target, c)
      if (columns.includes(column)) throw oraError(957, [], c.start)
      columns.push(column)
      return column
    })
    if ('query' in node) return sql`(${joinSql(targets.map(columnName), ', ')}) = (${assignedQuery(r, target, node, targets, env)})`
    const [column] = targets
    const stored = node.value === 'default' ? defaultValue(column) : assign(r, r.expression(node.value, env), column, target.object)
    values.set(column.name, stored)
    return sql`${columnName(column)} = ${stored}`
  })
  return { sql: joinSql(parts, ', '), values, columns }
}

function assignedQuery(
  r: Resolver,
  target: Target,
  node: Extract<Assignment, { query: unknown }>,
  columns: readonly Column[],
  env: Env
): Sql {
  const query = r.query(node.query, { outer: env.scope, width: columns.length })
  if (query.columns.length !== columns.length) throw oraError(query.columns.length > columns.length ? 913 : 947, [], node.query.start)
  const alias = r.alias('q')
  const values = query.exprs.map((e: Expr, i) =>
    assign(r, { ...outputColumn(e, `${alias}.c${i + 1}`), span: e.span }, columns[i], target.object)
  )
  return sql`select ${joinSql(values, ', ')} from (${query.sql}) as ${alias}(${columns.map((_, i) => `c${i + 1}`).join(', ')})`
}
