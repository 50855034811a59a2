/** What a function rule may ask of the resolver. */
import type { Expr, Span } from '../expr'
import type { RuleContext } from '../functions/registry'
import type { Resolver } from './model'

/** `guarded` when PostgreSQL would evaluate the call while planning: nothing in it reads a row. */
export function ruleContext(r: Resolver, args: readonly Expr[], span: Span, options?: RuleContext['options']): RuleContext {
  return {
    nls: r.context.nls,
    user: r.context.user,
    schema: r.context.schema,
    span: { start: span.start, end: span.end },
    guarded: !r.ddl && args.every((a) => a.constant === true),
    surroundings: r.context.surroundings?.in,
    options,
    convert: (e, to) => r.convert(e, to)
  }
}
