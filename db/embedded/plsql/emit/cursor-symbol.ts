import { refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import type { CursorSymbol, Scope } from '../model'
import { childScope, coerce, declare, expression, parameterType, queryOf, rowOfQuery, text, typeOf } from '../resolve'
import type { CursorDeclaration } from '../tree'
import { type Parameter, pgTypeOf, type RecordType } from '../types'
import { line } from './code'
import { inName } from './driven-call'
import { Frame } from './frame'
import { makeFunction, type PgParameter } from './make-function'
import { openingOf } from './statements/cursors'
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

/** A function that opens a package's cursor, for all who use it. */
export function packageCursorOpener(unit: UnitContext, d: CursorDeclaration, scope: Scope, name: string): void {
  if (!d.query) return
  const { parameters } = cursorSymbol(unit, d, scope, () => '')
  const inside = childScope(scope)
  const frame = new Frame(unit, { kind: 'FUNCTION' })
  parameters.forEach((p, i) => declare(unit.c, inside, { is: 'variable', name: p.name, type: p.type, assignable: false, pg: inName(i) }, d))
  const opening = openingOf(queryOf(unit.c, d.query, inside), d)
  const given = parameters.map((p, i): PgParameter => ({ mode: 'in', name: inName(i), pgType: pgTypeOf(p.type) }))
  const body = [line(opening.text('portal'), unit.line(d.start))]
  unit.functions.push(makeFunction({
    frame, schema: unit.options.pgSchema, name, parameters: [...given, { mode: 'out', name: 'portal', pgType: 'refcursor' }], body, form: 'raising'
  }))
}

function rowOf(unit: UnitContext, d: CursorDeclaration, scope: Scope): RecordType {
  const { c } = unit
  if (d.query) return rowOfQuery(c, `${c.unit}.${d.name.name}#${d.start}%ROWTYPE`, queryOf(c, d.query, scope).columns)
  const row = d.returns && typeOf(c, d.returns, scope)
  if (row?.kind !== 'RECORD') throw plsError(320, [], d.start)
  return row
}
