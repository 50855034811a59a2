/** A call as a statement: a procedure, a collection's EXTEND, TRIM or DELETE, or something of a supplied package. */
import { refuse } from '../../errors/ora-error'
import { PlsError, plsError } from '../../errors/pls-messages'
import type { ExprNode } from '../../sql/tree'
import type { CallMeaning } from '../model'
import type { Analysis } from './analysis'
import { resolveCall } from './calls'
import { isProcedureMethod, methodCall } from './collections'
import { accessesOf, designateAccesses, type State } from './designator'
import { dotted, findInScopes } from './scopes'
import { SUPPLIED_PACKAGES } from './supplied-functions'
import { isSuppliedProcedure, suppliedProcedure } from './supplied-procedures'

export function callMeaning(a: Analysis, node: ExprNode): CallMeaning {
  const accesses = accessesOf(node)
  if (!accesses) throw plsError(221, [a.c.text.slice(node.start, node.end).toUpperCase()], node.start)
  const last = accesses[accesses.length - 1]
  const called = 'args' in last
  const base = called ? accesses.slice(0, -1) : accesses
  const args = called ? last.args : []
  const path = base.flatMap((access) => ('name' in access ? [access.name] : []))
  const plain = path.length === base.length

  if (plain && !path.some((n) => n.quoted) && !findInScopes(a.scope, path)) {
    const names = path.map((n) => n.name)
    const name = (names.length > 1 && (names[0] === 'SYS' || names[0] === 'STANDARD') ? names.slice(1) : names).join('.')
    if (isSuppliedProcedure(name)) return suppliedProcedure(a, name, args, node)!
  }
  const state = designateAccesses(a, base)
  if (!state) {
    const names = path[0].name === 'SYS' ? path.slice(1) : path
    if (names.length > 1 && names[0].name === 'DBMS_OUTPUT') throw plsError(302, [names[1].name], names[1].start)
    if (names.length > 1 && SUPPLIED_PACKAGES.has(names[0].name)) return refuse(dotted(names), node.start)
    throw plsError(201, [dotted(path)], path[0].start)
  }
  return meaningOf(a, state, args, node)
}

function meaningOf(a: Analysis, state: State, args: Parameters<typeof resolveCall>[2], node: ExprNode): CallMeaning {
  switch (state.is) {
    case 'callable':
      return { is: 'call', call: fromItsStart(node, state.name.start, () => resolveCall(a, state.symbol, args, state.name, 'PROCEDURE')) }
    case 'method': {
      const { name } = state.name
      if (!isProcedureMethod(name)) throw plsError(221, [name], state.name.start)
      const { type, place, fixed } = state.of
      if (type.kind !== 'COLLECTION') throw plsError(302, [name], state.name.start)
      if (!place || fixed !== undefined) throw plsError(363, [fixed ?? name], node.start)
      return { is: 'code', code: methodCall(a, type, place, name, args, state.name), effect: place.effect }
    }
    case 'built-in':
      throw plsError(221, [dotted(state.path)], node.start)
    case 'value':
      throw plsError(221, [a.c.text.slice(node.start, node.end).toUpperCase()], node.start)
    default:
      throw plsError(221, [state.name.name], state.name.start)
  }
}

/** What is wrong with the call as such is told where the whole name begins. */
function fromItsStart<T>(node: ExprNode, name: number, resolve: () => T): T {
  try {
    return resolve()
  } catch (e) {
    throw e instanceof PlsError && e.offset === name ? new PlsError(e.number, e.text, node.start) : e
  }
}
