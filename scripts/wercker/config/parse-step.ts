import { isMap, isScalar, type Node } from 'yaml'
import type { Entry, NodeReader } from './nodes'
import type { Parameter, Position, StepConfig } from './types'

/** Bare string, one-key map, or the id and its parameters at one level. */
export function parseStep(reader: NodeReader, node: Node | null, at: Position): StepConfig | undefined {
  if (isScalar(node)) return makeStep(String(node.value), [], at, reader)
  if (!isMap(node)) return void reader.report('A step is a name, or a map of its name to its parameters', at)
  const [first, ...rest] = reader.entries(node)
  if (!first) return void reader.report('Step is empty', at)
  if (isMap(first.value)) {
    const second = rest[0]
    if (second) return void reader.report(`A step has one name; ${second.key} stands beside ${first.key}`, second.keyAt)
    return makeStep(first.key, reader.entries(first.value), first.keyAt, reader)
  }
  if (first.value === null && rest.length) return makeStep(first.key, rest, first.keyAt, reader)
  reader.report(first.value === null ? `Step ${first.key} is empty` : `Step ${first.key} needs a map`, first.keyAt)
}

const NAMED: ReadonlySet<string> = new Set(['internal/docker-run', 'internal/docker-kill'])

function makeStep(written: string, entries: readonly Entry[], at: Position, reader: NodeReader): StepConfig {
  const parameters: Record<string, Parameter> = {}
  for (const entry of entries) {
    const text = reader.text(entry)
    if (text) parameters[entry.key] = { ...text, nameAt: entry.keyAt }
  }
  const { name, cwd, checkpoint: _, ...rest } = parameters
  // [owner/]name[@version]; wercker is the default owner
  const id = written.replace(/@[^@/"]*$/, '').replace(/^wercker\//, '')
  // Two steps have a parameter of that name too.
  const own = name && NAMED.has(id) ? { ...rest, name } : rest
  return { id, display: name?.value || id, cwd: cwd?.value || undefined, parameters: own, at }
}

export function parseSteps(reader: NodeReader, entry: Entry): StepConfig[] {
  if (entry.value === null) return []
  const list = reader.list(entry.value, entry.key, entry.at)
  return (list?.items ?? []).flatMap((item) => parseStep(reader, reader.resolve(item), reader.at(item as Node)) ?? [])
}
