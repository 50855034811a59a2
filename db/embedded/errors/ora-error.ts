/** An error as an Oracle client sees it. Thrown anywhere, turned into an error message on the wire by the session. */
export class OraError extends Error {
  /** Raised by a DDL statement: the open transaction is committed all the same, as Oracle commits before it looks further. */
  afterCommit = false

  /**
   * @param code Oracle's number, e.g. 942. Never one that drivers take for a dead connection (600, 3113, …).
   * @param text message without the `ORA-nnnnn: ` prefix; further lines may follow after a line feed.
   * @param offset 0-based character offset in the Oracle text, when known.
   */
  constructor(readonly code: number, readonly text: string, readonly offset?: number) {
    super(`ORA-${String(code).padStart(5, '0')}: ${text}`)
    this.name = 'OraError'
  }
}

/** Refuses something that Oracle has and this server has not, by name. ORA-03001 is Oracle's own "unimplemented feature". */
export function refuse(feature: string, offset?: number): never {
  throw new OraError(3001, `unimplemented feature: ${feature} is not supported by this embedded database`, offset)
}

/**
 * A statement needs a unit that is INVALID: the session compiles it, as Oracle does at its next use, and translates again.
 * Not for clients: it becomes ORA-06575, ORA-04098, PLS-00905 … when the unit still has errors.
 */
export class InvalidUnit extends Error {
  constructor(readonly owner: string, readonly unit: string, readonly type: string, /** What Oracle says when it cannot be compiled. */ readonly otherwise: OraError) {
    super(`${owner}.${unit} is INVALID`)
  }
}
