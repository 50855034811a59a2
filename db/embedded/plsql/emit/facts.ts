/**
 * What one part of the code must know of another before that is compiled: whether a subprogram has effects, is driven, and which
 * variables around it it uses. Compiling is repeated until these no longer change; each of them only grows.
 */
export interface SubprogramFacts {
  effects: boolean
  driven: boolean
  /** Variables of the blocks around it, by declaration key. */
  readonly reads: Set<string>
  readonly writes: Set<string>
}

export class Facts {
  private readonly known = new Map<number, SubprogramFacts>()

  /** @param at offset of the subprogram's body, or of its heading when there is none */
  of(at: number): SubprogramFacts {
    let facts = this.known.get(at)
    if (!facts) this.known.set(at, (facts = { effects: false, driven: false, reads: new Set(), writes: new Set() }))
    return facts
  }

  /** Changes whenever something has grown. */
  private measure(): string {
    return [...this.known].map(([at, f]) => `${at}:${f.effects}:${f.driven}:${f.reads.size}:${f.writes.size}`).join()
  }

  static untilStable<T>(compile: (facts: Facts) => T): T {
    const facts = new Facts()
    for (;;) {
      const before = facts.measure()
      const result = compile(facts)
      if (facts.measure() === before) return result
    }
  }
}
