/** What one statement did on one side, in values that can be compared and written as JSON. */
export interface Column {
  readonly name: string
  /** As the driver names it: NUMBER, VARCHAR2, TIMESTAMP WITH TIME ZONE … */
  readonly type: string
  /** Of numbers, intervals and timestamps; absent where the type has none. */
  readonly precision?: number
  readonly scale?: number
  readonly nullable: boolean
  /** Bytes, of character and RAW columns. */
  readonly size?: number
}

/** A value as text: numbers with all their digits, dates in ISO form, bytes in hexadecimal. */
export type Cell = string | null

export interface ResultSet {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

/** A line of USER_ERRORS. */
export interface CompileError {
  readonly line: number
  /** PLS-00201, ORA-00942 … */
  readonly code: string
  readonly text: string
}

export interface Outcome {
  readonly error?: { readonly code: string; /** PLS-… below ORA-06550. */ readonly below?: string; readonly message: string; /** The session is gone. */ readonly lost?: boolean }
  readonly result?: ResultSet
  readonly rowCount?: number
  /** By name of the bind variable; a cursor is its rows. */
  readonly out?: Readonly<Record<string, Cell | ResultSet>>
  /** Lines of DBMS_OUTPUT. */
  readonly output: readonly string[]
  /** Of DBMS_SQL.RETURN_RESULT. */
  readonly implicit: readonly ResultSet[]
  /** Created with compilation errors. */
  readonly compileErrors?: readonly CompileError[]
}

/** In which respect two outcomes differ. */
export const KINDS = ['error', 'columns', 'names', 'types', 'precision', 'scale', 'nullable', 'size', 'rows', 'order', 'rowcount', 'out', 'output', 'compile'] as const
export type Kind = (typeof KINDS)[number]

export const KIND_TITLES: Readonly<Record<Kind, string>> = {
  error: 'one succeeded where the other failed, or they failed with different codes',
  columns: 'number of columns',
  names: 'names of columns',
  types: 'types of columns',
  precision: 'precision of columns',
  scale: 'scale of columns',
  nullable: 'whether columns may be null, as described',
  size: 'bytes of character and RAW columns, as described',
  rows: 'rows',
  order: 'order of the same rows, where the statement has ORDER BY',
  rowcount: 'number of rows that DML changed',
  out: 'values of bind variables',
  output: 'lines of DBMS_OUTPUT',
  compile: 'errors of a unit that was created with errors (line and code)'
}

export interface Difference {
  readonly kind: Kind
  /** Which column, variable or result set, where that is not plain. */
  readonly of?: string
  readonly a: string
  readonly b: string
  /** Groups of rules that say it is expected: then it does not count. */
  readonly expected?: readonly string[]
}
