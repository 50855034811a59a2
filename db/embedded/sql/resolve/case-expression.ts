/** CASE. Source: SQL Language Reference, "CASE Expressions". */
import { type Expr, type Sql, sql } from '../expr'
import { type CaseExpr, type ConditionNode, type ExprNode, isConditionNode } from '../tree'
import { comparable } from './compare'
import { requireSessionZone, typedNull } from './convert'
import type { Env, Resolver } from './model'
import { armsType } from './unify'

export function caseExpression(r: Resolver, node: CaseExpr, env: Env): Expr {
  const span = { start: node.start, end: node.end }
  const operand = node.operand && r.expression(node.operand, env)
  const tests: Sql[] = node.whens.map(({ when }) => {
    if (!operand) return r.condition(when as ConditionNode, env).sql
    if (isConditionNode(when)) throw new Error('simple CASE compares with expressions')
    const pair = comparable(r, operand, r.expression(when as ExprNode, env))
    return sql`${pair.left} = ${pair.right}`
  })
  const arms = node.whens.map(({ then }) => r.expression(then, env))
  const otherwise = node.otherwise && r.expression(node.otherwise, env)
  const type = armsType(otherwise ? [...arms, otherwise] : arms)
  for (const e of [...arms, ...(otherwise ? [otherwise] : [])]) requireSessionZone(e, 'in CASE')
  const value = (e: Expr): Sql => (e.type.kind === 'NULL' ? typedNull(e, type).sql : r.convert(e, type).sql)
  const body = tests.map((test, i) => sql` when ${test} then ${value(arms[i])}`)
  return {
    type,
    span,
    sql: sql`(case${body}${otherwise ? sql` else ${value(otherwise)}` : ''} end)`,
    nullable: !otherwise || otherwise.nullable || arms.some((a) => a.nullable)
  }
}
