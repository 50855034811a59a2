/** Values: scalars are the SQL translator's expressions, others carry a type of PL/SQL's. */

import { type Expr, printSql, quoteLiteral, type Span, type Sql, sql } from '../../sql/expr'
import { UNKNOWN_ZONE } from '../../sql/resolve/convert'
import { type OraType, PG_TYPE } from '../../sql/types'
import type { CompositeValue, Value } from '../model'
import { type CollectionType, type PlsqlType, pgTypeOf } from '../types'

export const isComposite = (value: Value): value is CompositeValue => 'composite' in value

export const typeOfValue = (value: Value): PlsqlType =>
  isComposite(value) ? value.composite : { kind: 'SCALAR', type: value.type, ...(value.integer && { integer: 'PLS_INTEGER' as const }) }

/** Inside PL/SQL nothing is a parameter of a statement. */
export function text(tree: Sql): string {
  const printed = printSql(tree)
  if (printed.params.length > 0) throw new Error('a parameter inside PL/SQL')
  return printed.text
}

export const spanOf = (at: Span): Span => ({ start: at.start, end: at.end })

/** A variable's value. `bind`: PostgreSQL may take it for a constant while it plans a statement that reads it. */
export function variableValue(type: PlsqlType, read: Sql, at: Span, inSql = false): Value {
  const span = spanOf(at)
  if (type.kind !== 'SCALAR') return { composite: type, sql: read, start: span.start, end: span.end }
  // SQL knows a NUMBER only.
  const integer = type.integer !== undefined && !inSql
  return {
    type: type.type,
    sql: read,
    nullable: true,
    span,
    ...(inSql && { constant: true }),
    ...(integer && { integer, digits: { int: 10, frac: 0 } }),
    ...(type.type.kind === 'TIMESTAMP_TZ' && { zone: UNKNOWN_ZONE })
  }
}

export const booleanExpr = (made: Sql, at: Span): Expr => ({ type: { kind: 'BOOLEAN' }, sql: made, nullable: true, span: spanOf(at) })
export const numberExpr = (made: Sql, at: Span, integer = false): Expr => ({
  type: { kind: 'NUMBER' },
  sql: made,
  nullable: true,
  span: spanOf(at),
  ...(integer && { integer, digits: { int: 10, frac: 0 } })
})
export const textExpr = (made: Sql, at: Span, size?: number): Expr => ({
  type: { kind: 'VARCHAR2', ...(size !== undefined && { size, unit: 'BYTE' as const }) },
  sql: made,
  nullable: true,
  span: spanOf(at)
})

/** Cheap and without effects: may be written more than once. */
export const isSimple = (made: Sql): boolean => {
  const printed = text(made)
  return (
    /^\(*[a-z_][a-z0-9_]*\)*(\.f\d+\)*)*$/.test(printed) ||
    /^\(?-?\d+(\.\d+)?::(numeric|int4?)\)?$/.test(printed) ||
    /^\(\(?[a-z_][a-z0-9_]*\)?\)::int$/.test(printed)
  )
}

export const nullSql = (type: PlsqlType): Sql => `null::${pgTypeOf(type)}`
export const nullScalar = (type: OraType): Sql => `null::${PG_TYPE[type.kind]}`

/** A record's field: fields are named by position. */
export const fieldOf = (record: Sql, index: number): Sql => sql`(${record}).f${String(index + 1)}`

/** A collection without elements. */
export const emptyCollection = (type: CollectionType): Sql => `'{}'::${type.pg}`

/** A text constant of ours as argument of a helper. */
export const constantText = (value: string): Sql => quoteLiteral(value)
