/** The parts of one PostgreSQL SELECT, and a derived table made of them. */
import { joinSql, type Sql, sql } from '../expr'

export interface SelectParts {
  readonly distinct?: boolean
  readonly items: readonly Sql[]
  readonly from?: Sql
  readonly where?: readonly Sql[]
  readonly groupBy?: Sql
  readonly having?: Sql
  readonly orderBy?: readonly Sql[]
  readonly limit?: Sql
  readonly offset?: Sql
  /** FETCH … WITH TIES instead of LIMIT. */
  readonly ties?: boolean
  readonly lock?: Sql
}

/** c1, c2, …: how the columns of a derived table of ours are called. */
export const columnNames = (width: number): string[] => Array.from({ length: width }, (_, i) => `c${i + 1}`)
/** `(query) as alias(c1, c2, …)` */
export const derived = (query: Sql, alias: string, width: number): Sql => sql`(${query}) as ${alias}(${columnNames(width).join(', ')})`

export function printSelect(p: SelectParts): Sql {
  const list = (word: string, parts: readonly Sql[] | undefined, separator: string): Sql =>
    parts && parts.length > 0 ? sql` ${word} ${joinSql(parts, separator)}` : ''
  return [
    `select ${p.distinct ? 'distinct ' : ''}`,
    joinSql(p.items, ', '),
    p.from === undefined ? '' : sql` from ${p.from}`,
    list('where', p.where, ' and '),
    p.groupBy === undefined ? '' : sql` group by ${p.groupBy}`,
    p.having === undefined ? '' : sql` having ${p.having}`,
    list('order by', p.orderBy, ', '),
    p.offset === undefined ? '' : sql` offset ${p.offset}`,
    p.limit === undefined ? '' : p.ties ? sql` fetch first (${p.limit}) rows with ties` : sql` limit ${p.limit}`,
    p.lock ?? ''
  ]
}
