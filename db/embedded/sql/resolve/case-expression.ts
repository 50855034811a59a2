/** CASE. Source: SQL Language Reference, "CASE Expressions". */
import { type Expr, type Sql, sql } from '../expr'
import { type CaseExpr, type ConditionNode, type ExprNode, isConditionNode } from '../tree'
import { isDatetime, isNumeric, isText } from '../types'
import { comparable } from './compare'
import { inconsistent, typedNull, typeName, withZoneOf } from './convert'
import type { Env, Resolver } from './model'
import { armsType } from './unify'

/** The operand of a simple CASE is compared without conversion between text, numbers and datetimes: ORA-00932. */
function requireSameFamily(operand: Expr, value: Expr): void {
  if (operand.origin?.is === 'bind' || value.origin?.is === 'bind') return
  const family = [isText, isNumeric, isDatetime].find((f) => f(operand.type))
  const other = [isText, isNumeric, isDatetime].find((f) => f(value.type))
  if (family && other && family !== other) throw inconsistent(typeName(operand.type), value.type, value.span.start)
}

export function caseExpression(r: Resolver, node: CaseExpr, env: Env): Expr {
  const span = { start: node.start, end: node.end }
  const operand = node.operand && r.expression(node.operand, env)
  const test = (when: ExprNode | ConditionNode): Sql => {
    if (!operand) return isConditionNode(when) ? r.condition(when, env).sql : r.expression(when, env).sql
    if (isConditionNode(when)) throw new Error('simple CASE compares with expressions')
    const value = r.expression(when as ExprNode, env)
    requireSameFamily(operand, value)
    const pair = comparable(r, operand, value)
    return sql`${pair.left} = ${pair.right}`
  }
  const tests: Sql[] = []
  const arms: Expr[] = []
  let otherwise: Expr | undefined
  const guard = r.context.surroundings?.guard ?? (<T>(_: Sql, resolve: () => T): T => resolve())
  // Each arm is reached only when its test is true, each further test when those before are not.
  const resolve = (i: number): void => {
    if (i === node.whens.length) {
      otherwise = node.otherwise && r.expression(node.otherwise, env)
      return
    }
    const { when, then } = node.whens[i]
    tests.push(test(when))
    guard(sql`(${tests[i]}) is true`, () => arms.push(r.expression(then, env)))
    guard(sql`(${tests[i]}) is not true`, () => resolve(i + 1))
  }
  resolve(0)
  const type = armsType(otherwise ? [...arms, otherwise] : arms)
  const value = (e: Expr): Sql => (e.type.kind === 'NULL' ? typedNull(e, type).sql : r.convert(e, type).sql)
  const body = tests.map((test, i) => sql` when ${test} then ${value(arms[i])}`)
  const made: Expr = {
    type,
    span,
    sql: sql`(case${body}${otherwise ? sql` else ${value(otherwise)}` : ''} end)`,
    nullable: !otherwise || otherwise.nullable || arms.some((a) => a.nullable)
  }
  return withZoneOf(made, otherwise ? [...arms, otherwise] : arms, 'in CASE')
}
