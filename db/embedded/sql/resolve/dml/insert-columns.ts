/** Columns that an INSERT fills, and what each may be given. ORA-00904, 00913, 00947, 00957, 32795, 54013. */
import type { Column } from '../../../catalog/catalog'
import { oraError } from '../../../errors/messages'
import { type Expr, type Span, type Sql, sql } from '../../expr'
import type { ExprNode, Name } from '../../tree'
import { assign, defaultValue } from '../assign'
import type { Env, Resolver } from '../model'
import { type Target, targetColumn } from './target'

export function insertColumns(target: Target, names: readonly Name[] | undefined): readonly Column[] {
  const { object } = target
  if (!names) return object.columns.filter((c) => !c.invisible)
  const seen = new Set<string>()
  return names.map((name) => {
    const column = targetColumn(object, name)
    if (seen.has(name.name)) throw oraError(957, [], name.start)
    seen.add(name.name)
    return column
  })
}

export function checkWidth(columns: readonly Column[], count: number, at: Span): void {
  if (count > columns.length) throw oraError(913, [], at.start)
  if (count < columns.length) throw oraError(947, [], at.start)
}

/** A column that takes no value of its own but DEFAULT. */
function checkAssignable(column: Column, place: number): void {
  if (column.virtual) throw oraError(54013, [], place)
  if (column.identity?.generation === 'ALWAYS') throw oraError(32795, [], place)
}

/** What a column stores, given a value. */
export function storedValue(r: Resolver, target: Target, column: Column, value: Expr): Sql {
  checkAssignable(column, value.span.start)
  const stored = assign(r, value, column, target.object)
  const onNull = column.defaultOnNull || column.identity?.generation === 'BY DEFAULT ON NULL'
  return onNull ? sql`coalesce(${stored}, ${defaultValue(column)})` : stored
}

/** One VALUES list. Columns that it leaves out get their default from PostgreSQL's column. */
export interface Row {
  readonly columns: readonly Column[]
  readonly values: readonly Sql[]
}

export function valuesRow(
  r: Resolver,
  target: Target,
  columns: readonly Column[],
  values: readonly (ExprNode | 'default')[],
  env: Env
): Row {
  const filled: Column[] = []
  const out: Sql[] = []
  columns.forEach((column, i) => {
    const node = values[i]
    if (node === 'default') {
      if (target.object.kind === 'view') throw oraError(32575, [])
      if (column.virtual) return
      out.push(defaultValue(column))
    } else {
      checkAssignable(column, node.start)
      out.push(storedValue(r, target, column, r.expression(node, env)))
    }
    filled.push(column)
  })
  return { columns: filled, values: out }
}
