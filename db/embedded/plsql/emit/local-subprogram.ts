/** A subprogram within a block: a function of its own, to which the variables around it that it uses are handed. */
import { refuse } from '../../errors/ora-error'
import type { Scope, SubprogramSymbol, VariableSymbol } from '../model'
import { declare } from '../resolve'
import type { Declaration, SubprogramNode } from '../tree'
import type { Captured } from './call'
import type { SubprogramFacts } from './facts'
import type { Frame, Variable } from './frame'
import { namesIn, printBody } from './make-function'
import { headingKey, withBody } from './overloads'
import { drivenProgram, learn, signatureOf, subprogramBody, subprogramFunctions } from './subprogram'
import { writtenIn } from './written-in'

export function localSubprogram(f: Frame, node: SubprogramNode, list: readonly Declaration[], scope: Scope): void {
  const { unit } = f
  const body = withBody(list, node)
  const facts = unit.facts.of(body.start)
  const known = unit.localNames.get(body)
  const pgName = known ?? unit.functionName(node.name.name)
  unit.localNames.set(body, pgName)
  const signature = signatureOf(unit, node, scope, facts, { pgSchema: unit.options.pgSchema, pgName, subprogramId: 0 })
  const captured = capturedBy(f, facts)
  unit.captured.set(signature, captured)
  const symbol: SubprogramSymbol = { is: 'subprogram', name: node.name.name, overloads: [{ signature, node: body, captured: captured.map(v => v.symbol) }] }
  declare(unit.c, scope, symbol, node.name)
  if (!node.body) return
  const made = subprogramBody(unit, { ...node, body: node.body }, signature, scope, captured, f)
  learn(facts, made)
  learnUses(f, facts, made)
  subprogramFunctions(made)
  if (signature.driven) {
    unit.localPrograms.set(signature, () => drivenProgram(made))
  }
}
export { headingKey }

function capturedBy(f: Frame, facts: SubprogramFacts): readonly Captured[] {
  const keys = [...new Set([...facts.reads, ...facts.writes])].sort()
  const visible = f.visible()
  return keys.flatMap((key): Captured[] => {
    const v = visible.find(x => x.key === key)
    return v ? [{ symbol: symbolOf(v), pgType: v.pgType, written: facts.writes.has(key) }] : []
  })
}
const symbolOf = (v: Variable): VariableSymbol => ({
  is: 'variable', name: v.name, type: v.type ?? { kind: 'RECORD', id: v.pgType, fields: [], pg: v.pgType }, assignable: true, pg: v.name
})

/** Which variables around it the function's text names. */
function learnUses(f: Frame, facts: SubprogramFacts, made: Parameters<typeof subprogramFunctions>[0]): void {
  const { text } = printBody({ frame: made.frame, body: made.inner, form: 'raising' })
  const names = namesIn(text)
  if (f.options.kind === 'TRIGGER' && (names.has('new') || names.has('old'))) refuse(':NEW and :OLD in a local subprogram of a trigger', made.frame.unit.options.start)
  const own = new Set([...made.frame.variables, ...made.frame.columns].map(v => v.name))
  const written = writtenIn(text)
  for (const v of f.visible()) {
    if (v.key === undefined || !names.has(v.name) || (own.has(v.name) && !SHARED.has(v.name))) continue
    facts.reads.add(v.key)
    if (written.has(v.name)) facts.writes.add(v.key)
  }
}
/** Variables that every function has under the same name. */
const SHARED: ReadonlySet<string> = new Set(['sql_rowcount', 'sql_found', 'sql_bulk_rowcount', 'sql_bulk_index', 'sql_bulk_code'])
