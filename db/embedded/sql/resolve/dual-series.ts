/** FROM dual CONNECT BY LEVEL <= n, the idiom that makes rows: a series instead of a recursion. */
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { ConditionNode, ExprNode, SelectBlock } from '../tree'
import { NUMBER } from '../types'
import { resolveFrom } from './from'
import type { BaseScope, ResolvedFrom } from './from-item'
import type { Env, Resolver } from './model'
import { FILLER } from './scope'
import { conjuncts, ownNodes } from './walk'

const isCounter = (n: ExprNode): boolean => n.type === 'pseudo' && (n.name === 'LEVEL' || n.name === 'ROWNUM')
const isConstant = (n: ExprNode): boolean => {
  for (const x of ownNodes(n))
    if (x.type === 'column' || x.type === 'pseudo' || x.type === 'prior' || x.type === 'subquery' || x.type === 'sequence') return false
  return true
}

/** The bound of `LEVEL <= n`, `LEVEL < n`, `n >= LEVEL`, …; undefined for any other condition. */
function bound(c: ConditionNode): { readonly value: ExprNode; readonly strict: boolean } | undefined {
  if (c.type !== 'compare') return undefined
  if (isCounter(c.left) && isConstant(c.right) && (c.operator === '<=' || c.operator === '<'))
    return { value: c.right, strict: c.operator === '<' }
  if (isCounter(c.right) && isConstant(c.left) && (c.operator === '>=' || c.operator === '>'))
    return { value: c.left, strict: c.operator === '>' }
  return undefined
}

/** At least one row, whatever n is: the root is never tested. */
export function dualSeries(r: Resolver, block: SelectBlock, base: BaseScope, where: readonly ConditionNode[]): ResolvedFrom | undefined {
  const { connectBy } = block
  if (!connectBy || connectBy.startWith || block.from.length !== 1 || block.from[0].type !== 'table') return undefined
  const bounds = conjuncts(connectBy.condition).map(bound)
  if (bounds.includes(undefined)) return undefined
  for (const n of ownNodes([block.items, block.groupBy, block.having, where])) {
    if (
      (n.type === 'pseudo' && n.name !== 'LEVEL' && n.name !== 'ROWNUM' && n.name !== 'ROWID') ||
      n.type === 'prior' ||
      n.type === 'connect-by-root'
    )
      return undefined
    if (n.type === 'call' && n.path[0].name === 'SYS_CONNECT_BY_PATH') return undefined
  }
  const from = resolveFrom(r, block.from, base, where)
  if (from.sql !== undefined) return undefined // not DUAL
  const env: Env = { scope: { ...from.scope, sources: [], columns: [] }, clause: 'connect by' }
  const most = bounds.map((b): Sql => {
    const n = r.convert(r.expression(b!.value, env), NUMBER).sql
    return b!.strict ? sql`coalesce(ceil(${n}) - 1, 1)` : sql`coalesce(floor(${n}), 1)`
  })
  const alias = r.alias('t')
  const level: Expr = { type: NUMBER, sql: `${alias}.n`, nullable: false, span: FILLER, digits: { int: 19, frac: 0 } }
  return {
    sql: sql`generate_series(1::numeric, greatest(least(${joinSql(most, ', ')}), 1)) as ${alias}(n)`,
    scope: { ...from.scope, pseudo: { LEVEL: level }, hierarchy: {} },
    where: from.where
  }
}
