/** Every kind of expression: which rule resolves it. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, sql } from '../expr'
import { lookupFunction } from '../functions'
import type { ExprNode } from '../tree'
import { affirm, arithmetic, negate } from './arithmetic'
import { call } from './calls'
import { caseExpression } from './case-expression'
import { cast } from './cast'
import { concat } from './concat'
import { atTimeZone, extract } from './datetime-fields'
import { groupedExpr } from './group-keys'
import { dateLiteral, intervalLiteral, nullLiteral, numberLiteral, stringLiteral, timestampLiteral } from './literals'
import type { Env, Resolver } from './model'
import { rowidExpr } from './rowid'
import { ruleContext } from './rule-context'

type Of<T extends ExprNode['type']> = ExprNode extends infer N
  ? N extends { type: infer U }
    ? T extends U
      ? N & { type: T }
      : never
    : never
  : never
type Resolve<T extends ExprNode['type']> = (r: Resolver, node: Of<T>, env: Env) => Expr

/** What only PL/SQL has; elsewhere Oracle's own error. */
const special =
  (code: number, args: readonly string[] = []) =>
  (r: Resolver, node: ExprNode): Expr => {
    const { surroundings } = r.context
    if (!surroundings) throw oraError(code, args, node.start)
    return surroundings.special(node)
  }

const EXPRESSIONS: { readonly [T in ExprNode['type']]: Resolve<T> } = {
  number: (r, node) => numberLiteral(node, r.context.surroundings?.in === 'plsql'),
  string: (r, node) => stringLiteral(node, r.context.surroundings?.in === 'plsql' ? 32767 : 4000),
  null: (_, node) => nullLiteral(node),
  date: (_, node) => dateLiteral(node),
  timestamp: (_, node) => timestampLiteral(node),
  interval: (_, node) => intervalLiteral(node),
  placeholder: (r, node) => r.placeholder(node),
  column: (r, node, env) => r.column(node, env),
  'outer-column': (_, node, env) => {
    throw oraError(env.clause === 'on' ? 25156 : 30563, [], node.start)
  },
  pseudo: pseudoColumn,
  sequence: (r, node, env) => r.sequence(node, env),
  unary: (r, node, env) =>
    (node.operator === '-' ? negate : affirm)(r, r.expression(node.operand, env), { start: node.start, end: node.end }),
  binary: (r, node, env) => {
    const [left, right] = [r.expression(node.left, env), r.expression(node.right, env)]
    const span = { start: node.start, end: node.end }
    if (node.operator === '||') return concat(r, left, right, span)
    if (node.operator === '**') return power(r, left, right, span)
    return arithmetic(r, node.operator, left, right, span, node.left.start)
  },
  prior: (_, node, env) => env.scope.hierarchy?.prior?.(node.operand) ?? misplaced(env, node.start),
  'connect-by-root': (_, node, env) => env.scope.hierarchy?.root?.(node.operand) ?? misplaced(env, node.start),
  case: caseExpression,
  call,
  cast,
  extract,
  'at-time-zone': atTimeZone,
  subquery: (r, node, env) => {
    if (r.ddl) throw oraError(2251, [], node.start)
    const query = r.query(node.query, { outer: env.scope, width: 1 })
    if (query.columns.length !== 1) throw oraError(913, [], node.start)
    return {
      ...query.exprs[0],
      origin: undefined,
      constant: false,
      sql: sql`(${query.sql})`,
      nullable: true,
      span: { start: node.start, end: node.end }
    }
  },
  row: (r, node, env) => {
    if (node.items.length === 1) return r.expression(node.items[0], env)
    throw oraError(907, [], node.items[1].start)
  },
  cursor: (_, node) => refuse('CURSOR expression', node.start),
  collate: (_, node) => refuse('COLLATE', node.start),
  member: special(904, ['']),
  apply: special(933),
  attribute: special(911),
  condition: special(907),
  'multiset-operation': special(907)
}

/** PL/SQL's ** is POWER. */
function power(r: Resolver, left: Expr, right: Expr, span: Expr['span']): Expr {
  if (!r.context.surroundings) throw oraError(936, [], right.span.start)
  const args = [left, right]
  return { ...lookupFunction('POWER')!.build(args, ruleContext(r, args, span)), span }
}

function misplaced(env: Env, offset: number): never {
  throw oraError(env.scope.hierarchy ? 976 : 1788, [], offset)
}

function pseudoColumn(_: Resolver, node: Of<'pseudo'>, env: Env): Expr {
  if (node.name === 'ROWID') return rowidExpr(node, env)
  for (let s: Env['scope'] | undefined = env.scope; s; s = s.outer) {
    const found = s.pseudo?.[node.name]
    if (found && s.grouping) throw oraError(s.grouping.explicit ? 979 : 937, [], node.start)
    if (found) return { ...found, span: { start: node.start, end: node.end } }
    if (s.sources.length > 0 || s.pseudo) break
  }
  if (node.name === 'ROWNUM') {
    if (env.clause === 'ddl' || env.clause === 'values' || env.clause === 'returning' || env.clause === 'limit')
      throw oraError(976, [], node.start)
    if (env.scope.grouping) throw oraError(env.scope.grouping.explicit ? 979 : 937, [], node.start)
    return refuse('ROWNUM in this place', node.start)
  }
  throw oraError(env.scope.hierarchy ? 976 : 1788, [], node.start)
}

export function expression(r: Resolver, node: ExprNode, env: Env): Expr {
  const grouped = groupedExpr(node, env)
  if (grouped) return grouped
  const resolve = EXPRESSIONS[node.type] as (r: Resolver, node: ExprNode, env: Env) => Expr
  return resolve(r, node, env)
}
