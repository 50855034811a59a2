/**
 * ROWNUM in WHERE. A row gets its number when all conditions hold, so a condition on ROWNUM alone keeps the
 * first rows up to the one where it first fails. Source: SQL Language Reference, "ROWNUM Pseudocolumn".
 */
import { refuse } from '../../errors/ora-error'
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { ComparisonOperator, ConditionNode, ExprNode } from '../tree'
import { NUMBER } from '../types'
import type { Env, Resolver } from './model'
import { findColumn } from './scope'
import { ownNodes, usesRownum } from './walk'

const isRownum = (n: ExprNode): boolean => n.type === 'pseudo' && n.name === 'ROWNUM'
const FLIPPED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<='
}

export interface SplitWhere {
  readonly plain: readonly ConditionNode[]
  /** How many rows pass; undefined when ROWNUM is not restricted. Yields bigint. */
  readonly limit?: Sql
}

export function splitRownum(r: Resolver, where: readonly ConditionNode[], env: Env): SplitWhere {
  const plain = where.filter((c) => !usesRownum(c))
  const bounds = where.filter((c) => usesRownum(c)).flatMap((c) => boundsOf(r, c, env))
  if (bounds.length === 0) return { plain }
  return { plain, limit: bounds.length === 1 ? sql`(${bounds[0]})::bigint` : sql`(least(${joinSql(bounds, ', ')}))::bigint` }
}

/** Numbers of rows; NULL where the condition sets no bound. */
function boundsOf(r: Resolver, c: ConditionNode, env: Env): Sql[] {
  if (c.type === 'compare') {
    if (isRownum(c.left) && !usesRownum(c.right)) return [bound(c.operator, value(r, c.right, env))]
    if (isRownum(c.right) && !usesRownum(c.left)) return [bound(FLIPPED[c.operator], value(r, c.left, env))]
  }
  if (c.type === 'between' && !c.negated && isRownum(c.operand) && !usesRownum([c.low, c.high])) {
    return [bound('>=', value(r, c.low, env)), bound('<=', value(r, c.high, env))]
  }
  if (c.type === 'in' && !c.negated && isRownum(c.left) && Array.isArray(c.right))
    return [listBound(r, c.right as readonly ExprNode[], env)]
  return refuse('this condition on ROWNUM', c.start)
}

function value(r: Resolver, node: ExprNode, env: Env): Expr {
  for (const n of ownNodes(node)) {
    if (n.type === 'column') {
      const found = findColumn(env.scope, n.path)
      if (found?.scope === env.scope) refuse('comparison of ROWNUM with a column', n.start)
    }
    if (n.type === 'subquery') refuse('comparison of ROWNUM with a subquery', n.start)
  }
  return r.convert(r.expression(node, env), NUMBER)
}

const NO_ROWS = 0
function bound(operator: ComparisonOperator, e: Expr): Sql {
  if (e.origin?.is === 'literal' && e.origin.value !== null) {
    const n = Number(e.origin.value)
    if (Number.isSafeInteger(Math.trunc(n))) return constantBound(operator, n)
  }
  const n = e.sql
  const most = '9223372036854775807::numeric'
  switch (operator) {
    case '<=':
      return sql`least(coalesce(greatest(floor(${n}), 0), 0), ${most})`
    case '<':
      return sql`least(coalesce(greatest(ceil(${n}) - 1, 0), 0), ${most})`
    case '=':
      return sql`case when ${n} = 1 then 1::numeric else 0::numeric end`
    case '>=':
      return sql`case when ${n} <= 1 then null::numeric else 0::numeric end`
    case '>':
      return sql`case when ${n} < 1 then null::numeric else 0::numeric end`
    case '<>':
      return sql`case when ${n} is null then 0::numeric when ${n} >= 1 and floor(${n}) = ${n} then least(${n} - 1, ${most}) end`
  }
}
function constantBound(operator: ComparisonOperator, n: number): Sql {
  const rows: Record<ComparisonOperator, number | null> = {
    '<=': Math.max(Math.floor(n), NO_ROWS),
    '<': Math.max(Math.ceil(n) - 1, NO_ROWS),
    '=': n === 1 ? 1 : NO_ROWS,
    '>=': n <= 1 ? null : NO_ROWS,
    '>': n < 1 ? null : NO_ROWS,
    '<>': n >= 1 && Number.isInteger(n) ? n - 1 : null
  }
  return rows[operator] === null ? 'null::numeric' : `${rows[operator]}::numeric`
}

/** rownum in (1, 2, 5): as many rows as are listed from 1 on without a gap. */
function listBound(r: Resolver, list: readonly ExprNode[], env: Env): Sql {
  const numbers = new Set(
    list.map((item) => {
      const e = value(r, item, env)
      if (e.origin?.is !== 'literal') refuse('ROWNUM IN (…) of something other than literals', item.start)
      return Number(e.origin.value)
    })
  )
  let rows = 0
  while (numbers.has(rows + 1)) rows += 1
  return `${rows}::numeric`
}
