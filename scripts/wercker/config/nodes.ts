import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Problem } from './config-error'
import type { Parameter, Position } from './types'

export interface Entry {
  readonly key: string
  readonly keyAt: Position
  readonly value: Node | null
  readonly at: Position
}

/** Reads nodes by what is wanted, and notes what is something else. */
export class NodeReader {
  readonly problems: Problem[] = []

  constructor(
    private readonly document: Document,
    private readonly lines: LineCounter
  ) {}

  report(message: string, at?: Position): void {
    this.problems.push({ message, at })
  }

  at(node: Node | null | undefined): Position {
    const { line, col } = this.lines.linePos(node?.range?.[0] ?? 0)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }

  resolve(node: unknown): Node | null {
    if (isAlias(node)) return this.resolve(node.resolve(this.document))
    return isScalar(node) && node.value === null ? null : ((node ?? null) as Node | null)
  }

  /** Entries of a map, `<<` merged, own keys first. */
  entries(map: YAMLMap): Entry[] {
    const entries: Entry[] = []
    const merged: Entry[] = []
    for (const pair of map.items) {
      const key = pair.key as Scalar
      const value = this.resolve(pair.value)
      if (String(key.value) === '<<') {
        const sources = isSeq(value) ? value.items.map((item) => this.resolve(item)) : [value]
        for (const source of sources) {
          if (isMap(source)) merged.push(...this.entries(source))
          else this.report('<< needs a map', this.at(key))
        }
      } else entries.push({ key: String(key.value), keyAt: this.at(key), value, at: this.at((pair.value as Node) ?? key) })
    }
    const own = new Set(entries.map(({ key }) => key))
    return [...entries, ...merged.filter(({ key }) => !own.has(key))]
  }

  map(node: Node | null, what: string, at: Position): YAMLMap | undefined {
    if (isMap(node)) return node
    this.report(`${what} needs a map`, at)
  }

  list(node: Node | null, what: string, at: Position): YAMLSeq | undefined {
    if (isSeq(node)) return node
    this.report(`${what} needs a list`, at)
  }

  /** The spelling in the file, so 1.0 stays 1.0; lists and maps are refused instead of becoming empty. */
  text({ key, value, at }: Entry): Parameter | undefined {
    if (value === null) return { value: '', at }
    if (isScalar(value)) return { value: typeof value.value === 'string' ? value.value : (value.source ?? String(value.value)), at }
    this.report(`${key} needs one value, not a ${isSeq(value) ? 'list' : 'map'}`, at)
  }

  minutes(entry: Entry): number | undefined {
    const text = this.text(entry)
    if (!text) return
    if (!/^\d+$/.test(text.value)) return void this.report(`${entry.key} needs whole minutes`, entry.at)
    const minutes = Number(text.value)
    return minutes > 0 ? Math.min(minutes, 60) : undefined
  }
}
