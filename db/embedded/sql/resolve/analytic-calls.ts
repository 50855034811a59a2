/** Functions with OVER. Source: SQL Language Reference, "Analytic Functions". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { AGGREGATES } from '../aggregates/rules'
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { FrameBound, FunctionCall, SortItem, WindowSpec } from '../tree'
import { isDatetime, isInterval, isNumeric, NUMBER, type OraType, VARCHAR2 } from '../types'
import { aggregateInput, aggregateRule, keptRows } from './aggregate-calls'
import { requireSortable } from './compare'
import { withZoneOf } from './convert'
import type { Env, Resolver } from './model'
import { reversed, sortList } from './sort'

interface Window {
  readonly spec: WindowSpec
  readonly partition: Sql
  readonly keys: readonly Expr[]
  /** Contents of OVER (…), as written. */
  readonly sql: Sql
  /** The same with another frame, or none. */
  /** The same rows in the opposite order. */
  backwards(): Sql
  framed(frame: Sql, turn?: (i: SortItem) => Pick<SortItem, 'descending' | 'nulls'>): Sql
}
interface Call {
  readonly r: Resolver
  readonly node: FunctionCall
  readonly env: Env
  readonly args: readonly Expr[]
  readonly window: Window
}
type Result = Omit<Expr, 'span'>
type Build = (c: Call) => Result

export function analyticCall(r: Resolver, node: FunctionCall, env: Env): Expr {
  if (env.clause !== 'select' && env.clause !== 'order by') throw oraError(30483, [], node.start)
  const inside: Env = { ...env, clause: 'window', aliases: undefined }
  const window = resolveWindow(r, node, node.over!, inside)
  const args = node.args.map((a) => r.expression(a.value, inside))
  const name = node.path[0].name
  const build = ANALYTIC[name] ?? (AGGREGATES[name]?.window ? windowedAggregate : undefined)
  if (!build) return AGGREGATES[name] ? refuse(`${name} … OVER`, node.start) : refuse(`analytic function ${name}`, node.start)
  return { ...withZoneOf(build({ r, node, env: inside, args, window }), args, `in ${name} OVER`), span: { start: node.start, end: node.end } }
}

function resolveWindow(r: Resolver, node: FunctionCall, spec: WindowSpec, env: Env): Window {
  const partitions = spec.partitionBy.map((p) => {
    const e = r.expression(p, env)
    requireSortable(e)
    return e
  })
  const keys = spec.orderBy.map((s) => r.expression(s.value, env))
  if (spec.frame && keys.length === 0) throw oraError(30485, [], node.start)
  const partition: Sql =
    partitions.length > 0
      ? sql`partition by ${joinSql(
          partitions.map((p) => p.sql),
          ', '
        )} `
      : ''
  const frame = spec.frame ? frameSql(r, spec.frame, spec, keys, env) : ''
  const over = (f: Sql, turn?: (i: SortItem) => Pick<SortItem, 'descending' | 'nulls'>): Sql =>
    sql`${partition}${keys.length > 0 ? sql`order by ${sortList(keys, spec.orderBy, turn)} ` : ''}${f}`
  const reverse = (b: FrameBound): FrameBound => ({ ...b, bound: OPPOSITE[b.bound] })
  const backwards = (): Sql => {
    const { unit, from, to } = spec.frame ?? DEFAULT_FRAME
    return over(frameSql(r, { unit, from: reverse(to ?? { bound: 'CURRENT ROW' }), to: reverse(from) }, spec, keys, env), reversed)
  }
  return { spec, partition, keys, sql: over(frame), framed: over, backwards }
}

function frameSql(r: Resolver, frame: NonNullable<WindowSpec['frame']>, spec: WindowSpec, keys: readonly Expr[], env: Env): Sql {
  const bound = (b: FrameBound): Sql => (b.value === undefined ? b.bound.toLowerCase() : sql`${offset(b)} ${b.bound.toLowerCase()}`)
  const offset = (b: FrameBound): Sql => {
    const e = r.expression(b.value!, env)
    if (frame.unit !== 'RANGE') return sql`(${r.convert(e, NUMBER).sql})::bigint`
    if (spec.orderBy.length !== 1) throw oraError(30486, [], b.value!.start)
    const [key] = keys
    if (isDatetime(key.type))
      return isInterval(e.type) ? e.sql : sql`make_interval(secs => round(${r.convert(e, NUMBER).sql} * 86400)::float8)`
    if (!isNumeric(key.type)) throw oraError(902, [], b.value!.start)
    return r.convert(e, key.type.kind === 'NUMBER' ? NUMBER : key.type).sql
  }
  const to: FrameBound = frame.to ?? { bound: 'CURRENT ROW' }
  return sql`${frame.unit.toLowerCase()} between ${bound(frame.from)} and ${bound(to)}`
}

const OPPOSITE: Readonly<Record<FrameBound['bound'], FrameBound['bound']>> = {
  'UNBOUNDED PRECEDING': 'UNBOUNDED FOLLOWING',
  'UNBOUNDED FOLLOWING': 'UNBOUNDED PRECEDING',
  'CURRENT ROW': 'CURRENT ROW',
  PRECEDING: 'FOLLOWING',
  FOLLOWING: 'PRECEDING'
}
const DEFAULT_FRAME: NonNullable<WindowSpec['frame']> = {
  unit: 'RANGE',
  from: { bound: 'UNBOUNDED PRECEDING' },
  to: { bound: 'CURRENT ROW' }
}

const needOrder = (c: Call): void => {
  if (c.window.keys.length === 0) throw oraError(30485, [], c.node.start)
}
const noFrame = (c: Call): void => {
  if (c.window.spec.frame) throw oraError(907, [], c.window.spec.start)
}
function needArgs(c: Call, min: number, max: number): void {
  if (c.args.length < min || c.args.length > max) throw oraError(min === max ? 909 : c.args.length < min ? 938 : 939, [], c.node.start)
}
const whole = 'rows between unbounded preceding and unbounded following'

const ranking =
  (fn: string): Build =>
  (c) => {
    needArgs(c, 0, 0)
    needOrder(c)
    noFrame(c)
    return { type: NUMBER, sql: sql`(${fn}() over (${c.window.sql}))::numeric`, nullable: false, digits: { int: 19, frac: 0 } }
  }
/** Rows up to this one's peers, and rows of the partition. */
const counts = (c: Call): { readonly upTo: Sql; readonly all: Sql } => ({
  upTo: sql`(count(*) over (${c.window.framed('range between unbounded preceding and current row')}))::numeric`,
  all: sql`(count(*) over (${c.window.partition}))::numeric`
})

function neighbour(c: Call): Result {
  needArgs(c, 1, 3)
  needOrder(c)
  noFrame(c)
  const name = c.node.path[0].name
  const value = c.args[0].type.kind === 'NULL' ? c.r.convert(c.args[0], VARCHAR2) : c.args[0]
  const steps = c.args[1] ? c.r.convert(c.args[1], NUMBER) : undefined
  const fallback = c.args[2] && c.r.convert(c.args[2], plain(value.type))
  const nullable = true
  if (c.node.nulls === 'IGNORE') {
    if (steps && !(steps.origin?.is === 'literal' && steps.origin.value === '1'))
      refuse(`${name} IGNORE NULLS with an offset`, c.node.start)
    const over = c.window.framed('rows between unbounded preceding and 1 preceding', name === 'LEAD' ? reversed : undefined)
    const found = sql`ora.last_nn(${value.sql}) over (${over})`
    return { type: value.type, sql: fallback ? sql`coalesce(${found}, ${fallback.sql})` : sql`(${found})`, nullable }
  }
  const args = [value.sql, ...(steps ? [sql`ora.row_offset(${steps.sql})`] : []), ...(fallback ? [fallback.sql] : [])]
  return { type: value.type, sql: sql`(${name.toLowerCase()}(${joinSql(args, ', ')}) over (${c.window.sql}))`, nullable }
}
const plain = (t: OraType): OraType => (t.kind === 'VARCHAR2' || t.kind === 'CHAR' ? VARCHAR2 : t.kind === 'NUMBER' ? NUMBER : t)

function edge(c: Call): Result {
  needArgs(c, 1, 1)
  const [x] = c.args
  const first = c.node.path[0].name === 'FIRST_VALUE'
  if (c.node.nulls === 'IGNORE') {
    return { type: x.type, sql: sql`(ora.${first ? 'first_nn' : 'last_nn'}(${x.sql}) over (${c.window.sql}))`, nullable: true }
  }
  return { type: x.type, sql: sql`(${first ? 'first_value' : 'last_value'}(${x.sql}) over (${c.window.sql}))`, nullable: true }
}

function windowedAggregate(c: Call): Result {
  const { node, window } = c
  const name = node.path[0].name
  const rule = aggregateRule(node)
  const distinct = node.quantifier === 'DISTINCT' || node.quantifier === 'UNIQUE'
  const wholePartition = distinct || node.keep !== undefined || name === 'LISTAGG' || name === 'MEDIAN' || name.startsWith('PERCENTILE')
  if (wholePartition && (window.keys.length > 0 || window.spec.frame)) throw oraError(30487, [], node.start)
  const order = (node.withinGroup ?? []).map((s) => c.r.expression(s.value, c.env))
  if (name === 'LISTAGG') {
    const over = sql`over (${window.partition}order by ${sortList(order, node.withinGroup ?? [])} ${whole})`
    return rule.build(
      aggregateInput(c.r, node, c.env, c.args, order, (fn) => sql`${fn} ${order.length > 0 ? over : sql`over (${window.partition})`}`, true)
    )
  }
  return rule.build(
    aggregateInput(
      c.r,
      node,
      c.env,
      c.args,
      order,
      (fn) => sql`${keptRows(c.env.scope.grouping?.inner ?? c.env.scope, node, fn)} over (${window.sql})`,
      true
    )
  )
}

/** Also for docs/compatibility.md. */
export const ANALYTIC: Readonly<Record<string, Build>> = {
  ROW_NUMBER: ranking('row_number'),
  RANK: ranking('rank'),
  DENSE_RANK: ranking('dense_rank'),
  PERCENT_RANK: (c) => {
    needArgs(c, 0, 0)
    needOrder(c)
    noFrame(c)
    const { all } = counts(c)
    const before = sql`(rank() over (${c.window.sql}) - 1)::numeric`
    return { type: NUMBER, sql: sql`(case when ${all} > 1 then ora.div(${before}, ${all} - 1) else 0::numeric end)`, nullable: false }
  },
  CUME_DIST: (c) => {
    needArgs(c, 0, 0)
    needOrder(c)
    noFrame(c)
    const { upTo, all } = counts(c)
    return { type: NUMBER, sql: sql`ora.div(${upTo}, ${all})`, nullable: false }
  },
  NTILE: (c) => {
    needArgs(c, 1, 1)
    needOrder(c)
    noFrame(c)
    return {
      type: NUMBER,
      sql: sql`(ntile(trunc(${c.r.convert(c.args[0], NUMBER).sql})::int) over (${c.window.sql}))::numeric`,
      nullable: true
    }
  },
  LAG: neighbour,
  LEAD: neighbour,
  FIRST_VALUE: edge,
  LAST_VALUE: edge,
  NTH_VALUE: (c) => {
    needArgs(c, 2, 2)
    if (c.node.nulls === 'IGNORE') return refuse('NTH_VALUE IGNORE NULLS', c.node.start)
    const over = c.node.options?.from === 'LAST' ? c.window.backwards() : c.window.sql
    return {
      type: c.args[0].type,
      sql: sql`(nth_value(${c.args[0].sql}, trunc(${c.r.convert(c.args[1], NUMBER).sql})::int) over (${over}))`,
      nullable: true
    }
  },
  RATIO_TO_REPORT: (c) => {
    needArgs(c, 1, 1)
    if (c.window.keys.length > 0) throw oraError(30487, [], c.node.start)
    const x = c.r.convert(c.args[0], NUMBER)
    return { type: NUMBER, sql: sql`ora.div(${x.sql}, nullif(sum(${x.sql}) over (${c.window.sql}), 0))`, nullable: true }
  }
}
