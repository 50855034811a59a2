/** Aggregate calls of a grouped query block, GROUPING and KEEP. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { AGGREGATES, type AggregateInput, type AggregateRule } from '../aggregates/rules'
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { FunctionCall } from '../tree'
import { NUMBER } from '../types'
import { withZoneOf } from './convert'
import { expressionKey } from './group-keys'
import { isPlainKeep } from './keep-ranks'
import type { Env, Grouping, Resolver, Scope } from './model'
import { findColumn } from './scope'
import { reversed, sortList } from './sort'
import { hasAggregate, ownNodes } from './walk'

/** Clauses where the outer level of max(sum(x)) may stand. */
export function aggregateCall(r: Resolver, node: FunctionCall, env: Env): Expr {
  const grouping = env.scope.grouping
  if (env.clause === 'aggregate') throw oraError(env.scope.outer?.grouping ? 935 : 978, [], node.start)
  if (!grouping) throw oraError(934, [], node.start)
  const nested = hasAggregate(node.args)
  if (grouping.nest) {
    if (!grouping.nested!.explicit) throw oraError(978, [], node.start)
    if (!nested) throw oraError(937, [], node.start)
    const args = node.args.map((a) => grouping.nest!(r.expression(a.value, { ...env, scope: nestedScope(env, grouping) })))
    return aggregate(r, node, env, args, [])
  }
  if (nested) throw oraError(grouping.explicit ? 935 : 978, [], node.start)
  const inner: Env = { ...env, scope: grouping.inner, clause: 'aggregate', aliases: undefined }
  const args = node.args.map((a) => r.expression(a.value, inner))
  return aggregate(
    r,
    node,
    env,
    args,
    (node.withinGroup ?? []).map((s) => r.expression(s.value, inner)),
    inner
  )
}
const nestedScope = (env: Env, grouping: Grouping): Env['scope'] => ({ ...env.scope, grouping: grouping.nested })

/** The rule of an aggregate, its number of arguments checked. */
export function aggregateRule(node: FunctionCall): AggregateRule {
  const rule = AGGREGATES[node.path[0].name]
  if (!rule) return refuse(`${node.path[0].name}`, node.start)
  const count = node.star ? 1 : node.args.length
  if (count < rule.minArgs) throw oraError(rule.minArgs === rule.maxArgs ? 909 : 938, [], node.start)
  if (count > rule.maxArgs) throw oraError(rule.minArgs === rule.maxArgs ? 909 : 939, [], node.start)
  const distinct = node.quantifier === 'DISTINCT' || node.quantifier === 'UNIQUE'
  if (distinct && !rule.distinct) throw oraError(30482, [], node.start)
  return rule
}

export function aggregateInput(
  r: Resolver,
  node: FunctionCall,
  env: Env,
  args: readonly Expr[],
  orderBy: readonly Expr[],
  over: (fn: Sql) => Sql,
  windowed: boolean
): AggregateInput {
  const items = node.withinGroup ?? []
  const options = Object.fromEntries(
    Object.entries(node.options ?? {}).map(([k, v]) => [k, typeof v === 'string' ? v : r.expression(v, env)])
  )
  return {
    name: node.path[0].name,
    args,
    star: node.star === true,
    distinct: node.quantifier === 'DISTINCT' || node.quantifier === 'UNIQUE',
    orderBy,
    orderSql: sortList(orderBy, items),
    descending: items[0]?.descending ?? false,
    windowed,
    over,
    options,
    convert: (e, to) => r.convert(e, to),
    span: { start: node.start, end: node.end }
  }
}

function aggregate(r: Resolver, node: FunctionCall, env: Env, args: readonly Expr[], orderBy: readonly Expr[], inner?: Env): Expr {
  const span = { start: node.start, end: node.end }
  const rule = aggregateRule(node)
  const name = node.path[0].name
  if ((name === 'LISTAGG' && node.args.length === 0) || (name.startsWith('PERCENTILE') && !node.withinGroup))
    throw oraError(30491, [], node.start)
  if (node.keep && !inner) return refuse('KEEP over nested aggregates', node.start)
  if (node.keep && inner && isPlainKeep(node)) return { ...keepExtreme(r, node, args, inner), span }
  const own = inner && ownRow(node, inner.scope)
  const filter = (fn: Sql): Sql => keptRows(inner?.scope, node, fn, own)
  return { ...withZoneOf(rule.build(aggregateInput(r, node, env, args, orderBy, filter, false)), args, `in ${node.path[0].name}`), span }
}

/** The aggregate over the rows that KEEP leaves. */
export function keptRows(scope: Scope | undefined, node: FunctionCall, fn: Sql, own?: Sql): Sql {
  const rank = scope?.keepRanks?.get(node)
  if (node.keep && rank === undefined) return refuse('KEEP in this place', node.start)
  const conditions = [...(rank === undefined ? [] : [sql`${rank} = 1`]), ...(own === undefined ? [] : [own])]
  return conditions.length === 0 ? fn : sql`${fn} filter (where ${joinSql(conditions, ' and ')})`
}

/**
 * A true condition on a column of this block, for an aggregate that reads only outer blocks' columns: PostgreSQL
 * would compute that one in the outer block. Undefined when the aggregate has a column of this block.
 */
function ownRow(node: FunctionCall, scope: Scope): Sql | undefined {
  let outer = false
  for (const n of ownNodes([node.args, node.withinGroup])) {
    if (n.type === 'subquery') outer = true
    if (n.type !== 'column') continue
    const found = findColumn(scope, n.path)
    if (found?.scope === scope) return undefined
    outer ||= found !== undefined
  }
  if (!outer) return undefined
  const column = scope.sources.flatMap((s) => s.columns).find((c) => !c.expr.constant && String(c.expr.sql).includes('.'))
  if (!column) return refuse("an aggregate of an outer query's columns only, without a table of its own", node.start)
  return sql`(${column.expr.sql} is null) is not null`
}

/** MAX(v) KEEP (DENSE_RANK FIRST ORDER BY k): of the rows with the first k, the largest v. */
function keepExtreme(r: Resolver, node: FunctionCall, args: readonly Expr[], inner: Env): Omit<Expr, 'span'> {
  const [v] = args
  const { rank, orderBy } = node.keep!
  const keys = orderBy.map((s) => r.expression(s.value, inner))
  const order = rank === 'FIRST' ? sortList(keys, orderBy) : sortList(keys, orderBy, reversed)
  const best = node.path[0].name === 'MAX' ? ' desc' : ''
  const type = v.type.kind === 'NUMBER' ? NUMBER : v.type
  return { type, sql: sql`(array_agg(${v.sql} order by ${order}, ${v.sql}${best} nulls last))[1]`, nullable: true }
}

/** GROUPING(e), GROUPING_ID(e, …): which expressions a superaggregate row leaves out. */
export function groupingCall(_r: Resolver, node: FunctionCall, env: Env): Expr {
  const name = node.path[0].name
  const grouping = env.scope.grouping
  if (!grouping?.explicit) throw oraError(934, [], node.start)
  if (name === 'GROUP_ID') return refuse('GROUP_ID', node.start)
  if (name === 'GROUPING' && node.args.length !== 1) throw oraError(909, [], node.start)
  if (node.args.length === 0) throw oraError(938, [], node.start)
  const keys: Sql[] = node.args.flatMap((a, i) => {
    const key = expressionKey(a.value, grouping.inner)
    const found = key === undefined ? undefined : grouping.keys.get(key)
    if (!found) throw oraError(979, [], a.start)
    return i === 0 ? [found.sql] : [', ', found.sql]
  })
  return { type: NUMBER, sql: sql`grouping(${keys})::numeric`, nullable: false, span: { start: node.start, end: node.end } }
}
