/**
 * What translation hands to a session: a statement as a *list of steps*. Most have one; DDL has
 * several, and PL/SQL that controls transactions will have steps that the session drives.
 */

import type { ObjectKey } from '../catalog/stored-objects'
import type { DrivenProgram, Fragment, PgFunction, PgTypeDefinition, Slot } from '../plsql/compiled'
import type { PlsqlType } from '../plsql/types'
import type { Expr, ParamSlot, Sql } from './expr'
import type { ColumnReference, ConditionNode, ExprNode, FunctionCall, Name, Placeholder } from './tree'
import type { OraType } from './types'

export type StatementKind =
  | 'query' | 'insert' | 'update' | 'delete' | 'merge'
  | 'ddl' | 'transaction' | 'session' | 'lock' | 'explain' | 'plsql'

/** A column of a query as it is described to the client. */
export interface ColumnInfo {
  readonly name: string
  readonly type: OraType
  readonly nullable: boolean
  /** TIMESTAMP WITH TIME ZONE that is shown in UTC (SYSTIMESTAMP); otherwise in the session's zone. */
  readonly utc?: boolean
}

/** One occurrence of a placeholder, in text order (SQL binds are positional even when names repeat). */
export interface BindInfo {
  /** As written without the colon, upper-cased unless quoted; '1' for `:1`. */
  readonly name: string
  /** 'return': after RETURNING … INTO; no value arrives with the request. */
  readonly direction: 'in' | 'out' | 'inout' | 'return'
  /** For 'return' and 'out': the type of what is put in. */
  readonly type?: OraType
}

export type Step =
  /** Runs on the session's PostgreSQL backend inside the current transaction. `rows`: the query's result. */
  | { readonly do: 'sql'; readonly text: string; readonly params: readonly ParamSlot[]; readonly result: 'rows' | 'count' | 'returning' | 'none' }
  /** Runs a query that must give no row; a row is (ora code, message arguments…): that error is raised. */
  | { readonly do: 'check'; readonly text: string; readonly params: readonly ParamSlot[] }
  | { readonly do: 'commit' }
  | { readonly do: 'rollback'; readonly to?: string }
  | { readonly do: 'savepoint'; readonly name: string }
  | { readonly do: 'set-transaction'; readonly mode: 'read only' | 'read write' | 'serializable' | 'read committed' }
  /** ALTER SESSION SET name = value, already validated; the session keeps it and mirrors what PostgreSQL must know. */
  | { readonly do: 'set-session'; readonly name: string; readonly value: string }
  /** The catalog changed in this transaction: reload before the next translation, once it is committed. */
  | { readonly do: 'catalog-changed' }
  /**
   * An anonymous block or CALL. Its types and functions are made first, on a connection of the server's own, because they must
   * outlive a rollback; their names are hashes of what they are, so one that is there is the right one.
   */
  | { readonly do: 'block'; readonly types: readonly PgTypeDefinition[]; readonly functions: readonly PgFunction[]; readonly run: { readonly fragment: Fragment } | { readonly driven: DrivenProgram }
      readonly binds: readonly (BindInfo & { readonly slot: Slot; readonly positions: readonly number[] })[]; readonly dependsOn?: readonly ObjectKey[] }
  /** CREATE/ALTER USER … IDENTIFIED BY: the session derives verifiers and stores them; the clear text goes no further. */
  | { readonly do: 'set-password'; readonly user: string; readonly password: string }

export interface Translation {
  readonly kind: StatementKind
  readonly steps: readonly Step[]
  /** Of the step whose result is 'rows'; empty otherwise. */
  readonly columns: readonly ColumnInfo[]
  /** Of the step whose result is 'returning': one per return bind, in order. */
  readonly returning: readonly ColumnInfo[]
  readonly binds: readonly BindInfo[]
  /** DDL commits before and after itself, also when it fails. */
  readonly implicitCommit: boolean
  /** A query with FOR UPDATE: it begins a transaction. */
  readonly locks?: boolean
  /** Compiled with errors: the client gets warning ORA-24344. */
  readonly warning?: 'compilation'
  /** May be reused only while the catalog has this version. */
  readonly catalogVersion: number
  /** False when the text must be translated anew each time (it folded in something that changes). */
  readonly cacheable: boolean
}

/** What a translation depends on besides the text: the session's settings, and how the client sends each bind. */
export interface TranslateContext {
  readonly user: string
  /** CURRENT_SCHEMA. */
  readonly schema: string
  readonly nls: NlsSettings
  /** Client type of each bind by position; undefined when only described (Oracle then assumes VARCHAR2). */
  readonly bindTypes?: readonly (OraType | undefined)[]
  /** Positions of binds that are PL/SQL arrays, tables indexed by PLS_INTEGER from 1 on: `bindTypes` has the type of an element. */
  readonly bindArrays?: ReadonlySet<number>
  /** SQL inside PL/SQL. */
  readonly surroundings?: Surroundings
}

/** Session parameters that change the meaning of SQL. Names are those of V$NLS_PARAMETERS. */
export interface NlsSettings {
  readonly NLS_DATE_FORMAT: string
  readonly NLS_TIMESTAMP_FORMAT: string
  readonly NLS_TIMESTAMP_TZ_FORMAT: string
  readonly NLS_NUMERIC_CHARACTERS: string
  readonly NLS_DATE_LANGUAGE: string
  readonly NLS_LANGUAGE: string
  readonly NLS_TERRITORY: string
  readonly NLS_CURRENCY: string
  readonly NLS_ISO_CURRENCY: string
  readonly NLS_SORT: string
  readonly NLS_COMP: string
  readonly NLS_LENGTH_SEMANTICS: 'BYTE' | 'CHAR'
  readonly NLS_CALENDAR: string
}
export const DEFAULT_NLS: NlsSettings = {
  NLS_DATE_FORMAT: 'DD-MON-RR',
  NLS_TIMESTAMP_FORMAT: 'DD-MON-RR HH.MI.SSXFF AM',
  NLS_TIMESTAMP_TZ_FORMAT: 'DD-MON-RR HH.MI.SSXFF AM TZR',
  NLS_NUMERIC_CHARACTERS: '.,',
  NLS_DATE_LANGUAGE: 'AMERICAN',
  NLS_LANGUAGE: 'AMERICAN',
  NLS_TERRITORY: 'AMERICA',
  NLS_CURRENCY: '$',
  NLS_ISO_CURRENCY: 'AMERICA',
  NLS_SORT: 'BINARY',
  NLS_COMP: 'BINARY',
  NLS_LENGTH_SEMANTICS: 'BYTE',
  NLS_CALENDAR: 'GREGORIAN'
}

/** What stands around a SQL statement inside PL/SQL; names that no column has, and what only PL/SQL can write, are asked of it. */
export interface Surroundings {
  /** 'sql': a static SQL statement; 'plsql': an expression of PL/SQL itself, whose conversion errors are ORA-06502. */
  readonly in: 'sql' | 'plsql'
  /** Undefined: not known here either. */
  column(node: ColumnReference): Expr | undefined
  call(node: FunctionCall, resolve: (node: ExprNode) => Expr, changing?: ObjectKey): Expr | undefined
  placeholder(node: Placeholder): Expr
  /** member, apply, attribute, condition nodes. */
  special(node: ExprNode): Expr
  condition(node: ConditionNode): Sql
  /** Resolves what is only reached when `condition` is true: right of AND, arms of CASE. */
  guard?<T>(condition: Sql, resolve: () => T): T
  /** TABLE (x): the collection that x is; undefined: SQL's own business. */
  collection?(node: ExprNode): { readonly composite: PlsqlType; readonly sql: Sql } | undefined
  /** The fields of a record, for INSERT … VALUES r and SET ROW = r. */
  record?(node: ExprNode): readonly Expr[]
  /** WHERE CURRENT OF: PostgreSQL's name of the cursor. */
  currentOf?(name: Name): string
  /** Told of everything in a schema that the statement names. */
  used?(object: ObjectKey): void
}
