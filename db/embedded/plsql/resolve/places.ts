/** Where values are put: variables, fields of records, elements of collections, package variables. */
import { joinSql, quoteLiteral, type Sql, sql } from '../../sql/expr'
import type { VariableSymbol } from '../model'
import type { CollectionType, RecordType } from '../types'
import { fieldOf, text } from './values'

/**
 * Something that can be assigned. `pg`: as plpgsql's own target, inside the declarations that `wrap` puts around a statement;
 * without it the whole that the place is part of is made anew.
 */
export interface Place {
  readonly pg?: string
  wrap(statement: string): string
  /** plpgsql statements that put in what `change` makes of the old value. */
  update(change: (old: Sql) => Sql): string
  /** A package variable: outlives the undoing of a sub-block. */
  readonly effect: boolean
}

const same = (statement: string): string => statement

export function pgPlace(pg: string, wrap: (statement: string) => string = same): Place {
  return { pg, wrap, update: (change) => wrap(`${pg} := ${text(change(pg))};`), effect: false }
}

type Cell = NonNullable<VariableSymbol['cell']>
const cellArguments = (cell: Cell): string => `${quoteLiteral(cell.name)}, ${quoteLiteral(cell.initializer)}`

/** Reads a package variable; the package is initialised first. */
export const readCell = (cell: Cell, pgType: string): Sql => `ora.cell(${cellArguments(cell)}, null::${pgType})`

export function cellPlace(cell: Cell, pgType: string): Place {
  return {
    wrap: same,
    update: (change) => `perform ora.set_cell(${cellArguments(cell)}, ${text(change(readCell(cell, pgType)))});`,
    effect: true
  }
}

/** A place known only by how it is assigned: :NEW.column. */
export function assignedPlace(read: Sql, assign: (value: Sql) => string): Place {
  return { wrap: same, update: (change) => assign(change(read)), effect: false }
}

export const assignTo = (place: Place, value: Sql): string => place.update(() => value)

export function fieldPlace(record: Place, type: RecordType, index: number): Place {
  const name = `f${index + 1}`
  if (record.pg !== undefined) return pgPlace(`${record.pg}.${name}`, record.wrap)
  const replaced = (old: Sql, value: Sql): Sql =>
    sql`row(${joinSql(
      type.fields.map((_, i) => (i === index ? value : fieldOf(old, i))),
      ', '
    )})::${type.pg}`
  return {
    wrap: record.wrap,
    update: (change) => record.update((old) => replaced(old, change(fieldOf(old, index)))),
    effect: record.effect
  }
}

/**
 * An element by whole number. `index`: int SQL that checks itself; `variable`: name for it while it is used; `initial`: what an element
 * is before its first field is assigned, when that is not NULL.
 */
export function elementPlace(
  collection: Place,
  type: CollectionType,
  index: (collection: Sql) => Sql,
  variable: string,
  initial?: Sql
): Place {
  if (collection.pg !== undefined) {
    const array = collection.pg
    const at = text(index(array))
    const plain = /^-?\d+$/.test(at)
    const slot = `${array}[${plain ? at : variable}]`
    const first = initial === undefined ? '' : `if ${slot} is not distinct from null then ${slot} := ${text(sql`row(${initial})::${type.elementPg}`)}; end if; `
    const wrap = (statement: string): string =>
      collection.wrap(plain ? first + statement : `declare ${variable} int; begin ${variable} := ${at}; ${first}${statement} end;`)
    return pgPlace(`${slot}.v`, wrap)
  }
  return {
    wrap: collection.wrap,
    update: (change) =>
      collection.update((old) => {
        const at = index(old)
        return sql`ora.put_element(${old}, ${at}, row(${change(orInitial(sql`((${old})[${at}]).v`, initial))})::${type.elementPg})`
      }),
    effect: collection.effect
  }
}

const orInitial = (value: Sql, initial: Sql | undefined): Sql =>
  initial === undefined ? value : sql`(case when ${value} is distinct from null then ${value} else ${initial} end)`

/** An element by text. */
export function keyedPlace(collection: Place, type: CollectionType, key: Sql, initial?: Sql): Place {
  return {
    wrap: collection.wrap,
    update: (change) =>
      collection.update((old) => {
        const value = change(orInitial(sql`(ora.keyed_or_null(${old}, ${key})).v`, initial))
        return sql`ora.put_keyed(${old}, ${key}, row(${key}, ${value})::${type.elementPg})`
      }),
    effect: collection.effect
  }
}

export const elementValue = (type: CollectionType, value: Sql): Sql => sql`row(${value})::${type.elementPg}`
