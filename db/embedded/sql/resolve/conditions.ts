/** Conditions. Source: SQL Language Reference, "Conditions". Oracle's and PostgreSQL's three-valued logic agree. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Condition, type Expr, joinSql, quoteLiteral, type Span, type Sql, sql } from '../expr'
import { regexpLike } from '../functions/regexp'
import type { Comparison, ConditionNode, ExprNode, InCondition, LikeCondition, QuantifiedComparison, QueryNode } from '../tree'
import { isNumeric } from '../types'
import { asText, comparable, compare } from './compare'
import type { Env, ResolvedQuery, Resolver } from './model'
import { rowidComparison } from './rowid'
import { ruleContext } from './rule-context'

type Of<T extends ConditionNode['type']> = ConditionNode extends infer N
  ? N extends { type: infer U }
    ? T extends U
      ? N & { type: T }
      : never
    : never
  : never
type Resolve<T extends ConditionNode['type']> = (r: Resolver, node: Of<T>, env: Env) => Sql
const MAX_LIST = 1000

const isQuery = (x: readonly ExprNode[] | QueryNode): x is QueryNode => !Array.isArray(x)
const items = (node: ExprNode): readonly ExprNode[] => (node.type === 'row' ? node.items : [node])

/** Values of a row or of one expression. */
const values = (r: Resolver, node: ExprNode, env: Env): Expr[] => items(node).map((n) => r.expression(n, env))

/** A subquery in a condition, its columns converted so that they compare with `left`. */
function comparedQuery(
  r: Resolver,
  left: readonly Expr[],
  node: QueryNode,
  env: Env
): { readonly left: readonly Sql[]; readonly query: Sql } {
  const query = r.query(node, { outer: env.scope, width: left.length })
  if (query.columns.length !== left.length) throw oraError(query.columns.length > left.length ? 913 : 947, [], node.start)
  return pairColumns(r, left, query)
}
function pairColumns(r: Resolver, left: readonly Expr[], query: ResolvedQuery): { readonly left: readonly Sql[]; readonly query: Sql } {
  const alias = r.alias('q')
  const names = query.exprs.map((_, i) => `c${i + 1}`)
  const pairs = left.map((l, i) => comparable(r, l, { ...query.exprs[i], sql: `${alias}.${names[i]}` }))
  const changed = pairs.some((p, i) => p.right !== `${alias}.${names[i]}`)
  return {
    left: pairs.map((p) => p.left),
    query: changed
      ? sql`select ${joinSql(
          pairs.map((p) => p.right),
          ', '
        )} from (${query.sql}) as ${alias}(${names.join(', ')})`
      : query.sql
  }
}
const tuple = (parts: readonly Sql[]): Sql => (parts.length === 1 ? parts[0] : sql`(${joinSql(parts, ', ')})`)

function comparison(r: Resolver, node: Comparison, env: Env): Sql {
  if (node.left.type !== 'row' && node.right.type !== 'row') {
    const rowid = rowidComparison(r, node, env)
    if (rowid) return rowid
    return compare(r, node.operator, r.expression(node.left, env), r.expression(node.right, env), node)
  }
  if (node.operator !== '=' && node.operator !== '<>') throw oraError(920, [], node.start)
  const left = values(r, node.left, env)
  const right = unwrapRow(node.right)
  const equal = right.type === 'subquery' ? rowsEqualQuery(r, left, right.query, env) : rowsEqual(r, left, right, env)
  return node.operator === '=' ? equal : sql`(not ${equal})`
}
/** ((1, 2)) is (1, 2). */
const unwrapRow = (node: ExprNode): ExprNode => (node.type === 'row' && node.items.length === 1 ? unwrapRow(node.items[0]) : node)

function rowsEqual(r: Resolver, left: readonly Expr[], node: ExprNode, env: Env): Sql {
  const right = values(r, node, env)
  if (right.length !== left.length) throw oraError(right.length > left.length ? 913 : 947, [], node.start)
  return sql`(${joinSql(
    left.map((l, i) => compare(r, '=', l, right[i], node)),
    ' and '
  )})`
}
function rowsEqualQuery(r: Resolver, left: readonly Expr[], node: QueryNode, env: Env): Sql {
  const compared = comparedQuery(r, left, node, env)
  return sql`(${tuple(compared.left)} = (${compared.query}))`
}

function inCondition(r: Resolver, node: InCondition, env: Env): Sql {
  const left = values(r, node.left, env)
  const not = node.negated ? 'not ' : ''
  if (isQuery(node.right)) {
    const compared = comparedQuery(r, left, node.right, env)
    return sql`(${tuple(compared.left)} ${not}in (${compared.query}))`
  }
  if (node.right.length > MAX_LIST) throw oraError(1795, [], node.right[MAX_LIST].start)
  if (left.length === 1 && node.left.type !== 'row') return listMembership(r, left[0], node.right, not, env)
  const equals = node.right.map((item) => {
    const row = unwrapRow(item)
    return row.type === 'subquery' ? rowsEqualQuery(r, left, row.query, env) : rowsEqual(r, left, row, env)
  })
  return sql`(${not}(${joinSql(equals, ' or ')}))`
}

/** Items that are compared alike make one list. */
function listMembership(r: Resolver, left: Expr, list: readonly ExprNode[], not: string, env: Env): Sql {
  const groups: { left: Sql; right: Sql[] }[] = []
  for (const item of list) {
    if (item.type === 'row') throw oraError(item.items.length > 1 ? 907 : 936, [], item.start)
    const pair = comparable(r, left, r.expression(item, env))
    const group = groups.find((g) => JSON.stringify(g.left) === JSON.stringify(pair.left))
    if (group) group.right.push(pair.right)
    else groups.push({ left: pair.left, right: [pair.right] })
  }
  const tests = groups.map((g) => sql`${g.left} in (${joinSql(g.right, ', ')})`)
  return sql`(${not}(${joinSql(tests, ' or ')}))`
}

function quantified(r: Resolver, node: QuantifiedComparison, env: Env): Sql {
  const all = node.type === 'compare-all'
  const left = values(r, node.left, env)
  if (left.length > 1 && node.operator !== '=' && node.operator !== '<>') throw oraError(920, [], node.start)
  if (isQuery(node.right)) {
    const compared = comparedQuery(r, left, node.right, env)
    return sql`(${tuple(compared.left)} ${node.operator} ${all ? 'all' : 'any'} (${compared.query}))`
  }
  const tests = node.right.map((item) => {
    if (left.length === 1) return compare(r, node.operator, left[0], r.expression(item, env), node)
    const equal = rowsEqual(r, left, item, env)
    return node.operator === '=' ? equal : sql`(not ${equal})`
  })
  return sql`(${joinSql(tests, all ? ' and ' : ' or ')})`
}

function like(r: Resolver, node: LikeCondition, env: Env): Sql {
  const operand = asText(r, r.expression(node.operand, env))
  const pattern = asText(r, r.expression(node.pattern, env))
  const not = node.negated ? 'not ' : ''
  if (!node.escape) return sql`(${operand.sql} ${not}like ${pattern.sql} escape '')`
  const escape = asText(r, r.expression(node.escape, env))
  const literal = (e: Expr): string | null | undefined => (e.origin?.is === 'literal' ? e.origin.value : undefined)
  const [p, x] = [literal(pattern), literal(escape)]
  if (x === null || (x !== undefined && [...x].length !== 1)) throw oraError(1425, [], node.escape.start)
  if (typeof p === 'string' && x !== undefined) {
    checkEscapes(p, x, node.pattern)
    return sql`(${operand.sql} ${not}like ${quoteLiteral(p)} escape ${quoteLiteral(x)})`
  }
  return sql`(${operand.sql} ${not}like ora.like_pattern(${pattern.sql}, ${escape.sql}) escape ${escape.sql})`
}
function checkEscapes(pattern: string, escape: string, place: Span): void {
  const chars = [...pattern]
  for (let i = 0; i < chars.length; i++) {
    if (chars[i] !== escape) continue
    i += 1
    if (chars[i] !== '%' && chars[i] !== '_' && chars[i] !== escape) throw oraError(1424, [], place.start)
  }
}

/** Items one after the other; those behind the first are reached only while the others leave the answer open. */
function chain(r: Resolver, items: readonly ConditionNode[], env: Env, operator: 'and' | 'or'): Sql {
  const guard = r.context.surroundings?.guard
  const resolve = ([first, ...rest]: readonly ConditionNode[]): Sql[] => {
    const made = r.condition(first, env).sql
    if (rest.length === 0) return [made]
    const open = sql`(${made}) is not ${operator === 'and' ? 'false' : 'true'}`
    return [made, ...(guard ? guard(open, () => resolve(rest)) : resolve(rest))]
  }
  return sql`(${joinSql(resolve(items), ` ${operator} `)})`
}

/** What only PL/SQL has; elsewhere Oracle's own error. */
function special(r: Resolver, node: ConditionNode): Sql {
  const { surroundings } = r.context
  if (surroundings) return surroundings.condition(node)
  if (node.type === 'multiset') return refuse(`${node.what} condition`, node.start)
  throw oraError(920, [], node.start)
}

const CONDITIONS: { readonly [T in ConditionNode['type']]: Resolve<T> } = {
  and: (r, node, env) => chain(r, node.items, env, 'and'),
  or: (r, node, env) => chain(r, node.items, env, 'or'),
  not: (r, node, env) => sql`(not ${r.condition(node.condition, env).sql})`,
  compare: comparison,
  'compare-any': quantified,
  'compare-all': quantified,
  in: inCondition,
  between: (r, node, env) => {
    const operand = r.expression(node.operand, env)
    const low = compare(r, '>=', operand, r.expression(node.low, env), node)
    const high = compare(r, '<=', operand, r.expression(node.high, env), node)
    const both = sql`(${low} and ${high})`
    return node.negated ? sql`(not ${both})` : both
  },
  like,
  'is-null': (r, node, env) => {
    const operand = r.expression(node.operand, env)
    return sql`(${operand.sql} is ${node.negated ? 'not ' : ''}null)`
  },
  exists: (r, node, env) => sql`exists (${r.query(node.query, { outer: env.scope }).sql})`,
  'is-floating': (r, node, env) => {
    const e = r.expression(node.operand, env)
    const number = isNumeric(e.type) ? e : r.convert(e, { kind: 'NUMBER' })
    const special =
      number.type.kind === 'NUMBER'
        ? sql`(${number.sql} is null and null)`
        : node.what === 'NAN'
          ? sql`(${number.sql} = 'NaN')`
          : sql`(${number.sql} in ('Infinity', '-Infinity'))`
    const test = number.type.kind === 'NUMBER' ? sql`(case when ${number.sql} is not null then false end)` : special
    return node.negated ? sql`(not ${test})` : test
  },
  'regexp-like': (r, node, env) => {
    if (node.args.length < 2) throw oraError(938, [], node.start)
    if (node.args.length > 3) throw oraError(939, [], node.start)
    const args = node.args.map((a) => r.expression(a, env))
    return regexpLike(args, ruleContext(r, args, node))
  },
  'is-json': (_, node) => refuse('IS JSON', node.start),
  boolean: special,
  multiset: special
}

export function condition(r: Resolver, node: ConditionNode, env: Env): Condition {
  const resolve = CONDITIONS[node.type] as (r: Resolver, node: ConditionNode, env: Env) => Sql
  return { sql: resolve(r, node, env), span: { start: node.start, end: node.end } }
}
