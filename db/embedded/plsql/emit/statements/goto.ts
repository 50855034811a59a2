/**
 * GOTO: the statements between labels are parts that run in turn, in a loop of their own; going to a label sets the part and
 * begins the loop anew.
 */
import { plsError } from '../../../errors/pls-messages'
import type { GotoStatement, PlsqlStatement } from '../../tree'
import { type Code, line } from '../code'
import { type Frame, INTEGER } from '../frame'

export function gotoStatement(f: Frame, s: GotoStatement): readonly Code[] {
  const target = f.gotoTarget(s.label.name)
  if (!target) throw plsError(375, [s.label.name], s.start)
  const at = f.unit.line(s.start)
  return [line(`${target.part} := ${target.index};`, at, { safe: true }), { is: 'continue', label: target.label, line: at }]
}

export function withGotoTargets(f: Frame, list: readonly PlsqlStatement[], emit: (part: readonly PlsqlStatement[]) => readonly Code[]): readonly Code[] {
  const wanted = gotosIn(list)
  const isTarget = (s: PlsqlStatement): boolean => s.labels?.some(l => wanted.has(l.name)) ?? false
  if (wanted.size === 0 || !list.some(isTarget)) return emit(list)
  const parts: PlsqlStatement[][] = [[]]
  for (const s of list) {
    if (isTarget(s)) parts.push([])
    parts[parts.length - 1].push(s)
  }
  const part = f.slot('part', INTEGER)
  const label = f.unit.c.fresh('goto')
  const at = f.unit.line(list[0].start)
  const targets = parts.flatMap((p, index) => (index === 0 ? [] : (p[0].labels ?? []).map(l => ({ name: l.name, part, index, label }))))
  const body = f.goto(targets, () => parts.map((p, i): Code => ({
    is: 'if', line: at, arms: [{ when: `${part} = ${i}`, line: at, then: [...emit(p), line(`${part} := ${i + 1};`, at, { safe: true })] }]
  })))
  return [line(`${part} := 0;`, at, { safe: true }), { is: 'loop', label, line: at, body: [...body, { is: 'exit', label, line: at }] }]
}

/** Labels that a GOTO anywhere in these statements names. */
function gotosIn(node: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(node)) for (const item of node) gotosIn(item, found)
  else if (typeof node === 'object' && node !== null) {
    const s = node as { type?: string; label?: { name: string } }
    if (s.type === 'goto' && s.label) found.add(s.label.name)
    for (const value of Object.values(node)) if (typeof value === 'object') gotosIn(value, found)
  }
  return found
}
