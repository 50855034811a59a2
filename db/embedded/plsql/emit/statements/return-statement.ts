import { refuse } from '../../../errors/ora-error'
import { plsError } from '../../../errors/pls-messages'
import type { Scope } from '../../model'
import type { PipeRow, ReturnStatement } from '../../tree'
import { type Code, line } from '../code'
import { evaluateAs } from '../evaluate'
import type { Frame } from '../frame'

export function returnStatement(f: Frame, s: ReturnStatement, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const { returns, kind, pipelined } = f.options
  if (kind !== 'FUNCTION' && s.value) throw plsError(372, [], s.start)
  if (pipelined && s.value) throw plsError(633, [], s.start)
  if (!returns || pipelined) return [{ is: 'return', line: at }]
  if (!s.value) throw plsError(503, [], s.start)
  const { before, value } = evaluateAs(f, s.value, scope, returns)
  return [...before, line(`r := ${value};`, at), { is: 'return', line: at }]
}

/** A pipelined function gives all of its rows at once. */
export function pipeRow(f: Frame, s: PipeRow, scope: Scope): readonly Code[] {
  const { returns, pipelined } = f.options
  if (!pipelined || returns?.kind !== 'COLLECTION') throw plsError(629, [], s.start)
  if (returns.style === 'associative array') refuse('PIPE ROW into an associative array', s.start)
  const { before, value } = evaluateAs(f, s.value, scope, returns.element)
  return [...before, line(`r := r || row(${value})::${returns.elementPg};`, f.unit.line(s.start))]
}
