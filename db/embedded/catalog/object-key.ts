/** What names an object, and what is wrong with one: known to the catalog and to the compiler of PL/SQL alike. */
export interface ObjectKey {
  readonly owner: string
  readonly name: string
}

/** A row of USER_ERRORS. `line` and `position` count from 1 in the unit's source text. */
export interface CompileError {
  readonly line: number
  readonly position: number
  /** "PLS-00201: identifier 'NOSUCH' must be declared", "PL/SQL: Statement ignored" */
  readonly text: string
  readonly number: number
  readonly attribute: 'ERROR' | 'WARNING'
}
