/** Expressions, conditions, targets and calls as the emitter asks for them. */
import type { Span, Sql } from '../../sql/expr'
import { compare } from '../../sql/resolve/compare'
import type { ConditionNode, ExprNode } from '../../sql/tree'
import type { CallMeaning, Compiler, Hoist, Scope, Target, Value } from '../model'
import { analysis, anyValue, OUTSIDE } from './analysis'
import { callMeaning } from './call-statement'
import { compareCollections } from './multisets'
import { targetOf } from './targets'
import { isComposite } from './values'

/** `hoist` may answer undefined: the call then stays inside the expression. Calls with OUT or captured variables need it. */
export const expression = (c: Compiler, node: ExprNode, scope: Scope, hoist?: Hoist): Value => anyValue(analysis(c, scope, hoist), node)

/** Three-valued: a plpgsql condition takes NULL as false. */
export const condition = (c: Compiler, node: ConditionNode, scope: Scope, hoist?: Hoist): Sql =>
  analysis(c, scope, hoist).r.condition(node, OUTSIDE).sql

/** @throws PLS-00363, PLS-00201 */
export const target = (c: Compiler, node: ExprNode, scope: Scope): Target => targetOf(analysis(c, scope), node)

export const callStatement = (c: Compiler, node: ExprNode, scope: Scope, hoist?: Hoist): CallMeaning =>
  callMeaning(analysis(c, scope, hoist), node)

/** Two values compared by =, as CASE compares its selector. */
export function equals(c: Compiler, left: Value, right: Value, at: Span): Sql {
  const node = {
    type: 'compare' as const,
    operator: '=' as const,
    left: undefined as never,
    right: undefined as never,
    start: at.start,
    end: at.end
  }
  if (isComposite(left) || isComposite(right)) return compareCollections(node, left, right)
  return compare(analysis(c, { symbols: new Map() }).r, '=', left, right, at)
}
