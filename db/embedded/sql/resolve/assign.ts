/** Assignment: a value becomes what a column stores. Source: SQL Language Reference, "Data Conversion". */
import type { Column } from '../../catalog/catalog'
import { oraError } from '../../errors/messages'
import { type Expr, type Sql, sql } from '../expr'
import { PG_TYPE } from '../types'
import { typedNull } from './convert'
import type { Resolver } from './model'

export interface AssignTarget {
  readonly owner: string
  readonly name: string
}

/** What is stored; sizes are enforced by the column itself (precision by its type, length by a check). */
export function assign(r: Resolver, e: Expr, column: Column, _table: AssignTarget): Sql {
  const { type } = column
  if (e.type.kind === 'NULL') return typedNull(e, type).sql
  if (e.type.kind === 'BLOB' && type.kind === 'CLOB') throw oraError(932, ['CLOB', 'BLOB'], e.span.start)
  const value = r.convert(e, type.kind === 'CHAR' || type.kind === 'VARCHAR2' ? { ...type, size: undefined } : type).sql
  switch (type.kind) {
    case 'CHAR':
      return e.origin?.is === 'literal' && e.origin.value !== null
        ? paddedLiteral(e, value, type)
        : sql`ora.pad${type.unit === 'CHAR' ? '_c' : ''}(${value}, ${String(type.size ?? 1)})`
    case 'NUMBER':
      if (type.binaryPrecision !== undefined) return sql`ora.round_digits(${value}, ${String(Math.ceil(type.binaryPrecision * 0.30103))})`
      return value
    case 'DATE':
      return e.type.kind === 'DATE' && e.origin?.is === 'bind' ? sql`date_trunc('second', ${value})` : value
    default:
      return value
  }
}

function paddedLiteral(e: Expr, value: Sql, type: Extract<Column['type'], { kind: 'CHAR' }>): Sql {
  const text = e.origin?.is === 'literal' ? (e.origin.value ?? '') : ''
  const length = type.unit === 'CHAR' ? [...text].length : Buffer.byteLength(text)
  return length >= (type.size ?? 1) ? value : sql`ora.pad${type.unit === 'CHAR' ? '_c' : ''}(${value}, ${String(type.size ?? 1)})`
}

/** The value of a column that gets none: its default. */
export function defaultValue(column: Column): Sql {
  return column.defaultSql ?? `null::${PG_TYPE[column.type.kind]}`
}
