/** Declarations: names for the scope, and the code that gives variables their values at entry, in order. */

import { refuse } from '../../errors/ora-error'
import { plsError } from '../../errors/pls-messages'
import type { ExprNode } from '../../sql/tree'
import type { Scope, VariableSymbol } from '../model'
import { declare, defineType, initialValue, subtypeOf, text, typeOf } from '../resolve'
import type { CursorDeclaration, Declaration, ExceptionDeclaration, Pragma, VariableDeclaration } from '../tree'
import { type PlsqlType, pgTypeOf } from '../types'
import { type Code, line } from './code'
import { cursorSymbol } from './cursor-symbol'
import { evaluateAs } from './evaluate'
import { type Frame, keyAt } from './frame'
import { localSubprogram } from './local-subprogram'
import { cursorState } from './statements/cursors'

export function declarations(f: Frame, list: readonly Declaration[], scope: Scope): readonly Code[] {
  const codes: Code[] = []
  for (const d of list) {
    const ignored = d.type === 'subprogram' ? 'Declaration' : 'Item'
    codes.push(...f.unit.attempt(d, ignored, () => one(f, d, list, scope), []))
  }
  return codes
}

function one(f: Frame, d: Declaration, list: readonly Declaration[], scope: Scope): readonly Code[] {
  const { c } = f.unit
  switch (d.type) {
    case 'variable':
      return variable(f, d, scope)
    case 'type':
      declare(c, scope, { is: 'type', name: d.name.name, type: defineType(c, d.of, d.name.name, scope, `${c.unit}#${d.start}.`) }, d.name)
      return []
    case 'subtype':
      declare(c, scope, { is: 'type', name: d.name.name, type: subtypeOf(c, d, scope) }, d.name)
      return []
    case 'exception':
      declare(c, scope, exceptionSymbol(d, list, `${c.unit}.${d.name.name}#${d.start}`), d.name)
      return []
    case 'cursor':
      return cursor(f, d, scope)
    case 'pragma':
      pragma(d, list)
      return []
    case 'subprogram':
      localSubprogram(f, d, list, scope)
      return []
  }
}

function variable(f: Frame, d: VariableDeclaration, scope: Scope): readonly Code[] {
  const { before, value, type } = initial(f, d, scope)
  const at = f.unit.line(d.start)
  const key = keyAt(d.start)
  const name = d.name.name
  const pg = f.declare('v', pgTypeOf(type), { called: name, type, key })
  const symbol: VariableSymbol = { is: 'variable', name, type, assignable: !d.constant, pg }
  declare(f.unit.c, scope, symbol, d.name)
  return [...before, line(`${pg} := ${value};`, at, { safe: !d.initial })]
}

/** @throws PLS-00218, PLS-00322 */
export function initial(f: Frame, d: VariableDeclaration, scope: Scope): { readonly before: readonly Code[]; readonly value: string; readonly type: PlsqlType } {
  const declared = typeOf(f.unit.c, d.of, scope)
  if (d.notNull && declared.kind !== 'SCALAR') refuse('NOT NULL of a variable that is not scalar', d.start)
  const type: PlsqlType = d.notNull && declared.kind === 'SCALAR' ? { ...declared, notNull: true } : declared
  const notNull = type.kind === 'SCALAR' && type.notNull
  if (!d.initial && d.constant) throw plsError(322, [d.name.name], d.name.start)
  if (!d.initial && notNull) throw plsError(218, [d.name.name], d.name.start)
  if (!d.initial) return { before: [], value: text(initialValue(type)), type }
  return { ...evaluateAs(f, d.initial, scope, type), type }
}

/** With PRAGMA EXCEPTION_INIT it is told by its number, else by `ident`. */
export function exceptionSymbol(d: ExceptionDeclaration, list: readonly Declaration[], ident: string): { readonly is: 'exception'; readonly name: string; readonly code: number; readonly ident: string } {
  const init = list.find(p => p.type === 'pragma' && p.name === 'EXCEPTION_INIT' && nameOf(p.args[0]) === d.name.name) as Pragma | undefined
  const code = init && Math.abs(numberOf(init.args[1]))
  return { is: 'exception', name: d.name.name, ...(code === undefined ? { code: 1, ident } : { code: code === 100 ? 1403 : code, ident: '' }) }
}
const nameOf = (node: ExprNode | undefined): string | undefined => (node?.type === 'column' && node.path.length === 1 ? node.path[0].name : undefined)
function numberOf(node: ExprNode): number {
  const value = node.type === 'number' ? Number(node.text) : node.type === 'unary' && node.operand.type === 'number' ? -Number(node.operand.text) : NaN
  // PLS-00701: only -1 (but not -1403 as such) to -1000000, and 100.
  if (!Number.isInteger(value) || (value > 0 && value !== 100) || value === 0) throw plsError(701, [], node.start)
  return value
}

function cursor(f: Frame, d: CursorDeclaration, scope: Scope): readonly Code[] {
  const symbol = cursorSymbol(f.unit, d, scope, () => cursorState(f, d.name.name, d.start))
  declare(f.unit.c, scope, symbol, d.name)
  return [line(`${symbol.pg} := null;`, f.unit.line(d.start), { safe: true })]
}

/** Pragmas that say nothing about the meaning of a program. */
const WITHOUT_MEANING: ReadonlySet<string> = new Set(['AUTONOMOUS_TRANSACTION', 'INLINE', 'RESTRICT_REFERENCES', 'UDF', 'DEPRECATE', 'SERIALLY_REUSABLE'])
export function pragma(d: Pragma, list: readonly Declaration[]): void {
  if (d.name === 'EXCEPTION_INIT') {
    const name = nameOf(d.args[0])
    if (!list.some(x => x.type === 'exception' && x.name.name === name)) throw plsError(109, [name ?? ''], d.start)
  } else if (!WITHOUT_MEANING.has(d.name)) throw plsError(127, [d.name], d.start)
  else if (d.name === 'SERIALLY_REUSABLE') refuse('PRAGMA SERIALLY_REUSABLE', d.start)
}
export const isAutonomous = (list: readonly Declaration[]): boolean => list.some(d => d.type === 'pragma' && d.name === 'AUTONOMOUS_TRANSACTION')
