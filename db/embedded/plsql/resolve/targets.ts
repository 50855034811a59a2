/** Where an assignment goes. PLS-00363. */
import { oraError } from '../../errors/messages'
import { plsError } from '../../errors/pls-messages'
import type { ExprNode } from '../../sql/tree'
import type { Target } from '../model'
import type { Analysis } from './analysis'
import { type Access, accessesOf, designate } from './designator'
import { dotted } from './scopes'

const namesOf = (accesses: readonly Access[]) => accesses.flatMap((access) => ('name' in access ? [access.name] : []))
const textOf = (a: Analysis, node: ExprNode): string =>
  node.type === 'column' ? dotted(node.path) : a.c.text.slice(node.start, node.end).toUpperCase()

export function targetOf(a: Analysis, node: ExprNode): Target {
  const accesses = accessesOf(node)
  const state = accesses && designate(a, node)
  if (!state) {
    if (!accesses) throw plsError(363, [textOf(a, node)], node.start)
    if (node.type === 'placeholder') throw plsError(49, [node.name], node.start)
    const names = namesOf(accesses)
    throw plsError(201, [dotted(names)], names[0].start)
  }
  if (state.is === 'row') throw plsError(49, [state.name.name], node.start)
  if (state.is !== 'value') throw plsError(363, [textOf(a, node)], node.start)
  const { place } = state
  if (state.fixed?.startsWith(':')) throw oraError(state.fixed.startsWith(':NEW') ? 4084 : 4085, [], node.start)
  if (!place || state.fixed !== undefined) throw plsError(363, [textOf(a, node)], node.start)
  return {
    type: state.type,
    read: state.read,
    assign: (value) => place.update(() => value),
    effect: place.effect,
    ...(place.pg !== undefined && isWhole(place.pg) && { pg: place.pg }),
    start: node.start,
    end: node.end
  }
}

/** A variable, not a part of one. */
const isWhole = (pg: string): boolean => !/[.[]/.test(pg)
