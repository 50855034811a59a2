import type { Place, SourceText } from './source-text'

export interface Statement {
  /** As it is sent to the database. */
  readonly text: string
  /** Where it begins in its SourceText. */
  readonly start: number
}

/** SQL text: of a formatted SQL changeset, of a `sql` element, or of the file that a `sqlFile` element names (then with that path). */
export interface SqlChange {
  readonly kind: 'sql'
  readonly sqlFile?: string
  readonly source: SourceText
  readonly statements: readonly Statement[]
  /** Its own dbms says so: it has no statements and does not count in the checksum. */
  readonly forAnotherDatabase?: true
}
/** Does nothing but tag its own row of the history. */
export interface TagChange {
  readonly kind: 'tagDatabase'
  readonly tag: string
  /** The row stays when a rollback to this tag is done. */
  readonly keepTagOnRollback: boolean
}
export type Change = SqlChange | TagChange

export type OnPrecondition = 'HALT' | 'CONTINUE' | 'MARK_RAN' | 'WARN'
export type Precondition =
  | { readonly kind: 'sql-check'; readonly expected: string; readonly sql: string; readonly place: Place }
  | { readonly kind: 'table-exists' | 'view-exists'; readonly name: string; readonly schema?: string; readonly place: Place }
  | { readonly kind: 'dbms'; readonly type: string; readonly place: Place }
  /** not: none of them holds. */
  | { readonly kind: 'and' | 'or' | 'not'; readonly checks: readonly Precondition[]; readonly place: Place }

export interface Preconditions {
  readonly onFail: OnPrecondition
  readonly onError: OnPrecondition
  readonly onSqlOutput: 'IGNORE' | 'TEST' | 'FAIL'
  /** All must hold. */
  readonly checks: readonly Precondition[]
}

/** How a changeset is undone. 'none': nobody said how. 'empty': nothing is needed. */
export type Rollback =
  | { readonly kind: 'none' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'sql'; readonly changes: readonly SqlChange[] }
  | { readonly kind: 'reference'; readonly id: string; readonly author: string; readonly path?: string; readonly place: Place }

/** The unit of change. The same object travels from the reader to the row that records it. */
export interface Changeset {
  readonly id: string
  readonly author: string
  /** As stored in FILENAME: from the search path, forward slashes. */
  readonly path: string
  readonly place: Place
  readonly changes: readonly Change[]
  readonly comment: string | undefined
  /** As stored: those of the includes around it and its own, joined with AND. */
  readonly contexts: string | undefined
  /** Lower case, separated by commas. */
  readonly labels: string | undefined
  readonly dbms: string | undefined
  readonly runOnChange: boolean
  readonly runAlways: boolean
  readonly runOrder: 'first' | 'last' | undefined
  readonly runInTransaction: boolean
  readonly failOnError: boolean
  readonly ignore: boolean
  readonly validCheckSums: readonly string[]
  readonly preconditions: Preconditions | undefined
  readonly rollback: Rollback
  /** Version 9 as Liquibase 4.22 and later compute it; version 8 for histories of older ones. */
  readonly checksum: string
  readonly checksumV8: string
}

/** What a changeset is when nothing is said. */
export const CHANGESET_DEFAULTS = {
  comment: undefined,
  dbms: undefined,
  runOnChange: false,
  runAlways: false,
  runOrder: undefined,
  runInTransaction: true,
  failOnError: true,
  validCheckSums: [],
  preconditions: undefined,
  rollback: { kind: 'none' }
} as const

/** F::id::author, as Liquibase names a changeset. */
export const nameOf = ({ path, id, author }: { path: string; id: string; author: string }): string => `${path}::${id}::${author}`

/** The tag that a changeset puts on its own row. */
export const tagOf = ({ changes }: Changeset): TagChange | undefined =>
  changes.find((change): change is TagChange => change.kind === 'tagDatabase')

export const sqlChanges = ({ changes }: Changeset): readonly SqlChange[] =>
  changes.filter((change): change is SqlChange => change.kind === 'sql')

/** As Liquibase describes a changeset in DESCRIPTION. */
export const describeChanges = ({ changes }: Changeset): string =>
  changes
    .map((change) => (change.kind === 'sql' && change.sqlFile !== undefined ? `sqlFile path=${change.sqlFile}` : change.kind))
    .join('; ') || 'empty'

/** dbms: a list of names, each may be negated by `!`; `all` and `none`. */
export function matchesOracle(dbms: string | undefined): boolean {
  if (dbms === undefined) return true
  const names = dbms.split(',').map((name) => name.trim().toLowerCase())
  if (names.includes('none') || names.includes('!oracle')) return false
  return names.includes('all') || names.includes('oracle') || names.every((name) => name.startsWith('!'))
}

/** Contexts as stored: a part of several words gets parentheses, parts are joined with AND. */
export const joinContexts = (parts: readonly (string | undefined)[]): string | undefined =>
  parts
    .filter((part) => part?.trim())
    .map((part) => (/[\s,]/.test(part!.trim()) ? `(${part!.trim()})` : part!.trim()))
    .join(' AND ') || undefined

/** Labels as stored. */
export const joinLabels = (parts: readonly (string | undefined)[]): string | undefined =>
  parts
    .flatMap((part) => (part ?? '').split(','))
    .map((label) => label.trim().toLowerCase())
    .filter((label) => label)
    .join(',') || undefined
