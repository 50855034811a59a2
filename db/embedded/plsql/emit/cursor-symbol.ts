import type { CursorSymbol, Scope } from '../model'
import { childScope, declare, expression, parameterType, queryOf, rowOfQuery, text, coerce, typeOf } from '../resolve'
import { plsError } from '../../errors/pls-messages'
import type { CursorDeclaration } from '../tree'
import type { Parameter, RecordType } from '../types'
import { refuse } from '../../errors/ora-error'
import type { UnitContext } from './unit-context'

/** A cursor's parameters and row. @param state makes the variables of its state, and gives the name of the first */
export function cursorSymbol(unit: UnitContext, d: CursorDeclaration, scope: Scope, state: () => string): CursorSymbol {
  const { c } = unit
  const parameters = d.parameters.map((p): Parameter => {
    const type = parameterType(typeOf(c, p.of, scope, 'parameter'))
    if (p.mode !== 'IN') refuse('OUT parameters of a cursor', p.start)
    return { name: p.name.name, mode: 'IN', type, ...(p.default && { defaultSql: text(coerce(c, expression(c, p.default, scope), type)) }) }
  })
  const inside = childScope(scope)
  d.parameters.forEach((p, i) => declare(c, inside, { is: 'variable', name: p.name.name, type: parameters[i].type, assignable: false, pg: 'arg$' }, p))
  const name = d.name.name
  return { is: 'cursor', name, parameters, row: rowOf(unit, d, inside), node: d, scope, pg: state() }
}

function rowOf(unit: UnitContext, d: CursorDeclaration, scope: Scope): RecordType {
  const { c } = unit
  if (d.query) return rowOfQuery(c, `${c.unit}.${d.name.name}#${d.start}%ROWTYPE`, queryOf(c, d.query, scope).columns)
  const row = d.returns && typeOf(c, d.returns, scope)
  if (row?.kind !== 'RECORD') throw plsError(320, [], d.start)
  return row
}
