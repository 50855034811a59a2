/** Which of several subprograms a call means, and its arguments in order. Source: PL/SQL Language Reference, "Overloaded Subprograms". */
import { plsError } from '../../errors/pls-messages'
import type { Span } from '../../sql/expr'
import type { Name } from '../../sql/tree'
import type { Value } from '../model'
import type { Parameter, Signature } from '../types'
import { type Coercion, distance } from './coerce'

/** An argument as written, with its value; `value` undefined where it only takes one (its type is not known). */
export interface GivenArgument extends Span {
  readonly name?: Name
  readonly value: Value
}
/** What each parameter gets; undefined: its default. */
export type Matched = readonly (GivenArgument | undefined)[]

/** Undefined when the arguments do not fit the parameters in number or name. */
export function matchParameters(parameters: readonly Parameter[], args: readonly GivenArgument[]): Matched | undefined {
  const matched: (GivenArgument | undefined)[] = parameters.map(() => undefined)
  let named = false
  for (const [i, arg] of args.entries()) {
    let at = i
    if (arg.name) {
      named = true
      at = parameters.findIndex((p) => p.name === arg.name!.name)
    } else if (named) return undefined
    if (at < 0 || at >= parameters.length || matched[at]) return undefined
    matched[at] = arg
  }
  return parameters.every((p, i) => matched[i] !== undefined || p.defaultSql !== undefined) ? matched : undefined
}

function score(c: Coercion, signature: Signature, matched: Matched): number | undefined {
  let sum = 0
  for (const [i, arg] of matched.entries()) {
    if (!arg) continue
    const d = distance(c, arg.value, signature.parameters[i].type)
    if (d === undefined) return undefined
    sum += d
  }
  return sum
}

/** @throws PLS-00306 none fits, PLS-00307 several fit alike */
export function chooseOverload(
  c: Coercion,
  name: string,
  signatures: readonly Signature[],
  args: readonly GivenArgument[],
  at: Span
): { readonly signature: Signature; readonly matched: Matched } {
  const fitting: { signature: Signature; matched: Matched; score: number }[] = []
  for (const signature of signatures) {
    const matched = matchParameters(signature.parameters, args)
    const made = matched && score(c, signature, matched)
    if (matched && made !== undefined) fitting.push({ signature, matched, score: made })
  }
  if (fitting.length === 0) throw plsError(306, [name], at.start)
  const best = Math.min(...fitting.map((f) => f.score))
  const chosen = fitting.filter((f) => f.score === best)
  if (chosen.length > 1) throw plsError(307, [name], at.start)
  return chosen[0]
}
