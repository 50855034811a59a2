/** Calls that the server makes: of what controls transactions or runs dynamic SQL. */
import { refuse } from '../../errors/ora-error'
import type { Driven, DrivenCallee, Slot } from '../compiled'
import type { ResolvedCall } from '../model'
import { text } from '../resolve'
import type { Signature } from '../types'
import { capturedOf } from './call'
import type { Code } from './code'
import type { DrivenMaker } from './driven-maker'
import type { Frame } from './frame'

/** A subprogram's parameters as its own code names them: p$1, p$2 … take IN and IN OUT values; o1, o2 … give OUT and IN OUT ones, r the result. */
export const inName = (i: number): string => `p$${i + 1}`
export const outName = (i: number): string => `o${i + 1}`

const inParameters = (s: Signature): readonly Slot[] =>
  s.parameters.filter(p => p.mode !== 'OUT').map((p, i) => ({ name: inName(i), type: p.type }))
const results = (s: Signature): readonly Slot[] => [
  ...(s.returns ? [{ name: 'r', type: s.returns }] : []),
  ...s.parameters.filter(p => p.mode !== 'IN').map((p, i) => ({ name: outName(i), type: p.type }))
]

export function driveCall(f: Frame, call: ResolvedCall, plain: Code, columns: readonly { readonly variable: string }[]): Code {
  const { signature } = call
  const at = f.unit.line(call.start)
  return {
    is: 'driven', must: true, line: at, plain: [plain],
    drive(maker: DrivenMaker): Driven[] {
      const captured = capturedOf(f, signature).map(v => maker.slot(v.symbol.pg ?? ''))
      const enter = inParameters(signature).map((slot, i) => ({ sql: text(call.args[i]), slot }))
      const leave = results(signature).map((from, i) => ({ from, to: maker.slot(columns[i].variable) }))
      return [{
        do: 'call', unit: calleeOf(f, call), line: at,
        enter: enter.length > 0 ? [maker.values(enter, at)] : [],
        leave: leave.length > 0 ? [maker.takeOver(leave, at)] : [],
        shared: captured
      }]
    }
  }
}

/** Local programs in the making, the outermost first. */
const making = new Set<Signature>()
function calleeOf(f: Frame, call: ResolvedCall): DrivenCallee {
  const { signature } = call
  if (!f.unit.captured.has(signature)) return { stored: storedUnit(signature) }
  const make = f.unit.localPrograms.get(signature)
  if (!make || making.has(signature)) return refuse(`recursion of ${signature.name}, which controls transactions or runs dynamic SQL`, call.start)
  making.add(signature)
  try {
    return { local: make() }
  } finally {
    making.delete(signature)
  }
}

/** "PK.F" is in PK, "P" in P. */
function storedUnit({ pgSchema, pgName }: Signature): { readonly owner: string; readonly name: string; readonly pgName: string } {
  return { owner: pgSchema, name: pgName.split('.')[0], pgName }
}
