/** Function calls: scalar functions by the table of functions, aggregates and analytic functions by theirs. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { ANALYTIC_ONLY, GROUPING_NAMES, isAggregateCall, isHypothetical } from '../aggregates/names'
import { type Expr, sql } from '../expr'
import { lookupFunction, MISSING_FUNCTIONS } from '../functions'
import type { FunctionRule } from '../functions/registry'
import { type ColumnReference, type ConditionNode, type ExprNode, type FunctionCall, isConditionNode, type Name } from '../tree'
import { PG_TYPE } from '../types'
import { aggregateCall, groupingCall } from './aggregate-calls'
import { analyticCall } from './analytic-calls'
import { withZoneOf } from './convert'
import type { Env, Resolver } from './model'
import { ruleContext } from './rule-context'
import { pathText } from './scope'
import { storedFunction } from './stored-function'

/** Functions that are written without parentheses. */
const BARE: ReadonlySet<string> = new Set([
  'SYSDATE',
  'SYSTIMESTAMP',
  'CURRENT_DATE',
  'CURRENT_TIMESTAMP',
  'LOCALTIMESTAMP',
  'SESSIONTIMEZONE',
  'DBTIMEZONE',
  'USER',
  'UID',
  'ORA_INVOKING_USER',
  'ORA_INVOKING_USERID'
])

export const ruleName = (path: readonly Name[]): string => {
  const names = path.map((n) => n.name)
  return (names.length > 1 && (names[0] === 'SYS' || names[0] === 'STANDARD') ? names.slice(1) : names).join('.')
}

export function call(r: Resolver, node: FunctionCall, env: Env): Expr {
  return r.context.surroundings?.call(node, (n) => r.expression(n, env), r.changing) ?? suppliedCall(r, node, env)
}

/** A function of the tables, or a stored one. */
export function suppliedCall(r: Resolver, node: FunctionCall, env: Env): Expr {
  const span = { start: node.start, end: node.end }
  const name = node.path[node.path.length - 1].name
  if (node.path.length === 1) {
    if (node.over) return analyticCall(r, node, env)
    if (isAggregateCall(node)) return aggregateCall(r, node, env)
    if (ANALYTIC_ONLY.has(name) || isHypothetical(name)) throw oraError(30484, [], node.start)
    if (GROUPING_NAMES.has(name)) return groupingCall(r, node, env)
    if (name === 'SYS_CONNECT_BY_PATH') return connectByPath(node, env)
    if (name === 'LNNVL') return refuse('LNNVL outside a condition', node.start)
  }
  const rule = lookupFunction(ruleName(node.path))
  const stored = rule ? undefined : storedFunction(r, node, env)
  if (stored) return stored
  if (!rule && MISSING_FUNCTIONS.has(ruleName(node.path))) return refuse(ruleName(node.path), node.start)
  if (!rule) throw oraError(904, [pathText(node.path)], node.start)
  if (node.quantifier) throw oraError(30482, [], node.start)
  if (node.withinGroup || node.keep || node.star) throw oraError(909, [], node.start)
  const named = node.args.find((a) => a.name ?? a.key)
  if (named) return refuse('named arguments of a SQL function', named.start)
  checkCount(rule, node.args.length, node)
  return applyRule(r, rule, rule.lazy ? lazyArguments(r, node, env) : node.args.map((a) => argument(r, a.value, env)), node, env, span)
}

function lazyArguments(r: Resolver, node: FunctionCall, env: Env): Expr[] {
  const guard = r.context.surroundings?.guard
  const resolve = (i: number): Expr[] => {
    const made = argument(r, node.args[i].value, env)
    if (i + 1 === node.args.length) return [made]
    return [made, ...(guard ? guard(sql`(${made.sql}) is null`, () => resolve(i + 1)) : resolve(i + 1))]
  }
  return resolve(0)
}

function argument(r: Resolver, value: ExprNode | ConditionNode, env: Env): Expr {
  if (isConditionNode(value)) throw oraError(907, [], value.start)
  return r.expression(value, env)
}

/** ORA-00909 where the number is fixed, else 00938 and 00939. */
function checkCount(rule: FunctionRule, count: number, node: FunctionCall): void {
  if (count >= rule.minArgs && count <= rule.maxArgs) return
  if (rule.minArgs === rule.maxArgs) throw oraError(909, [], node.start)
  throw oraError(count < rule.minArgs ? 938 : 939, [], node.start)
}

function applyRule(r: Resolver, rule: FunctionRule, args: readonly Expr[], node: FunctionCall, env: Env, span: Expr['span']): Expr {
  const options =
    node.options && Object.fromEntries(Object.entries(node.options).map(([k, v]) => [k, typeof v === 'string' ? v : r.expression(v, env)]))
  const optionExprs = Object.values(options ?? {}).filter((v): v is Expr => typeof v !== 'string')
  if (r.ddl && rule.stability !== 'deterministic' && env.clause === 'ddl') throw oraError(30553, [], node.start)
  const result = rule.build(args, ruleContext(r, [...args, ...optionExprs], node, options))
  const constant = rule.stability !== 'volatile' && [...args, ...optionExprs].every((a) => a.constant === true)
  return { constant, ...withZoneOf(result, args, `in ${rule.name}`), span }
}

function connectByPath(node: FunctionCall, env: Env): Expr {
  if (node.args.length !== 2) throw oraError(node.args.length < 2 ? 938 : 939, [], node.start)
  const path = env.scope.hierarchy?.path
  if (!path) throw oraError(env.scope.hierarchy ? 30002 : 1788, [], node.start)
  return path(node.args[0].value, node.args[1].value, { start: node.start, end: node.end })
}

const FLOATING: Readonly<Record<string, readonly ['BINARY_DOUBLE' | 'BINARY_FLOAT', string]>> = {
  BINARY_DOUBLE_NAN: ['BINARY_DOUBLE', 'NaN'],
  BINARY_DOUBLE_INFINITY: ['BINARY_DOUBLE', 'Infinity'],
  BINARY_FLOAT_NAN: ['BINARY_FLOAT', 'NaN'],
  BINARY_FLOAT_INFINITY: ['BINARY_FLOAT', 'Infinity']
}

export const isBareName = (name: string): boolean => BARE.has(name) || Object.hasOwn(FLOATING, name)

/** A name that is no column: a function without parentheses, or nothing. */
export function bareName(r: Resolver, node: ColumnReference, env: Env): Expr | undefined {
  return builtInName(r, node) ?? storedFunction(r, node, env)
}
export function builtInName(r: Resolver, node: ColumnReference): Expr | undefined {
  const name = ruleName(node.path)
  if (node.path.some((n) => n.quoted)) return undefined
  if (Object.hasOwn(FLOATING, name)) {
    const [kind, value] = FLOATING[name]
    return {
      type: { kind },
      sql: `'${value}'::${PG_TYPE[kind]}`,
      nullable: false,
      constant: true,
      span: { start: node.start, end: node.end }
    }
  }
  if (!BARE.has(name) && !name.includes('.')) return undefined
  const rule = lookupFunction(name)
  if (!rule || rule.minArgs > 0) return undefined
  const span = { start: node.start, end: node.end }
  return { constant: rule.stability !== 'volatile', ...rule.build([], ruleContext(r, [], node)), span }
}
