/** OFFSET and FETCH. Source: SQL Language Reference, SELECT, "row_limiting_clause". */
import { refuse } from '../../errors/ora-error'
import { type Sql, sql } from '../expr'
import type { QueryNode } from '../tree'
import { NUMBER } from '../types'
import type { Env, Resolver, Scope } from './model'
import { EMPTY_SCOPE } from './scope'
import { columnNames, derived, printSelect, type SelectParts } from './select-parts'

export interface RowLimit extends Pick<SelectParts, 'limit' | 'offset' | 'ties'> {
  /** FETCH … PERCENT: a share of all rows. */
  readonly percent?: Sql
}

export function rowLimit(r: Resolver, node: QueryNode, outer: Scope | undefined): RowLimit {
  if (!node.offset && !node.fetch) return {}
  const env: Env = { scope: { ...EMPTY_SCOPE, outer }, clause: 'limit' }
  const number = (n: NonNullable<QueryNode['offset']>): Sql => r.convert(r.expression(n, env), NUMBER).sql
  // NULL gives no rows; a negative number counts as 0.
  const offset: Sql | undefined =
    node.offset && sql`least(greatest(floor(coalesce(${number(node.offset)}, 9223372036854775807)), 0), 9223372036854775807)::bigint`
  const { fetch } = node
  if (!fetch) return { offset }
  if (fetch.percent) {
    if (fetch.ties) refuse('FETCH … PERCENT … WITH TIES', fetch.start)
    return { offset, percent: sql`greatest(coalesce(${fetch.count ? number(fetch.count) : '1::numeric'}, 0), 0)` }
  }
  const count = fetch.count ? number(fetch.count) : '1::numeric'
  const limit = sql`least(greatest(floor(coalesce(${count}, 0)), 0), 9223372036854775807)::bigint`
  return { offset, limit, ties: fetch.ties && node.orderBy.length > 0 }
}

/** FETCH FIRST p PERCENT: ceil(p % of all rows), counted over the finished, ordered query. */
export function percentOf(r: Resolver, query: Sql, width: number, limit: RowLimit): Sql {
  const [q, p] = [r.alias('q'), r.alias('q')]
  const numbered = sql`select ${q}.*, row_number() over () as rn, count(*) over () as cnt from ${derived(query, q, width)}`
  const skipped = limit.offset ?? '0'
  return printSelect({
    items: columnNames(width).map((n) => `${p}.${n}`),
    from: sql`(${numbered}) as ${p}`,
    where: [sql`${p}.rn > ${skipped}`, sql`${p}.rn <= ${skipped} + ceil(${p}.cnt * ${limit.percent!} / 100)`],
    orderBy: [`${p}.rn`]
  })
}
