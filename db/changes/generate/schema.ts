/** What a schema holds, as far as it can be described. */

export interface Column {
  readonly name: string
  /** With length, precision, scale. */
  readonly type: string
  readonly default: string | null
  readonly defaultOnNull: boolean
  readonly virtual: boolean
  readonly invisible: boolean
  /** ALWAYS, BY DEFAULT; and the options as USER_TAB_IDENTITY_COLS has them. */
  readonly identity?: { readonly generation: string; readonly options: string }
  readonly comment: string | null
}
export interface Constraint {
  readonly name: string
  readonly named: boolean
  readonly type: 'P' | 'U' | 'C' | 'R'
  readonly columns: readonly string[]
  readonly condition: string | null
  readonly references?: { readonly table: string; readonly columns: readonly string[] }
  readonly onDelete: string | null
  readonly deferrable: boolean
  readonly deferred: boolean
  readonly disabled: boolean
}
export interface Table {
  readonly name: string
  readonly comment: string | null
  /** Of a global temporary table: what its rows survive. */
  readonly temporary?: 'DELETE' | 'PRESERVE'
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
}
export interface Sequence {
  readonly name: string
  readonly next: string
  readonly increment: string
  readonly least: string
  readonly most: string
  readonly cache: number
  readonly cycle: boolean
  readonly order: boolean
}
export interface Index {
  readonly name: string
  readonly table: string
  readonly kind: 'UNIQUE' | 'BITMAP' | ''
  /** Column names, or expressions. */
  readonly keys: readonly { readonly column?: string; readonly expression?: string; readonly descending: boolean }[]
}
export interface View {
  readonly type: 'VIEW'
  readonly name: string
  readonly columns: readonly string[]
  readonly text: string
  readonly readOnly: boolean
  readonly comment: string | null
  readonly columnComments: readonly (readonly [string, string])[]
}
/** A function, a procedure, a package, a type, a body of these, or a trigger. */
export interface Unit {
  readonly type: string
  readonly name: string
  readonly source: string
  /** Of a trigger. */
  readonly disabled: boolean
}
export interface Schema {
  readonly owner: string
  readonly sequences: readonly Sequence[]
  readonly tables: readonly Table[]
  readonly indexes: readonly Index[]
  readonly views: readonly View[]
  readonly units: readonly Unit[]
  /** Which of the units and views stands on which. */
  readonly dependencies: readonly { readonly type: string; readonly name: string; readonly onType: string; readonly onName: string }[]
  /** TYPE NAME of what is there and cannot be described. */
  readonly leftOut: readonly string[]
}
