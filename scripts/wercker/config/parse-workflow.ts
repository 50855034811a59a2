import { isMap, type Node, type YAMLMap } from 'yaml'
import type { Entry, NodeReader } from './nodes'
import type { PipelineConfig, WorkflowConfig, WorkflowEntry } from './types'

export function parseWorkflows(reader: NodeReader, entry: Entry, pipelines: ReadonlyMap<string, PipelineConfig>): WorkflowConfig[] {
  const list = reader.list(entry.value, 'workflows', entry.at)
  return (list?.items ?? []).flatMap((item) => {
    const at = reader.at(item as Node)
    const map = reader.map(reader.resolve(item), 'A workflow', at)
    return map ? (parseWorkflow(reader, map, pipelines) ?? []) : []
  })
}

function parseWorkflow(reader: NodeReader, map: YAMLMap, pipelines: ReadonlyMap<string, PipelineConfig>): WorkflowConfig | undefined {
  const at = reader.at(map)
  const entries = reader.entries(map)
  const nameEntry = entries.find(({ key }) => key === 'name')
  const name = nameEntry ? (reader.text(nameEntry)?.value ?? '') : ''
  if (!name) return void reader.report('A workflow needs a name', at)
  const wrong = (message: string, place = at) => void reader.report(`invalid workflow ${name}: ${message}`, place)
  const list = entries.find(({ key }) => key === 'pipelines')
  if (!list) return wrong('pipelines is missing')
  const found: WorkflowEntry[] = []
  for (const item of reader.list(list.value, 'pipelines', list.at)?.items ?? []) {
    const node = reader.resolve(item)
    const place = reader.at(item as Node)
    if (!isMap(node)) return wrong('each of pipelines needs a map', place)
    const texts: Record<string, string | undefined> = {}
    let requires: string[] = []
    for (const part of reader.entries(node)) {
      if (part.key === 'requires') requires = (reader.list(part.value, 'requires', part.at)?.items ?? []).map((one) => String((one as { value: unknown }).value))
      else texts[part.key] = reader.text(part)?.value
    }
    if (!texts.name) return wrong('a pipeline needs a name', place)
    const pipelineName = texts.pipelineName || texts.name
    if (found.some((other) => other.name === texts.name)) return wrong(`duplicate pipeline ${texts.name}`, place)
    if (!pipelines.has(pipelineName)) return wrong(`pipeline ${pipelineName} is not defined`, place)
    found.push({ name: texts.name, pipelineName, requires, artifactPipeline: texts.artifactPipeline, envFile: texts.envFile, at: place })
  }
  return orderEntries(name, at, found, wrong)
}

type Wrong = (message: string, at?: WorkflowEntry['at']) => undefined

function orderEntries(name: string, at: WorkflowConfig['at'], found: readonly WorkflowEntry[], wrong: Wrong): WorkflowConfig | undefined {
  const byName = new Map(found.map((entry) => [entry.name, entry]))
  for (const entry of found) {
    const missing = [...entry.requires, ...(entry.artifactPipeline ? [entry.artifactPipeline] : [])].find((needed) => !byName.has(needed))
    if (missing !== undefined) return wrong(`no pipeline ${missing} required by ${entry.name}`, entry.at)
  }
  const done = new Set<string>()
  const ordered: WorkflowEntry[] = []
  const visit = (entry: WorkflowEntry, path: string[]): string[] | undefined => {
    if (done.has(entry.name)) return
    if (path.includes(entry.name)) return [...path.slice(path.indexOf(entry.name)), entry.name]
    for (const needed of entry.requires) {
      const cycle = visit(byName.get(needed)!, [...path, entry.name])
      if (cycle) return cycle
    }
    done.add(entry.name)
    ordered.push(entry)
  }
  for (const entry of found) {
    const cycle = visit(entry, [])
    if (cycle) return wrong(`contains cycle ${cycle.join(' -> ')}`, entry.at)
  }
  const roots = found.filter(({ requires }) => requires.length === 0)
  if (!roots.length) return wrong('no root pipeline')
  if (roots.length > 1) return wrong(`multiple root pipelines: ${roots.map((root) => root.name).join(', ')}`, roots[1]!.at)
  return { name, pipelines: ordered, at }
}
