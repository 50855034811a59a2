/** Values and conditions: what they compute, and the calls that must be done before. */
import type { Span, Sql } from '../../sql/expr'
import type { ConditionNode, ExprNode } from '../../sql/tree'
import type { Hoist, ResolvedCall, Scope, Value } from '../model'
import { coerce, condition, expression, text } from '../resolve'
import type { PlsqlType } from '../types'
import { callCode, mustStandAlone } from './call'
import { type Code, line } from './code'
import type { Frame } from './frame'

/**
 * Collects in `before` the calls that an expression cannot hold: with OUT parameters, with effects that must outlive an error, driven
 * ones. Each is done only where the expression would have come to it.
 */
export function hoistInto(f: Frame, before: Code[]): Hoist {
  return (call: ResolvedCall, guards: readonly Sql[]) => {
    if (!mustStandAlone(f, call)) return undefined
    const { codes, result } = callCode(f, call)
    const at = f.unit.line(call.start)
    if (guards.length === 0) before.push(...codes)
    else before.push(line(`${result} := null;`, at, { safe: true }), { is: 'if', line: at, arms: [{ when: guards.map(g => `(${text(g)})`).join(' and '), line: at, then: codes }] })
    return result
  }
}

export interface Evaluated<T> { readonly before: readonly Code[]; readonly value: T }

export function evaluate(f: Frame, node: ExprNode, scope: Scope): Evaluated<Value> {
  const before: Code[] = []
  return { value: expression(f.unit.c, node, scope, hoistInto(f, before)), before }
}
export function evaluateAs(f: Frame, node: ExprNode, scope: Scope, type: PlsqlType): Evaluated<string> {
  const { value, before } = evaluate(f, node, scope)
  return { value: text(coerce(f.unit.c, value, type)), before }
}
export function evaluateCondition(f: Frame, node: ConditionNode, scope: Scope): Evaluated<string> {
  const before: Code[] = []
  return { value: text(condition(f.unit.c, node, scope, hoistInto(f, before))), before }
}

export const spanOf = (at: Span): Span => ({ start: at.start, end: at.end })
