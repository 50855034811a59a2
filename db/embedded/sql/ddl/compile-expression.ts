/** Expressions inside DDL: DEFAULT, CHECK, virtual columns, index expressions. What they become is stored and run by PostgreSQL. */
import type { StoredColumn, StoredTable } from '../../catalog/stored-objects'
import { phys } from '../../catalog/physical-names'
import { oraError } from '../../errors/messages'
import { OraError } from '../../errors/ora-error'
import { type Expr, printSql, quoteName } from '../expr'
import { createResolver } from '../resolve'
import type { Scope } from '../resolve/model'
import { EMPTY_SCOPE, FILLER } from '../resolve/scope'
import type { ConditionNode, ExprNode } from '../tree'
import { walkColumns } from './walk-columns'
import type { OraType } from '../types'
import type { DdlContext } from './ddl-context'

/** The table's columns, each as PostgreSQL knows it inside the table. */
function tableScope(table: StoredTable): Scope {
  const columns = table.columns.map((c) => ({ name: c.name, expr: columnExpr(c) }))
  return { ...EMPTY_SCOPE, columns, sources: [{ name: table.name, owner: table.owner, alias: '', columns }] }
}
const columnExpr = (c: StoredColumn): Expr => ({ type: c.type, sql: quoteName(phys(c.name)), nullable: true, span: FILLER })

function finished(e: { sql: Expr['sql'] }): string {
  const printed = printSql(e.sql)
  if (printed.params.length) throw oraError(1027)
  return printed.text
}

/** DEFAULT: no columns (ORA-00984), converted to the column's type (ORA-00932). */
export function compileDefault(node: ExprNode, type: OraType, ddl: DdlContext): string {
  const resolver = createResolver(ddl.text, ddl.context, ddl.catalog)
  try {
    const value = resolver.expression(node, { scope: EMPTY_SCOPE, clause: 'ddl', sequences: true })
    return finished(resolver.convert(value, type))
  } catch (e) {
    if (e instanceof OraError && e.code === 904) throw oraError(984, [], e.offset)
    throw e
  }
}

/** CHECK: this table's columns, nothing that changes by itself (ORA-02436). */
export function compileCheck(node: ConditionNode, table: StoredTable, ddl: DdlContext): { sql: string; columns: string[] } {
  const resolver = createResolver(ddl.text, ddl.context, ddl.catalog, { ddl: true })
  const compiled = resolver.condition(node, { scope: tableScope(table), clause: 'ddl' })
  return { sql: finished(compiled), columns: columnsIn(node, table) }
}

export function compileVirtual(node: ExprNode, declared: OraType | undefined, table: StoredTable, ddl: DdlContext): { sql: string; type: OraType } {
  if (columnsIn(node, table).some((name) => table.columns.find((c) => c.name === name)?.virtual)) throw oraError(54012, [], node.start)
  const resolver = createResolver(ddl.text, ddl.context, ddl.catalog, { ddl: true })
  const value = resolver.expression(node, { scope: tableScope(table), clause: 'ddl' })
  const type = declared ?? value.type
  return { sql: finished(resolver.convert(value, type)), type }
}

export function compileIndexExpression(node: ExprNode, table: StoredTable, ddl: DdlContext): { sql: string; type: OraType; columns: string[] } {
  const resolver = createResolver(ddl.text, ddl.context, ddl.catalog, { ddl: true })
  const value = resolver.expression(node, { scope: tableScope(table), clause: 'ddl' })
  return { sql: finished(value), type: value.type, columns: columnsIn(node, table) }
}

/** Columns of the table that are named, in table order. */
function columnsIn(node: ExprNode | ConditionNode, table: StoredTable): string[] {
  const names = new Set(walkColumns(node).map((c) => c.path[c.path.length - 1].name))
  return table.columns.filter((c) => names.has(c.name)).map((c) => c.name)
}
