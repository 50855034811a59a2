/** The run was interrupted: nobody needs a stack for that. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted')
  }
}

/** A stage that failed: what happened, where to look, what to do next. Shown to people as it is, without a stack. */
export class StageError extends Error {
  constructor(
    what: string,
    readonly where: string,
    readonly next: string,
    /** Lines in the failing tool's own words. */
    readonly detail: readonly string[] = []
  ) {
    super(what)
    this.name = 'StageError'
  }
}
