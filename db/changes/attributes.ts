/** `name:value` words of a changeset line, a precondition or a property. Values are one word, or stand in quotes. */
import { ChangelogError } from './changelog-error'
import type { Place } from './source-text'

export interface Attribute {
  readonly name: string
  readonly value: string
  readonly column: number
}

export class AttributeReader {
  private at = 0
  constructor(
    private readonly text: string,
    private readonly place: Place,
    private readonly fileText: string
  ) {}

  fail(what: string, at = this.at): never {
    throw new ChangelogError(what, { ...this.place, column: this.place.column + at }, this.fileText)
  }
  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++
  }
  get done(): boolean {
    this.skipBlanks()
    return this.at >= this.text.length
  }
  get column(): number {
    return this.place.column + this.at
  }
  /** All that is left, as it stands. */
  rest(): string {
    const rest = this.text.slice(this.at)
    this.at = this.text.length
    return rest
  }

  /** Up to the character `end` or a blank; or what stands between quotes. */
  value(end?: string): string {
    const quote = this.text[this.at]
    if (quote === '"' || quote === "'") {
      const close = this.text.indexOf(quote, this.at + 1)
      if (close < 0) this.fail('This quote is not closed.')
      const value = this.text.slice(this.at + 1, close)
      this.at = close + 1
      return value
    }
    const from = this.at
    while (this.at < this.text.length && !/\s/.test(this.text[this.at]) && this.text[this.at] !== end) this.at++
    return this.text.slice(from, this.at)
  }

  /** The next `name:value`, or undefined when the next word is none. */
  attribute(): Attribute | undefined {
    this.skipBlanks()
    const match = /^([A-Za-z][\w-]*):/.exec(this.text.slice(this.at))
    if (!match) return undefined
    const column = this.column
    this.at += match[0].length
    return { name: match[1], value: this.value(), column }
  }

  /** author:id, either in quotes; blanks may stand around the colon only behind it. */
  authorAndId(): { author: string; id: string } {
    this.skipBlanks()
    const author = this.value(':')
    if (!author || this.text[this.at] !== ':') this.fail('A changeset line needs AUTHOR:ID.')
    this.at++
    const id = this.value()
    if (!id) this.fail('A changeset line needs an ID behind the colon.')
    return { author, id }
  }
}
