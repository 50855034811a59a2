/**
 * KEEP (DENSE_RANK FIRST …): each row's rank in its group is computed before grouping; the aggregate takes rows of
 * rank 1. MIN and MAX over a group need no ranks (aggregate-calls.ts). Source: SQL Language Reference, "FIRST".
 */
import { refuse } from '../../errors/ora-error'
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { ExprNode, FunctionCall, SelectBlock, SortItem } from '../tree'
import { requireSortable } from './compare'
import type { Resolver, Scope } from './model'
import { rebase } from './scope'
import { printSelect, type SelectParts } from './select-parts'
import { reversed, sortList } from './sort'
import { ownNodes } from './walk'

export const isPlainKeep = (call: FunctionCall): boolean =>
  !call.over && !call.quantifier && (call.path[0].name === 'MAX' || call.path[0].name === 'MIN')

interface Rows extends Pick<SelectParts, 'from' | 'where' | 'limit'> {
  readonly scope: Scope
}

/** The block's rows with the ranks that its KEEP clauses need; undefined when none does. */
export function keepRanks(r: Resolver, block: SelectBlock, order: readonly SortItem[], rows: Rows): Rows | undefined {
  const calls: FunctionCall[] = []
  for (const n of ownNodes([block.items, block.having, order])) if (n.type === 'call' && n.keep && !isPlainKeep(n)) calls.push(n)
  if (calls.length === 0) return undefined
  const alias = r.alias('q')
  const ranks = new Map<FunctionCall, Sql>()
  const columns = calls.map((call, i): Sql => {
    ranks.set(call, `${alias}.k${i + 1}`)
    return sql`${rank(r, call, block, rows.scope)} as k${String(i + 1)}`
  })
  const moved = rebase(rows.scope, alias)
  const items = [...moved.items, ...columns]
  const inner = printSelect({ ...rows, items: [...items.slice(0, -1), [items[items.length - 1], moved.late]] })
  return { from: sql`(${inner}) as ${alias}`, where: [], scope: { ...moved.scope, keepRanks: ranks } }
}

function rank(r: Resolver, call: FunctionCall, block: SelectBlock, scope: Scope): Sql {
  const expr = (n: ExprNode): Expr => {
    const e = r.expression(n, { scope, clause: 'group by' })
    requireSortable(e)
    return e
  }
  const partition = (call.over ? call.over.partitionBy : groupKeys(block, call)).map((n) => expr(n).sql)
  const { rank: end, orderBy } = call.keep!
  const keys = orderBy.map((s) => expr(s.value))
  const sorted = end === 'FIRST' ? sortList(keys, orderBy) : sortList(keys, orderBy, reversed)
  return sql`dense_rank() over (${partition.length > 0 ? sql`partition by ${joinSql(partition, ', ')} ` : ''}order by ${sorted})`
}

function groupKeys(block: SelectBlock, call: FunctionCall): ExprNode[] {
  return block.groupBy.flatMap((g) => {
    if (g.type === 'group-empty') return []
    if (g.type !== 'group-expr') return refuse(`${call.path[0].name} … KEEP with ROLLUP, CUBE or GROUPING SETS`, call.start)
    return g.value.type === 'row' ? g.value.items : [g.value]
  })
}
