import type { Scope } from '../../model'
import type { IfStatement } from '../../tree'
import type { Code } from '../code'
import { evaluateCondition } from '../evaluate'
import type { Frame } from '../frame'
import { statements } from './statement'

export interface Arm { readonly before: readonly Code[]; readonly when: string; readonly then: readonly Code[]; readonly line: number }

export function ifStatement(f: Frame, s: IfStatement, scope: Scope): readonly Code[] {
  const arms = s.arms.map((arm): Arm => {
    const line = f.unit.line(arm.when.start)
    // A condition that does not compile takes the whole statement with it.
    const tested = evaluateCondition(f, arm.when, scope)
    return { before: tested.before, when: tested.value, then: statements(f, arm.then, scope), line }
  })
  return nest(arms, s.otherwise && statements(f, s.otherwise, scope))
}

/** What must be done before a later condition is done only when the earlier ones did not hold. */
export function nest(arms: readonly Arm[], otherwise: readonly Code[] | undefined): readonly Code[] {
  const [first, ...others] = arms
  const cut = others.findIndex(a => a.before.length > 0)
  const [together, later] = cut < 0 ? [others, []] : [others.slice(0, cut), others.slice(cut)]
  const rest = later.length > 0 ? nest(later, otherwise) : otherwise
  return [...first.before, {
    is: 'if', line: first.line, arms: [first, ...together].map(({ when, then, line }) => ({ when, then, line })), ...(rest && { otherwise: rest })
  }]
}
