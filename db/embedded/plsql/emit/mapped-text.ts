/** Text of a PostgreSQL function, which keeps for each of its lines the line of the Oracle text that it comes from. */
export class MappedText {
  private readonly texts: string[] = []
  readonly lines: number[] = []

  /** @param line of the Oracle text, from 1; 0: nothing that an error's stack shows. `text` may have several lines. */
  add(text: string, line = 0): void {
    for (const one of text.split('\n')) {
      this.texts.push(one)
      this.lines.push(line)
    }
  }

  get text(): string {
    return this.texts.join('\n')
  }
}
