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
