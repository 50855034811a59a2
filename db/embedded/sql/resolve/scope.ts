/** Names of columns: which scope sees what, ambiguity, errors as Oracle words them. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, printSql, type Span, type Sql, sql } from '../expr'
import type { ColumnReference, Name } from '../tree'
import type { Grouping, Scope, ScopeColumn, Source } from './model'

export const EMPTY_SCOPE: Scope = { sources: [], columns: [], commonTables: [] }
export const FILLER: Span = { start: 0, end: 0 }

export const pathText = (path: readonly Name[]): string => path.map((n) => `"${n.name}"`).join('.')
export const invalidIdentifier = (path: readonly Name[]): Error => oraError(904, [pathText(path)], path[0].start)

/** Identity of a resolved expression: its SQL with its parameters. */
export function sqlKey(e: Expr): string {
  const printed = printSql(e.sql)
  return printed.params.length === 0 ? printed.text : `${printed.text} ${printed.params.map((p) => p.param).join()}`
}

/** A column of a block, not looking outwards; undefined when there is none of that name. */
export function ownColumn(scope: Scope, path: readonly Name[]): ScopeColumn | undefined {
  const name = path[path.length - 1].name
  if (path.length === 1) {
    // An invisible column is missing from `*` only.
    const invisible = scope.sources.flatMap((s) => s.columns.filter((c) => c.hidden && c.name === name))
    const found = [...scope.columns.filter((c) => c.name === name), ...invisible]
    if (found.length > 1) throw oraError(918, [], path[0].start)
    return found[0]
  }
  const sources = scope.sources.filter((s) => s.name === path[path.length - 2].name && (path.length === 2 || s.owner === path[0].name))
  if (sources.length === 0) return undefined
  const found = sources.flatMap((s) => s.columns.filter((c) => c.name === name).map((column) => ({ s, column })))
  if (found.length === 0) return undefined
  if (found.length > 1) throw oraError(918, [], path[0].start)
  const merged = found[0].s.merged
  if (merged?.names.has(name)) throw oraError(merged.natural ? 25155 : 25154, [], path[0].start)
  return found[0].column
}

/** The nearest scope that knows the column, inside out; undefined when none does. */
export function findColumn(
  scope: Scope | undefined,
  path: readonly Name[]
): { readonly column: ScopeColumn; readonly scope: Scope } | undefined {
  for (let s = scope; s; s = s.outer) {
    const column = ownColumn(s.grouping ? s.grouping.inner : s, path)
    if (column) return { column, scope: s }
  }
  return undefined
}

/** A column reference in its scope, checked against GROUP BY. Undefined when no column has this name. */
export function columnExpr(scope: Scope, node: ColumnReference): Expr | undefined {
  const found = findColumn(scope, node.path)
  if (!found) return undefined
  const span = { start: node.start, end: node.end }
  const grouping = found.scope.grouping
  if (grouping) return { ...groupedColumn(grouping, found.column.expr, node), span }
  return { ...found.column.expr, span }
}

function groupedColumn(grouping: Grouping, e: Expr, node: ColumnReference): Expr {
  const key = grouping.keys.get(sqlKey(e))
  if (key) return key
  throw oraError(grouping.explicit ? 979 : 937, [], node.start)
}

/** The same columns with values that may be missing: the null side of an outer join. */
export function nullableSources(sources: readonly Source[]): Source[] {
  return sources.map((s) => ({ ...s, nullable: true, columns: s.columns.map(nullableColumn) }))
}
export const nullableColumn = (c: ScopeColumn): ScopeColumn => (c.expr.nullable ? c : { ...c, expr: { ...c.expr, nullable: true } })

/**
 * A scope moved behind a derived table: `items` are the derived table's select list, in it every column of every
 * source (and its ROWID's parts) under a name of ours; the new scope sees them as columns of `alias`. What only the
 * resolution of later clauses asks for (PRIOR x) is added to `late`, to be placed behind the last item.
 */
export function rebase(scope: Scope, alias: string): { readonly items: readonly Sql[]; readonly late: Sql; readonly scope: Scope } {
  const items: Sql[] = []
  const late: Sql[] = []
  let sealed = false
  const seen = new Map<string, string>()
  const moved = (e: Expr): Expr => {
    const key = sqlKey(e)
    let name = seen.get(key)
    if (!name) {
      name = `c${seen.size + 1}`
      seen.set(key, name)
      if (sealed) late.push(sql`, ${e.sql} as ${name}`)
      else items.push(sql`${e.sql} as ${name}`)
    }
    return { ...e, sql: `${alias}.${name}`, constant: false }
  }
  const movedSql = (s: Sql): Sql => moved({ type: { kind: 'NULL' }, sql: s, nullable: true, span: FILLER }).sql
  const column = (c: ScopeColumn): ScopeColumn => ({ ...c, expr: moved(c.expr) })
  const sources = scope.sources.map((s) => ({
    ...s,
    columns: s.columns.map(column),
    rowid: s.rowid && { object: s.rowid.object, ctid: movedSql(s.rowid.ctid), xmin: movedSql(s.rowid.xmin) }
  }))
  const columns = scope.columns.map(column)
  const pseudo = scope.pseudo && Object.fromEntries(Object.entries(scope.pseudo).map(([name, e]) => [name, e && moved(e)]))
  const h = scope.hierarchy
  const hierarchy: Scope['hierarchy'] = h && {
    prior: h.prior && ((operand) => moved(h.prior!(operand))),
    root: h.root && ((operand) => moved(h.root!(operand))),
    path: h.path && ((operand, separator, span) => moved(h.path!(operand, separator, span)))
  }
  sealed = true
  return { items, late, scope: { ...scope, sources, columns, pseudo, hierarchy } }
}

/** Refers to a source in `t.*`. */
export function starSource(scope: Scope, qualifier: readonly Name[]): Source {
  const name = qualifier[qualifier.length - 1].name
  const sources = scope.sources.filter((s) => s.name === name && (qualifier.length === 1 || s.owner === qualifier[0].name))
  if (sources.length === 0) throw oraError(904, [pathText(qualifier)], qualifier[0].start)
  if (sources.length > 1) throw oraError(918, [], qualifier[0].start)
  if (sources[0].merged) refuse('"table.*" of a table joined by USING or NATURAL', qualifier[0].start)
  return sources[0]
}
