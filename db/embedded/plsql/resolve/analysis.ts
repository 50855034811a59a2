/** Where an expression of PL/SQL is resolved: its scope, and the SQL translator's resolver, which asks back for what only PL/SQL knows. */
import type { ObjectKey } from '../../catalog/stored-objects'
import { OraError } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import type { Expr, Span, Sql } from '../../sql/expr'
import { sql } from '../../sql/expr'
import type { Env, Resolver } from '../../sql/resolve'
import { compare } from '../../sql/resolve/compare'
import { makeResolver } from '../../sql/resolve/resolver'
import { EMPTY_SCOPE } from '../../sql/resolve/scope'
import type { Surroundings } from '../../sql/statement'
import type { ConditionNode, ExprNode } from '../../sql/tree'
import type { Compiler, Hoist, Scope, Value } from '../model'
import { attributeValue } from './cursor-attributes'
import { valueOf } from './designator'
import { compareCollections, memberCondition, multisetValue } from './multisets'
import { lookupName, staticSqlCall, staticSqlColumn } from './names'
import { booleanExpr, isComposite } from './values'

export interface Analysis {
  readonly c: Compiler
  readonly scope: Scope
  /** 'sql': a static SQL statement, whose columns come first and where only stored functions may be called. */
  readonly mode: 'plsql' | 'sql'
  readonly hoist?: Hoist
  /** Conditions under which what is being resolved is reached. */
  guards: readonly Sql[]
  readonly r: Resolver
  /** Of a call inside a static SQL statement: resolves its arguments where it stands, columns first. */
  readonly columns?: (node: ExprNode) => Expr
  /** The table that the statement changes. */
  readonly changing?: ObjectKey
}

/** PL/SQL's own expressions stand outside every query. */
export const OUTSIDE: Env = { scope: EMPTY_SCOPE, clause: 'values', sequences: true }

export function analysis(c: Compiler, scope: Scope, hoist?: Hoist): Analysis {
  const a: { -readonly [K in keyof Analysis]: Analysis[K] } = { c, scope, mode: 'plsql', hoist, guards: [], r: undefined as never }
  const r = makeResolver(c.text, { ...c.context, surroundings: surroundings(a) }, c.catalog)
  const resolved = { expression: r.expression, condition: r.condition }
  a.r = Object.assign(r, {
    expression: (node: ExprNode, env: Env) => withPlsqlErrors(node, () => resolved.expression(node, env)),
    condition: (node: ConditionNode, env: Env) =>
      withPlsqlErrors(node, () => ({ sql: plsqlCondition(a, node) ?? resolved.condition(node, env).sql, span: node }))
  })
  return a
}

/** Of a static SQL statement: its context has these surroundings. */
export function staticAnalysis(
  c: Compiler,
  scope: Scope,
  querying: boolean
): { readonly analysis: Analysis; readonly surroundings: Surroundings } {
  const a: { -readonly [K in keyof Analysis]: Analysis[K] } = { c, scope, mode: 'sql', guards: [], r: undefined as never }
  const around = surroundings(a)
  a.r = makeResolver(c.text, { ...c.context, surroundings: around }, c.catalog)
  a.r.querying = querying
  return { analysis: a, surroundings: around }
}

function surroundings(a: Analysis): Surroundings {
  const plsql = a.mode === 'plsql'
  return {
    in: a.mode,
    column: (node) => (plsql ? scalar(lookupName(a, node), node) : staticSqlColumn(a, node)),
    call: (node, resolve, changing) => (plsql ? maybeScalar(valueOf(a, node), node) : staticSqlCall(a, node, resolve, changing)),
    placeholder: (node) => scalar(valueOf(a, node)!, node),
    special: (node) => {
      if (node.type === 'condition') return booleanExpr(a.r.condition(node.condition, OUTSIDE).sql, node)
      if (node.type === 'attribute') return scalar(attributeValue(a, node), node)
      if (node.type === 'multiset-operation') return scalar(multisetValue(a, node), node)
      return scalar(valueOf(a, node)!, node)
    },
    condition: (node) => special(a, node),
    used: (object) => a.c.depends.set(`${object.owner}.${object.name}`, object),
    guard: (condition, resolve) => {
      const before = a.guards
      a.guards = [...before, condition]
      try {
        return resolve()
      } finally {
        a.guards = before
      }
    }
  }
}

function scalar(value: Value, at: Span): Expr {
  if (isComposite(value)) throw plsError(382, [], at.start)
  return value
}
const maybeScalar = (value: Value | undefined, at: Span): Expr | undefined => value && scalar(value, at)

function special(a: Analysis, node: ConditionNode): Sql {
  if (node.type === 'multiset') return memberCondition(a, node)
  if (node.type !== 'boolean') throw new Error(`condition ${node.type}`)
  const value = anyValue(a, node.value)
  if (isComposite(value) || (value.type.kind !== 'BOOLEAN' && value.type.kind !== 'NULL')) throw plsError(382, [], node.start)
  return value.type.kind === 'NULL' ? 'null::bool' : value.sql
}

/** Conditions that take more than scalars. */
function plsqlCondition(a: Analysis, node: ConditionNode): Sql | undefined {
  if (node.type === 'is-null') {
    const value = anyValue(a, node.operand)
    if (isComposite(value) && value.composite.kind === 'RECORD') throw plsError(306, ['IS NULL'], node.start)
    return sql`(${value.sql} is ${node.negated ? 'not ' : ''}null)`
  }
  if (node.type === 'compare' && node.left.type !== 'row' && node.right.type !== 'row') {
    const [left, right] = [anyValue(a, node.left), anyValue(a, node.right)]
    if (isComposite(left) || isComposite(right)) return compareCollections(node, left, right)
    return compare(a.r, node.operator, left, right, node)
  }
  if (node.type === 'exists') throw plsError(204, ['EXISTS'], node.start)
  if ('right' in node && !Array.isArray(node.right) && (node.right as { type?: string }).type === 'query')
    throw plsError(405, [], node.start)
  return undefined
}

/** A value of any type. */
export function anyValue(a: Analysis, node: ExprNode): Value {
  if (node.type === 'column') return lookupName(a, node)
  if (node.type === 'call' || node.type === 'member' || node.type === 'apply' || node.type === 'placeholder')
    return withPlsqlErrors(node, () => valueOf(a, node)) ?? a.r.expression(node, OUTSIDE)
  if (node.type === 'attribute') return attributeValue(a, node)
  if (node.type === 'multiset-operation') return multisetValue(a, node)
  return a.r.expression(node, OUTSIDE)
}

const OPERATOR_NAMES: Readonly<Record<string, string>> = { '**': 'POWER' }

/** Types that an operator or function does not take are PLS-00306 here. */
function withPlsqlErrors<T>(node: ExprNode | ConditionNode, resolve: () => T): T {
  try {
    return resolve()
  } catch (error) {
    if (!(error instanceof OraError)) throw error
    const at = error.offset ?? node.start
    switch (error.code) {
      case 904:
        throw plsError(201, [error.text.replace(/: invalid identifier$/, '').replace(/"/g, '')], at)
      case 932:
      case 975:
      case 30081:
        if (node.type === 'case') throw plsError(node.operand ? 615 : 382, node.operand ? [labelOf(node.operand)] : [], at)
        throw plsError(306, [labelOf(node)], node.start)
      case 909:
      case 938:
      case 939:
        throw plsError(306, [labelOf(node)], node.start)
      case 1704:
        throw plsError(172, [], at)
      case 934:
      case 30484:
      case 976:
      case 1788:
        throw plsError(204, [labelOf(node)], node.start)
      case 2251:
        throw plsError(405, [], at)
      case 1841:
      case 1843:
      case 1847:
      case 1839:
      case 1861:
      case 1850:
      case 1851:
      case 1852:
      case 1867:
      case 1873:
        if (node.type === 'date' || node.type === 'timestamp' || node.type === 'interval') throw plsError(166, [], at)
        throw error
      default:
        throw error
    }
  }
}

function labelOf(node: ExprNode | ConditionNode): string {
  switch (node.type) {
    case 'call':
    case 'column':
      return node.path[node.path.length - 1].name
    case 'binary':
      return OPERATOR_NAMES[node.operator] ?? node.operator
    case 'compare':
      return node.operator === '<>' ? '!=' : node.operator
    case 'unary':
      return node.operator
    case 'pseudo':
      return node.name
    case 'extract':
      return 'EXTRACT'
    default:
      return node.type.toUpperCase()
  }
}
