import { replaceInSource, type SourceText } from './source-text'

const LONGEST = 1_000_000

/** Names and values of `${name}`. The first definition of a name wins. Not known names stay as they are written. */
export class Properties {
  private readonly values = new Map<string, string>()

  /** @param given those of the command line: they come before any file's */
  constructor(given: Readonly<Record<string, string>> = {}) {
    for (const [name, value] of Object.entries(given)) this.define(name, value)
  }

  define(name: string, value: string): void {
    if (!this.values.has(name)) this.values.set(name, value)
  }

  /** Values are expanded in their turn. Throws Error for one that leads back to itself. */
  expand(text: string, within: readonly string[] = []): string {
    let expanded = ''
    let at = 0
    for (const { start, end, text: value } of this.find(text, within)) {
      expanded += text.slice(at, start) + value
      at = end
    }
    expanded += text.slice(at)
    if (expanded.length > LONGEST) throw new Error(`The property ${within.at(-1) ?? text.slice(0, 50)} grows too long.`)
    return expanded
  }

  expandSource(source: SourceText): SourceText {
    const found = this.find(source.text, [])
    return found.length ? replaceInSource(source, found) : source
  }

  private find(text: string, within: readonly string[]): { start: number; end: number; text: string }[] {
    const found: { start: number; end: number; text: string }[] = []
    for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', start + 2)) {
      const close = text.indexOf('}', start)
      if (close < 0) break
      const name = text.slice(start + 2, close).trim()
      const value = this.values.get(name)
      if (value === undefined) continue
      if (within.includes(name)) throw new Error(`The property ${name} leads back to itself: ${[...within, name].join(' → ')}.`)
      found.push({ start, end: close + 1, text: this.expand(value, [...within, name]) })
      start = close - 1
    }
    return found
  }
}
