/** ORDER BY items as PostgreSQL's: both put NULL last ascending and first descending. */
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { SortItem } from '../tree'
import { requireSortable } from './compare'

export function sortSql(value: Sql, item: Pick<SortItem, 'descending' | 'nulls'>): Sql {
  return sql`${value}${item.descending ? ' desc' : ''}${item.nulls ? ` nulls ${item.nulls.toLowerCase()}` : ''}`
}
/** The other way round, nulls too. */
export const reversed = (item: SortItem): Pick<SortItem, 'descending' | 'nulls'> => ({
  descending: !item.descending,
  nulls: (item.nulls ?? (item.descending ? 'FIRST' : 'LAST')) === 'FIRST' ? 'LAST' : 'FIRST'
})

export const sortList = (
  exprs: readonly Expr[],
  items: readonly SortItem[],
  turn = (i: SortItem): Pick<SortItem, 'descending' | 'nulls'> => i
): Sql =>
  joinSql(
    exprs.map((e, i) => {
      requireSortable(e)
      return sortSql(e.sql, turn(items[i]))
    }),
    ', '
  )
