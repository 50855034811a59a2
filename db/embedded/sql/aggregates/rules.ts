/**
 * The aggregate functions: how each is computed over a group or, with OVER, over a window.
 * Source: SQL Language Reference, "Aggregate Functions". The table makes docs/compatibility.md, too.
 */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, type Span, type Sql, sql } from '../expr'
import { digitsOf } from '../resolve/arithmetic'
import { inconsistent } from '../resolve/convert'
import { isDatetime, isNumeric, isText, NUMBER, type OraType, PG_TYPE, VARCHAR2 } from '../types'

/** A call with its arguments resolved. */
export interface AggregateInput {
  readonly name: string
  readonly args: readonly Expr[]
  readonly star: boolean
  readonly distinct: boolean
  /** WITHIN GROUP (ORDER BY …): its expressions, and as SQL with directions. */
  readonly orderBy: readonly Expr[]
  readonly orderSql: Sql
  readonly descending: boolean
  readonly windowed: boolean
  /** Makes `fn(…)` an aggregate over the group, or over the window. `ordered` window calls: whole partition. */
  over(fn: Sql): Sql
  convert(e: Expr, to: OraType): Expr
  readonly options: Readonly<Record<string, string | Expr>>
  readonly span: Span
}
export interface AggregateResult {
  readonly type: OraType
  readonly sql: Sql
  readonly nullable: boolean
  readonly digits?: Expr['digits']
}
export interface AggregateRule {
  readonly minArgs: number
  readonly maxArgs: number
  /** DISTINCT is allowed. */
  readonly distinct: boolean
  /** OVER is allowed. */
  readonly window: boolean
  build(input: AggregateInput): AggregateResult
}

const quantifier = (i: AggregateInput): string => (i.distinct && !i.windowed ? 'distinct ' : '')
/** Rows that a sum may have: ten digits more than one value. */
const SUM_DIGITS = 10

function numeric(i: AggregateInput, e: Expr): Expr {
  if (isNumeric(e.type)) return e
  if (!isText(e.type) && e.type.kind !== 'NULL') throw inconsistent('NUMBER', e.type, e.span.start)
  return i.convert(e, NUMBER)
}

function sum(i: AggregateInput): AggregateResult {
  const x = numeric(i, i.args[0])
  if (i.distinct && i.windowed)
    return { type: NUMBER, sql: sql`ora.n40(${i.over(sql`ora.sum_distinct(${i.convert(x, NUMBER).sql})`)})`, nullable: true }
  const total = i.over(sql`sum(${quantifier(i)}${x.sql})`)
  if (x.type.kind !== 'NUMBER') return { type: x.type, sql: sql`(${total})::${PG_TYPE[x.type.kind]}`, nullable: true }
  const digits = digitsOf(x)
  const wide = digits && { int: digits.int + SUM_DIGITS, frac: digits.frac }
  if (wide && wide.int + wide.frac <= 38) return { type: NUMBER, sql: total, nullable: true, digits: wide }
  return { type: NUMBER, sql: sql`ora.n40(${total})`, nullable: true }
}

function avg(i: AggregateInput): AggregateResult {
  const x = numeric(i, i.args[0])
  if (x.type.kind !== 'NUMBER')
    return { type: x.type, sql: sql`(${i.over(sql`avg(${quantifier(i)}${x.sql})`)})::${PG_TYPE[x.type.kind]}`, nullable: true }
  if (i.distinct && i.windowed) {
    return {
      type: NUMBER,
      sql: sql`ora.div(${i.over(sql`ora.sum_distinct(${x.sql})`)}, nullif(${i.over(sql`ora.count_distinct(${x.sql})`)}, 0)::numeric)`,
      nullable: true
    }
  }
  const [total, count] = [i.over(sql`sum(${quantifier(i)}${x.sql})`), i.over(sql`count(${quantifier(i)}${x.sql})`)]
  return { type: NUMBER, sql: sql`ora.div(${total}, nullif(${count}, 0)::numeric)`, nullable: true }
}

function count(i: AggregateInput): AggregateResult {
  const result = (s: Sql): AggregateResult => ({ type: NUMBER, sql: sql`(${s})::numeric`, nullable: false, digits: { int: 19, frac: 0 } })
  if (i.star) return result(i.over('count(*)'))
  const [x] = i.args
  if (x.type.kind === 'CLOB' && i.distinct) throw inconsistent('-', x.type, x.span.start)
  if (i.distinct && i.windowed) return result(i.over(sql`ora.count_distinct(${x.sql})`))
  return result(i.over(sql`count(${quantifier(i)}${x.sql})`))
}

function extreme(i: AggregateInput): AggregateResult {
  const [x] = i.args
  if (x.type.kind === 'CLOB' || x.type.kind === 'BLOB') throw inconsistent('-', x.type, x.span.start)
  const e = x.type.kind === 'NULL' ? i.convert(x, VARCHAR2) : x
  const type = e.type.kind === 'NUMBER' ? NUMBER : e.type
  return { type, sql: i.over(sql`${i.name.toLowerCase()}(${e.sql})`), nullable: true, digits: digitsOf(e) }
}

/** @param d what is taken from the number of values: 0 of a population, 1 of a sample. */
function moments(i: AggregateInput, x: Expr, d: 0 | 1): Sql {
  if (i.distinct) refuse(`${i.name}(DISTINCT …)`, i.span.start)
  const [n, sum, squares] = [sql`count(${x.sql})`, sql`sum(${x.sql})`, sql`sum(${x.sql} * ${x.sql})`].map((fn) => i.over(fn))
  return sql`ora.variance(${n}, ${sum}, ${squares}, ${String(d)})`
}
/** VARIANCE and STDDEV of one value are 0, the …_SAMP forms NULL. */
const spread =
  (d: 0 | 1, root: boolean, zeroForOne: boolean) =>
  (i: AggregateInput): AggregateResult => {
    const x = i.convert(numeric(i, i.args[0]), NUMBER)
    const v = zeroForOne ? sql`case ${i.over(sql`count(${x.sql})`)} when 1 then 0::numeric else ${moments(i, x, d)} end` : moments(i, x, d)
    return { type: NUMBER, sql: root ? sql`ora.square_root(${v})` : sql`(${v})`, nullable: true }
  }

/** Two-argument statistics: pairs with a null are left out. */
const paired =
  (make: (n: Sql, sx: Sql, sy: Sql, sxy: Sql, sxx: Sql, syy: Sql) => Sql) =>
  (i: AggregateInput): AggregateResult => {
    const [y, x] = i.args.map((e) => i.convert(numeric(i, e), NUMBER).sql)
    const [px, py] = [sql`(case when ${y} is not null then ${x} end)`, sql`(case when ${x} is not null then ${y} end)`]
    const s = (e: Sql): Sql => i.over(sql`sum(${e})`)
    const products = [s(sql`${px} * ${py}`), s(sql`${px} * ${px}`), s(sql`${py} * ${py}`)] as const
    return { type: NUMBER, sql: sql`(${make(i.over(sql`count(${px} + ${py})`), s(px), s(py), ...products)})`, nullable: true }
  }
const dividedBy = (a: Sql, b: Sql): Sql => sql`ora.div(${a}, nullif(${b}, 0))`

function listagg(i: AggregateInput): AggregateResult {
  const [x, separator] = i.args
  const item = i.convert(x, isText(x.type) ? x.type : VARCHAR2)
  const glue = separator ? sql`coalesce(${i.convert(separator, VARCHAR2).sql}, '')` : `''`
  const type: OraType = { kind: 'VARCHAR2', size: 4000, unit: 'BYTE' }
  if (i.options.overflow === 'TRUNCATE') return { type, sql: truncatedList(i, item, glue), nullable: true }
  if (i.windowed) {
    if (i.distinct) throw oraError(30482, [], i.span.start)
    return { type, sql: sql`ora.len_4000(${i.over(sql`string_agg(${item.sql}, ${glue})`)})`, nullable: true }
  }
  if (!i.distinct) {
    const order = i.orderBy.length > 0 ? sql` order by ${i.orderSql}` : ''
    return { type, sql: sql`ora.len_4000(${i.over(sql`string_agg(${item.sql}, ${glue}${order})`)})`, nullable: true }
  }
  if (i.orderBy.length > 1 || (i.orderBy.length === 1 && JSON.stringify(i.orderBy[0].sql) !== JSON.stringify(x.sql))) {
    refuse('LISTAGG (DISTINCT …) in another order than its own', i.span.start)
  }
  const text = i.convert({ ...x, sql: 'u.v' }, isText(x.type) ? x.type : VARCHAR2).sql
  const order = i.orderBy.length > 0 ? sql` order by u.v${i.descending ? ' desc' : ''}` : ''
  return {
    type,
    sql: sql`ora.len_4000((select string_agg(${text}, ${glue}${order}) from unnest(${i.over(sql`array_agg(distinct ${x.sql})`)}) as u(v)))`,
    nullable: true
  }
}

/** ON OVERFLOW TRUNCATE: as many whole items as leave room for the filler and the number of those left out. */
function truncatedList(i: AggregateInput, item: Expr, glue: Sql): Sql {
  if (i.distinct) return refuse('LISTAGG (DISTINCT … ON OVERFLOW TRUNCATE)', i.span.start)
  const { filler } = i.options
  const end = filler === undefined || typeof filler === 'string' ? `'...'` : sql`coalesce(${i.convert(filler, VARCHAR2).sql}, '')`
  const order = !i.windowed && i.orderBy.length > 0 ? sql` order by ${i.orderSql}` : ''
  const counted = String(i.options.count !== 'WITHOUT')
  return sql`ora.listagg_truncate(${i.over(sql`array_agg(${item.sql}${order})`)}, ${glue}, ${end}, ${counted})`
}

function median(i: AggregateInput): AggregateResult {
  return percentile(i, i.args[0], '0.5::numeric')
}
function percentile(i: AggregateInput, x: Expr, fraction: Sql): AggregateResult {
  if (isDatetime(x.type)) {
    if (x.type.kind !== 'DATE' && x.type.kind !== 'TIMESTAMP') refuse(`${i.name} of a TIMESTAMP WITH TIME ZONE`, x.span.start)
    return { type: x.type, sql: sql`ora.percentile(${i.over(sql`array_agg(${x.sql})`)}, ${fraction})`, nullable: true }
  }
  return {
    type: NUMBER,
    sql: sql`ora.percentile(${i.over(sql`array_agg(${i.convert(numeric(i, x), NUMBER).sql})`)}, ${fraction})`,
    nullable: true
  }
}
function percentileWithin(i: AggregateInput): AggregateResult {
  const [x] = i.orderBy
  if (!x || i.orderBy.length > 1) throw oraError(30491, [], i.span.start)
  const p = i.convert(i.args[0], NUMBER).sql
  if (i.name === 'PERCENTILE_CONT') return percentile(i, x, i.descending ? sql`(1::numeric - ${p})` : p)
  if (i.descending) refuse('PERCENTILE_DISC in descending order', i.span.start)
  return { type: x.type, sql: sql`ora.percentile_disc(${i.over(sql`array_agg(${x.sql})`)}, ${p})`, nullable: true }
}

/** RANK(x) WITHIN GROUP (ORDER BY …): the rank that x would have. */
function hypothetical(i: AggregateInput): AggregateResult {
  if (i.args.length !== i.orderBy.length) throw oraError(i.args.length > i.orderBy.length ? 939 : 938, [], i.span.start)
  const values = i.args.map((a, n) => i.convert(a, i.orderBy[n].type).sql)
  const list = values.flatMap((v, n) => (n === 0 ? [v] : [', ', v]))
  return {
    type: NUMBER,
    sql: sql`(${i.over(sql`${i.name.toLowerCase()}(${list}) within group (order by ${i.orderSql})`)})::numeric`,
    nullable: false
  }
}

function mode(i: AggregateInput): AggregateResult {
  const [x] = i.args
  return { type: x.type, sql: i.over(sql`mode() within group (order by ${x.sql})`), nullable: true }
}

const rule = (
  minArgs: number,
  maxArgs: number,
  build: AggregateRule['build'],
  allow: { distinct?: boolean; window?: boolean } = {}
): AggregateRule => ({ minArgs, maxArgs, distinct: allow.distinct ?? false, window: allow.window ?? true, build })

export const AGGREGATES: Readonly<Record<string, AggregateRule>> = {
  ANY_VALUE: rule(1, 1, (i) => ({ type: i.args[0].type, sql: i.over(sql`any_value(${i.args[0].sql})`), nullable: true }), {
    distinct: true,
    window: false
  }),
  APPROX_COUNT_DISTINCT: rule(1, 1, (i) => count({ ...i, distinct: true }), { window: false }),
  AVG: rule(1, 1, avg, { distinct: true }),
  CORR: rule(
    2,
    2,
    paired((n, sx, sy, sxy, sxx, syy) => sql`ora.correlation(${n}, ${sx}, ${sy}, ${sxy}, ${sxx}, ${syy})`)
  ),
  COUNT: rule(1, 1, count, { distinct: true }),
  COVAR_POP: rule(
    2,
    2,
    paired((n, sx, sy, sxy) => dividedBy(sql`${sxy} - ${dividedBy(sql`${sx} * ${sy}`, n)}`, n))
  ),
  COVAR_SAMP: rule(
    2,
    2,
    paired((n, sx, sy, sxy) => dividedBy(sql`${sxy} - ${dividedBy(sql`${sx} * ${sy}`, n)}`, sql`${n} - 1`))
  ),
  CUME_DIST: rule(1, Infinity, (i) => refuse('CUME_DIST … WITHIN GROUP', i.span.start), { window: false }),
  DENSE_RANK: rule(1, Infinity, hypothetical, { window: false }),
  LISTAGG: rule(1, 2, listagg, { distinct: true }),
  MAX: rule(1, 1, extreme, { distinct: true }),
  MEDIAN: rule(1, 1, median),
  MIN: rule(1, 1, extreme, { distinct: true }),
  PERCENT_RANK: rule(1, Infinity, (i) => refuse('PERCENT_RANK … WITHIN GROUP', i.span.start), { window: false }),
  PERCENTILE_CONT: rule(1, 1, percentileWithin),
  PERCENTILE_DISC: rule(1, 1, percentileWithin),
  RANK: rule(1, Infinity, hypothetical, { window: false }),
  REGR_COUNT: rule(
    2,
    2,
    paired((n) => sql`(${n})::numeric`)
  ),
  REGR_AVGX: rule(
    2,
    2,
    paired((n, sx) => dividedBy(sx, n))
  ),
  REGR_AVGY: rule(
    2,
    2,
    paired((n, _, sy) => dividedBy(sy, n))
  ),
  REGR_SLOPE: rule(
    2,
    2,
    paired((n, sx, sy, sxy, sxx) => dividedBy(sql`${n} * ${sxy} - ${sx} * ${sy}`, sql`${n} * ${sxx} - ${sx} * ${sx}`))
  ),
  REGR_INTERCEPT: rule(
    2,
    2,
    paired((n, sx, sy, sxy, sxx) => dividedBy(sql`${sy} * ${sxx} - ${sx} * ${sxy}`, sql`${n} * ${sxx} - ${sx} * ${sx}`))
  ),
  STATS_MODE: rule(1, 1, mode, { window: false }),
  STDDEV: rule(1, 1, spread(1, true, true), { distinct: true }),
  STDDEV_POP: rule(1, 1, spread(0, true, false)),
  STDDEV_SAMP: rule(1, 1, spread(1, true, false)),
  SUM: rule(1, 1, sum, { distinct: true }),
  VAR_POP: rule(1, 1, spread(0, false, false)),
  VAR_SAMP: rule(1, 1, spread(1, false, false)),
  VARIANCE: rule(1, 1, spread(1, false, true), { distinct: true })
}
