import { isMap, isScalar, isSeq, type Node } from 'yaml'
import type { NodeReader } from './nodes'
import type { BoxConfig, Position } from './types'

export function parseBox(reader: NodeReader, node: Node | null, at: Position): BoxConfig | undefined {
  if (isScalar(node)) return { image: withTag(String(node.value)), env: {}, options: {}, at }
  if (!isMap(node)) return void reader.report('A box is an image, or a map with id', at)
  const options: Record<string, string> = {}
  const env: Record<string, string> = {}
  for (const entry of reader.entries(node)) {
    if (entry.key === 'env' && isMap(entry.value)) {
      for (const variable of reader.entries(entry.value)) {
        const text = reader.text(variable)
        if (text) env[variable.key.toUpperCase()] = text.value
      }
    } else if (isSeq(entry.value)) options[entry.key] = entry.value.items.map((item) => String((item as { value?: unknown }).value ?? item)).join(' ')
    else {
      const text = reader.text(entry)
      if (text) options[entry.key] = text.value
    }
  }
  const { id, tag, name, ...rest } = options
  if (!id) return void reader.report('box needs an id', at)
  return { image: tag ? `${id.replace(/:[^:/]*$/, '')}:${tag}` : withTag(id), name, env, options: rest, at }
}

/** A registry's port is not a tag. */
const withTag = (image: string) => (/:[^:/]+$|@/.test(image) ? image : `${image}:latest`)
