/** How compile errors reach people: thrown for a block, as rows for a stored unit. */

import { oraError } from '../../errors/messages'
import { OraError } from '../../errors/ora-error'
import type { CompileError } from '../compiled'
import type { Compiler } from '../model'
import type { Refusal } from './unit-context'

/** ORA-06550 once for each, as Oracle stacks them. */
export function blockErrors(errors: readonly CompileError[], text: string): OraError {
  const [first, ...rest] = errors.map(e => oraError(6550, [String(e.line), String(e.position), e.text]))
  return new OraError(6550, [first.text, ...rest.map(e => e.message)].join('\n'), offsetOf(text, errors[0]))
}

function offsetOf(text: string, { line, position }: CompileError): number {
  let start = 0
  for (let n = 1; n < line; n++) start = text.indexOf('\n', start) + 1
  return start + position - 1
}

/** What is refused by name keeps a stored unit from being made, as an error of it. */
export function refusalRows(refusal: Refusal, c: Compiler): readonly CompileError[] {
  const { line, column } = c.place(refusal.error.offset ?? refusal.at.start)
  return [{ line, position: column, text: `PL/SQL: ${refusal.error.message}`, number: refusal.error.code, attribute: 'ERROR' }]
}
