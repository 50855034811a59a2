/** Calls of subprograms as code. */
import type { Sql } from '../../sql/expr'
import type { ResolvedCall, VariableSymbol } from '../model'
import { coerce, text, variableValue } from '../resolve'
import type { Signature } from '../types'
import { type Code, line } from './code'
import { driveCall } from './driven-call'
import type { Frame } from './frame'

/** A subprogram within the unit: which variables around it it uses. */
export interface Captured { readonly symbol: VariableSymbol; readonly pgType: string; readonly written: boolean }

/** Its place is a statement of its own, not an expression. */
export const mustStandAlone = (f: Frame, call: ResolvedCall): boolean =>
  call.outs.length > 0 || call.signature.effects || call.signature.driven || capturedOf(f, call.signature).length > 0

export const capturedOf = (f: Frame, signature: Signature): readonly Captured[] => f.unit.captured.get(signature) ?? []

/** @returns the call, OUT values put where they belong, and for a function the variable that has its result */
export function callCode(f: Frame, call: ResolvedCall): { readonly codes: readonly Code[]; readonly result: string } {
  const { c } = f.unit
  const { signature } = call
  const at = f.unit.line(call.start)
  const result = signature.returns ? f.slot('result', signature.returns) : ''
  const outs = call.outs.map(o => f.slot('out', o.parameter.type))
  const columns = [
    ...(signature.returns ? [{ name: 'r', variable: result }] : []),
    ...outs.map((variable, i) => ({ name: `o${i + 1}`, variable }))
  ]
  const captured = capturedOf(f, signature)
  const args: Sql[] = [...call.args, ...captured.map(v => v.symbol.pg ?? '')]
  const plain: Code = {
    is: 'call', signature, line: at, columns,
    args: args.map(text).join(', '),
    captured: captured.flatMap(v => (v.written && v.symbol.pg ? [v.symbol.pg] : [])),
    record: columns.length + captured.length > 0 ? f.declare('row', 'record') : ''
  }
  const done = signature.driven ? driveCall(f, call, plain, columns) : plain
  const back = call.outs.map((o, i) => line(o.target.assign(coerce(c, variableValue(o.parameter.type, outs[i], call), o.target.type)), at))
  // Subscripts are those of before the call: elements come before the variables that choose them.
  const [elements, variables] = [true, false].map(part => back.filter((_, i) => (call.outs[i].target.pg === undefined) === part))
  return { codes: [...aroundCall(f, signature, done, at), ...elements, ...variables], result }
}

/** SQL%ROWCOUNT belongs to the session: what another unit's statements left there is taken over. */
function aroundCall(f: Frame, signature: Signature, call: Code, at: number): readonly Code[] {
  if (!f.unit.asksSqlAttributes || f.unit.captured.has(signature)) return [call]
  const take = "if current_setting('ora.sql_rowcount', true) <> '' then sql_rowcount := current_setting('ora.sql_rowcount')::numeric; sql_found := sql_rowcount > 0; end if;"
  return [line("perform set_config('ora.sql_rowcount', '', false);", at, { safe: true }), call, line(take, at, { safe: true })]
}
/** At the end of a stored subprogram. */
export const LEAVE_ROWCOUNT = "if sql_rowcount is not null then perform set_config('ora.sql_rowcount', sql_rowcount::text, false); end if; return;"
