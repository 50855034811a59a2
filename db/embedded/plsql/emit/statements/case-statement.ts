import type { ConditionNode, ExprNode } from '../../../sql/tree'
import { isConditionNode } from '../../../sql/tree'
import type { Scope, Value } from '../../model'
import { childScope, declare, text } from '../../resolve'
import type { CaseStatement } from '../../tree'
import { type PlsqlType, scalar } from '../../types'
import { type Code, line } from '../code'
import { evaluate, evaluateCondition } from '../evaluate'
import type { Frame } from '../frame'
import { type Arm, nest } from './if-statement'
import { statements } from './statement'

/** A selector is computed once, into a variable that has a name no program can write. */
const SELECTOR = ' selector'

export function caseStatement(f: Frame, s: CaseStatement, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const before: Code[] = []
  const inside = s.selector ? selector(f, s.selector, scope, before) : scope
  const arms = s.arms.map((arm): Arm => {
    const when = s.selector ? equals(s.selector, arm.when) : asCondition(arm.when)
    const tested = evaluateCondition(f, when, inside)
    return { before: tested.before, when: tested.value, then: statements(f, arm.then, scope), line: f.unit.line(arm.when.start) }
  })
  const otherwise: readonly Code[] = s.otherwise ? statements(f, s.otherwise, scope) : [{ is: 'raise', code: 6592, ident: '', line: at }]
  return [...before, ...nest(arms, otherwise)]
}

function selector(f: Frame, node: ExprNode, scope: Scope, before: Code[]): Scope {
  const { before: calls, value } = evaluate(f, node, scope)
  const type = typeOfValue(value)
  const pg = f.slot('selector', type)
  before.push(...calls, line(`${pg} := ${text(value.sql)};`, f.unit.line(node.start)))
  const inside = childScope(scope)
  declare(f.unit.c, inside, { is: 'variable', name: SELECTOR, type, assignable: false, pg }, node)
  return inside
}
const typeOfValue = (value: Value): PlsqlType => ('composite' in value ? value.composite : scalar(value.type))

function equals(of: ExprNode, to: ExprNode): ConditionNode {
  const { start, end } = of
  const left: ExprNode = { type: 'column', path: [{ name: SELECTOR, quoted: true, start, end }], start, end }
  return { type: 'compare', operator: '=', left, right: to, start: to.start, end: to.end }
}
const asCondition = (node: ExprNode): ConditionNode =>
  isConditionNode(node as ExprNode | ConditionNode) ? (node as unknown as ConditionNode) : { type: 'boolean', value: node, start: node.start, end: node.end }
