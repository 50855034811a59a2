/** A place in a changelog file; line and column from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Text cut out of a file whose lines need not follow each other there (directive lines are left out). */
export interface SourceText {
  readonly text: string
  /** For each line of `text`: its line in the file, from 1, and how many characters were cut off in front of it. */
  readonly lines: readonly { readonly line: number; readonly indent: number }[]
}

export interface Statement {
  /** As it is sent to the database. */
  readonly text: string
  /** Where it begins in its SourceText. */
  readonly start: number
}

export type OnPrecondition = 'HALT' | 'CONTINUE' | 'MARK_RAN' | 'WARN'
export type Precondition =
  | { readonly kind: 'sql-check'; readonly expected: string; readonly sql: string; readonly place: Place }
  | { readonly kind: 'table-exists' | 'view-exists'; readonly name: string; readonly schema?: string; readonly place: Place }

export interface Preconditions {
  readonly onFail: OnPrecondition
  readonly onError: OnPrecondition
  readonly onSqlOutput: 'IGNORE' | 'TEST' | 'FAIL'
  readonly checks: readonly Precondition[]
}

/** How a changeset is undone. 'none': nobody said how. 'empty': nothing is needed. */
export type Rollback =
  | { readonly kind: 'none' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'sql'; readonly source: SourceText; readonly statements: readonly Statement[] }
  | { readonly kind: 'reference'; readonly id: string; readonly author: string; readonly path?: string; readonly place: Place }

/** The unit of change. The same object travels from the reader to the row that records it. */
export interface Changeset {
  readonly id: string
  readonly author: string
  /** As stored in FILENAME: from the search path, forward slashes. */
  readonly path: string
  readonly place: Place
  readonly source: SourceText
  readonly statements: readonly Statement[]
  readonly comment: string | undefined
  readonly contexts: string | undefined
  readonly labels: string | undefined
  readonly dbms: string | undefined
  readonly runOnChange: boolean
  readonly runAlways: boolean
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

/** F::id::author, as Liquibase names a changeset. */
export const nameOf = ({ path, id, author }: { path: string; id: string; author: string }): string => `${path}::${id}::${author}`

/** Where an offset of a SourceText lies in its file. */
export function placeAt(file: string, source: SourceText, offset: number): Place {
  const before = source.text.slice(0, offset).split('\n')
  const { line, indent } = source.lines[Math.min(before.length, source.lines.length) - 1]
  return { file, line, column: before[before.length - 1].length + indent + 1 }
}
