/** Expressions inside DDL: DEFAULT, CHECK, virtual columns, index expressions. What they become is stored and run by PostgreSQL. */

import { phys } from '../../catalog/physical-names'
import type { StoredColumn, StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { OraError, refuse } from '../../errors/ora-error'
import { type Expr, printSql, quoteName, type Sql } from '../expr'
import { lookupFunction } from '../functions'
import { assign, createResolver } from '../resolve'
import type { Scope } from '../resolve/model'
import { EMPTY_SCOPE, FILLER } from '../resolve/scope'
import type { ConditionNode, ExprNode } from '../tree'
import type { OraType } from '../types'
import type { DdlContext } from './ddl-context'
import { dependsOnNls } from './nls-dependence'
import { callsIn, subqueriesIn, walkColumns } from './walk-columns'

/** Functions without parentheses that differ from one evaluation to the next. */
const IMPURE_NAMES: ReadonlySet<string> = new Set([
  'SYSDATE',
  'SYSTIMESTAMP',
  'CURRENT_DATE',
  'CURRENT_TIMESTAMP',
  'LOCALTIMESTAMP',
  'SESSIONTIMEZONE',
  'USER',
  'UID'
])

/** Differ only with the session's formats, which compiling twice finds out. */
const FORMATTING: ReadonlySet<string> = new Set(['TO_CHAR', 'TO_NCHAR'])

/** The table's columns, each as PostgreSQL knows it inside the table. */
function tableScope(table: StoredTable): Scope {
  const columns = table.columns.map((c) => ({ name: c.name, expr: columnExpr(c) }))
  return { ...EMPTY_SCOPE, columns, sources: [{ name: table.name, owner: table.owner, alias: '', columns }] }
}
const columnExpr = (c: StoredColumn): Expr => ({ type: c.type, sql: quoteName(phys(c.name)), nullable: true, span: FILLER })

function finished(made: Sql): string {
  const printed = printSql(made)
  if (printed.params.length) throw oraError(1027)
  return printed.text
}

/** DEFAULT: no columns (ORA-00984), converted to the column's type (ORA-00932). */
export function compileDefault(node: ExprNode, type: OraType, table: StoredTable, ddl: DdlContext): string {
  const compile = (inside: DdlContext): string => {
    const resolver = createResolver(inside.text, inside.context, inside.catalog)
    const value = resolver.expression(node, { scope: EMPTY_SCOPE, clause: 'ddl', sequences: true })
    return finished(assign(resolver, value, { name: '', position: 0, type, nullable: true }, table))
  }
  const [subquery] = subqueriesIn(node)
  if (subquery) throw oraError(22818, [], subquery.start)
  try {
    const made = compile(ddl)
    if (dependsOnNls(made, compile, ddl)) refuse('a DEFAULT whose value depends on NLS settings', node.start)
    // Looked up when it runs, so that PostgreSQL does not tie the sequence to the table: Oracle lets it be dropped (ORA-02289).
    return made.replace(
      /('(?:[^']|'')*')::(?:pg_catalog\.)?regclass\b/g,
      'coalesce(pg_catalog.to_regclass($1)::oid, ora.raise_integer(2289)::oid)::regclass'
    )
  } catch (e) {
    if (e instanceof OraError && e.code === 904) throw oraError(984, [], e.offset)
    throw e
  }
}

/** What must give the same for the same row, always. `impure`: Oracle's error when it does not. */
function compilePure<T extends { sql: string }>(
  node: ExprNode | ConditionNode,
  table: StoredTable,
  impure: number,
  ddl: DdlContext,
  compile: (inside: DdlContext) => T
): T {
  const named = walkColumns(node).find(
    (c) => c.path.length === 1 && IMPURE_NAMES.has(c.path[0].name) && !table.columns.some((x) => x.name === c.path[0].name)
  )
  if (named) throw oraError(impure, [], named.start)
  try {
    const made = compile(ddl)
    if (dependsOnNls(made.sql, (inside) => compile(inside).sql, ddl)) throw oraError(impure, [], node.start)
    return made
  } catch (e) {
    if (!(e instanceof OraError && e.code === 30553)) throw e
    const impureCalls = callsIn(node).filter((c) => lookupFunction(c)?.stability !== 'deterministic')
    if (impureCalls.every((name) => FORMATTING.has(name))) refuse(`${impureCalls[0]} in an index or virtual column`, e.offset)
    throw oraError(impure, [], e.offset)
  }
}

/** CHECK: this table's columns, nothing that changes by itself (ORA-02436). */
export function compileCheck(node: ConditionNode, table: StoredTable, ddl: DdlContext): { sql: string; columns: string[] } {
  // PostgreSQL lets a CHECK call functions that depend on settings; Oracle lets it format by a mask.
  const formats = callsIn(node).some((name) => FORMATTING.has(name)) && !/"type":"(subquery|exists|query)"/.test(JSON.stringify(node))
  const pure = !formats || callsIn(node).some((name) => !FORMATTING.has(name) && lookupFunction(name)?.stability !== 'deterministic')
  const made = compilePure(node, table, 2436, ddl, (inside) => {
    const resolver = createResolver(inside.text, inside.context, inside.catalog, { ddl: pure })
    return { sql: finished(resolver.condition(node, { scope: tableScope(table), clause: 'ddl' }).sql) }
  })
  return { ...made, columns: columnsIn(node, table) }
}

/** @param virtual names of the table's virtual columns, which another one may not use (ORA-54012). */
export function compileVirtual(
  node: ExprNode,
  declared: OraType | undefined,
  table: StoredTable,
  virtual: ReadonlySet<string>,
  ddl: DdlContext
): { sql: string; type: OraType } {
  if (walkColumns(node).some((c) => virtual.has(c.path[c.path.length - 1].name))) throw oraError(54012, [], node.start)
  return compilePure(node, table, 54002, ddl, (inside) => {
    const resolver = createResolver(inside.text, inside.context, inside.catalog, { ddl: true })
    const value = resolver.expression(node, { scope: tableScope(table), clause: 'ddl' })
    const type = declared ?? value.type
    return { sql: finished(assign(resolver, value, { name: '', position: 0, type, nullable: true }, table)), type }
  })
}

export function compileIndexExpression(
  node: ExprNode,
  table: StoredTable,
  ddl: DdlContext
): { sql: string; type: OraType; columns: string[] } {
  const made = compilePure(node, table, 1743, ddl, (inside) => {
    const resolver = createResolver(inside.text, inside.context, inside.catalog, { ddl: true })
    const value = resolver.expression(node, { scope: tableScope(table), clause: 'ddl' })
    return { sql: finished(value.sql), type: value.type }
  })
  return { ...made, columns: columnsIn(node, table) }
}

/** Columns of the table that are named, in table order. */
function columnsIn(node: ExprNode | ConditionNode, table: StoredTable): string[] {
  const names = new Set(walkColumns(node).map((c) => c.path[c.path.length - 1].name))
  return table.columns.filter((c) => names.has(c.name)).map((c) => c.name)
}
