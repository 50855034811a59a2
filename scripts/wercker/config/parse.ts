import { readFileSync } from 'node:fs'
import { isMap, LineCounter, parseDocument } from 'yaml'
import { ConfigError } from './config-error'
import { type Entry, NodeReader } from './nodes'
import { parseBox } from './parse-box'
import { parseSteps } from './parse-step'
import { parseWorkflows } from './parse-workflow'
import type { BoxConfig, Config, PipelineConfig } from './types'

const RESERVED = ['box', 'services', 'command-timeout', 'no-response-timeout', 'source-dir', 'ignore-file', 'workflows']

export const readConfig = (file: string): Config => parseConfig(readFileSync(file, 'utf8'), file)

/** Throws ConfigError with all problems found, each with its place. */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length) {
    const problems = document.errors.map(({ message, pos }) => {
      const { line, col } = lines.linePos(pos[0])
      return { message: `Error parsing your wercker.yml: ${message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '')}`, at: { line, column: col } }
    })
    throw new ConfigError(file, problems, text)
  }
  if (document.contents === null) throw new ConfigError(file, [{ message: 'Error parsing your wercker.yml: Your wercker.yml is empty.' }])
  const reader = new NodeReader(document, lines)
  const entries = isMap(document.contents) ? reader.entries(document.contents) : []
  if (!isMap(document.contents)) reader.report('Error parsing your wercker.yml: a map of pipelines is expected', { line: 1, column: 1 })
  const get = (name: string) => entries.find(({ key }) => key === name)
  const textOf = (name: string) => (get(name) ? reader.text(get(name)!)?.value || undefined : undefined)
  const minutesOf = (name: string) => (get(name) ? reader.minutes(get(name)!) : undefined)
  const box = get('box') ? parseBox(reader, get('box')!.value, get('box')!.at) : undefined
  const services = get('services') ? parseServices(reader, get('services')!) : []
  const pipelines = new Map<string, PipelineConfig>()
  for (const entry of entries) if (!RESERVED.includes(entry.key)) pipelines.set(entry.key, parsePipeline(reader, entry, box, services))
  const workflows = get('workflows') ? parseWorkflows(reader, get('workflows')!, pipelines) : []
  const config: Config = {
    file,
    pipelines,
    workflows: new Map(workflows.map((workflow) => [workflow.name, workflow])),
    commandTimeout: minutesOf('command-timeout'),
    noResponseTimeout: minutesOf('no-response-timeout'),
    sourceDir: textOf('source-dir'),
    ignoreFile: textOf('ignore-file')
  }
  if (reader.problems.length) throw new ConfigError(file, reader.problems, text)
  return config
}

function parseServices(reader: NodeReader, entry: Entry): BoxConfig[] {
  if (entry.value === null) return []
  const items = reader.list(entry.value, 'services', entry.at)?.items ?? []
  return items.flatMap((item) => parseBox(reader, reader.resolve(item), reader.at(item as never)) ?? [])
}

function parsePipeline(reader: NodeReader, { key: name, keyAt, value, at }: Entry, box: BoxConfig | undefined, services: readonly BoxConfig[]): PipelineConfig {
  const empty: PipelineConfig = { name, box, services, steps: [], afterSteps: [], targets: {}, docker: false, at: keyAt }
  if (value === null) reader.report(`Pipeline ${name} is empty`, keyAt)
  const map = value === null ? undefined : reader.map(value, `Pipeline ${name}`, at)
  if (!map) return empty
  const targets: Record<string, PipelineConfig['steps']> = {}
  const own: { -readonly [K in keyof PipelineConfig]?: PipelineConfig[K] } = {}
  for (const entry of reader.entries(map)) {
    if (entry.key === 'box') own.box = parseBox(reader, entry.value, entry.at)
    else if (entry.key === 'services') own.services = parseServices(reader, entry)
    else if (entry.key === 'steps') own.steps = parseSteps(reader, entry)
    else if (entry.key === 'after-steps') own.afterSteps = parseSteps(reader, entry)
    else if (entry.key === 'docker') own.docker = reader.text(entry)?.value === 'true'
    else if (entry.key === 'base-path') own.basePath = reader.text(entry)?.value.replace(/\/+$/, '') || undefined
    else targets[entry.key] = parseSteps(reader, entry)
  }
  return { ...empty, ...own, targets }
}
