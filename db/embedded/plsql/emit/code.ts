/**
 * Statements of plpgsql as a small tree, between the statements of PL/SQL and text. One tree is printed in three ways: raising
 * errors, giving them as values (where work done before an error must stay), and cut into what the server drives.
 */

import type { Driven } from '../compiled'
import type { Signature } from '../types'
import type { DrivenMaker } from './driven-maker'

export type Code = Line | Call | If | Loop | RangeLoop | QueryLoop | Block | Jump | Return | Raise | Reraise | DrivenCode

/** `line` is of the Oracle text everywhere. */
interface At { readonly line: number }

/** Complete statements of plpgsql. `effect`: undone with the sub-block around it. `safe`: cannot fail. */
export interface Line extends At { readonly is: 'line'; readonly text: string; readonly effect: boolean; readonly safe: boolean }
/** A call of a subprogram that gives errors as a value where that counts. The columns go to plpgsql variables, but not after an error. */
export interface Call extends At {
  readonly is: 'call'
  readonly signature: Signature
  /** Whole argument list, captured variables behind. */
  readonly args: string
  readonly columns: readonly { readonly name: string; readonly variable: string }[]
  /** Variables of the caller that the callee writes: they come back also after an error. */
  readonly captured: readonly string[]
  /** A variable of type record, for several columns. */
  readonly record: string
}
export interface If extends At {
  readonly is: 'if'
  readonly arms: readonly { readonly when: string; readonly line: number; readonly then: readonly Code[] }[]
  readonly otherwise?: readonly Code[]
}
export interface Loop extends At {
  readonly is: 'loop'; readonly label: string; readonly while?: string; readonly body: readonly Code[]
  /** What must be done when an error or a jump leaves it before its end; cannot fail, and does nothing when it is not running. */
  readonly leave?: string
}
/** `low` and `high` are plpgsql variables of type integer, not null. */
export interface RangeLoop extends At {
  readonly is: 'range-loop'; readonly label: string; readonly index: string; readonly low: string; readonly high: string; readonly reverse: boolean
  readonly body: readonly Code[]
}
/** `row` is a variable of a composite type with the query's columns. */
export interface QueryLoop extends At {
  readonly is: 'query-loop'; readonly label: string; readonly query: string; readonly row: string; readonly effect: boolean
  readonly drive: (maker: DrivenMaker, body: readonly Driven[]) => Driven
  readonly body: readonly Code[]
}
export interface Block extends At { readonly is: 'block'; readonly label: string; readonly body: readonly Code[]; readonly handlers: readonly Handler[] }
export interface Handler extends At {
  /** Oracle's numbers; those of EXCEPTION_INIT among them. */
  readonly codes: readonly number[] | 'others'
  /** Exceptions of the program's own. */
  readonly idents: readonly string[]
  readonly body: readonly Code[]
}
export interface Jump extends At { readonly is: 'exit' | 'continue'; readonly label: string; readonly when?: string }
/** The result is in its column already. */
export interface Return extends At { readonly is: 'return' }
export interface Raise extends At { readonly is: 'raise'; readonly code: number; readonly ident: string }
/** RAISE without a name, inside a handler. */
export interface Reraise extends At { readonly is: 'reraise' }
/**
 * What the server drives when it drives the block; `must`: the block cannot do without. `plain` runs where the server cannot:
 * inside a function that SQL or a trigger calls.
 */
export interface DrivenCode extends At {
  readonly is: 'driven'; readonly must: boolean; readonly plain: readonly Code[]
  /** It begins and ends by itself: `plain` will do in a driven block too, unless something in these must be seen by the server. */
  readonly unless?: readonly Code[]
  drive(maker: DrivenMaker): readonly Driven[]
}

export const line = (text: string, at: number, more: { readonly effect?: boolean; readonly safe?: boolean } = {}): Line =>
  ({ is: 'line', text, line: at, effect: more.effect ?? false, safe: more.safe ?? false })

/** The parts of it that are code themselves. */
export function partsOf(code: Code): readonly Code[] {
  switch (code.is) {
    case 'if':
      return [...code.arms.flatMap(a => a.then), ...(code.otherwise ?? [])]
    case 'loop':
    case 'range-loop':
    case 'query-loop':
      return code.body
    case 'block':
      return [...code.body, ...code.handlers.flatMap(h => h.body)]
    case 'driven':
      return code.plain
    default:
      return []
  }
}

/** What loops in it want done when an error has left them. */
export const leavesOf = (code: Code): readonly string[] => [...(code.is === 'loop' && code.leave !== undefined ? [code.leave] : []), ...partsOf(code).flatMap(leavesOf)]

/** Something in it would be undone with a sub-block around it. */
export function hasEffect(code: Code): boolean {
  if (code.is === 'line') return code.effect
  if (code.is === 'call') return code.signature.effects
  if (code.is === 'query-loop' && code.effect) return true
  return partsOf(code).some(hasEffect)
}

export const mustBeDriven = (code: Code): boolean => (code.is === 'driven' && code.must) || partsOf(code).some(mustBeDriven)
