/**
 * The catalog snapshot: all that name resolution may know. Immutable; a new one with a higher version
 * is loaded after each committed DDL. The truth is in the `ora.*` tables of the PostgreSQL database
 * (see catalog/schema.sql), written in the same transaction as the DDL they describe.
 */
import type { PackageInterface, Signature } from '../plsql/types'
import type { NlsSettings } from '../sql/statement'
import type { OraType } from '../sql/types'

export interface Column {
  readonly name: string
  readonly position: number
  readonly type: OraType
  readonly nullable: boolean
  /** Oracle text of DEFAULT, and its PostgreSQL form. */
  readonly defaultText?: string
  readonly defaultSql?: string
  readonly defaultOnNull?: boolean
  readonly identity?: { readonly sequence: string; readonly generation: 'ALWAYS' | 'BY DEFAULT' | 'BY DEFAULT ON NULL' }
  /** GENERATED ALWAYS AS (…): Oracle text. */
  readonly virtual?: boolean
  readonly invisible?: boolean
  /** Of a view: the table's column that it shows unchanged. */
  readonly base?: { readonly owner: string; readonly table: string; readonly column: string }
}

export interface Constraint {
  readonly name: string
  readonly type: 'P' | 'U' | 'R' | 'C'
  readonly columns: readonly string[]
  /** NOT NULL constraints are type C with `notNull`. */
  readonly notNull?: boolean
  readonly searchCondition?: string
  readonly references?: { readonly owner: string; readonly table: string; readonly constraint: string; readonly columns: readonly string[] }
  readonly deleteRule?: 'NO ACTION' | 'CASCADE' | 'SET NULL'
  readonly status: 'ENABLED' | 'DISABLED'
  readonly generatedName: boolean
  readonly deferrable?: boolean
}

export interface Table {
  readonly kind: 'table'
  readonly owner: string
  readonly name: string
  /** OBJECT_ID; below 65536, it travels in a ROWID. */
  readonly id: number
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  /** Exists in each session by itself, made by `ora.use_temporary(id)` before its first use in a transaction. */
  readonly temporary?: 'delete' | 'preserve'
  /** PostgreSQL relation to read instead of "OWNER"."NAME" (dictionary tables). */
  readonly relation?: string
}
export interface View {
  readonly kind: 'view'
  readonly owner: string
  readonly name: string
  readonly id: number
  readonly columns: readonly Column[]
  readonly readOnly: boolean
  readonly checkOption?: boolean
  /** True for the dictionary: everybody may read it, nobody may change it. */
  readonly system?: boolean
  readonly relation?: string
  readonly status: 'VALID' | 'INVALID'
  /** The settings that it was made under, when its text depends on them (TO_CHAR of a date without a mask): others must not read it. */
  readonly nls?: NlsSettings
}
export interface Sequence {
  readonly kind: 'sequence'
  readonly owner: string
  readonly name: string
  readonly id: number
}
export interface Synonym {
  readonly kind: 'synonym'
  readonly owner: string
  readonly name: string
  readonly id: number
  readonly targetOwner: string
  readonly targetName: string
}
export interface Index {
  readonly kind: 'index'
  readonly owner: string
  readonly name: string
  readonly id: number
  readonly tableOwner: string
  readonly tableName: string
  readonly unique: boolean
  readonly columns: readonly string[]
}
/** A PL/SQL unit, or a collection type. Its text and errors are in StoredProgram. */
export interface Program {
  readonly kind: 'program'
  readonly type: 'PROCEDURE' | 'FUNCTION' | 'PACKAGE' | 'PACKAGE BODY' | 'TYPE'
  readonly owner: string
  readonly name: string
  readonly id: number
  /** INVALID: compiled anew when it is used (`InvalidUnit`). */
  readonly status: 'VALID' | 'INVALID'
  /** INVALID, and as things stand it does not compile: no `InvalidUnit` but PLS-00905, ORA-06575 … at once. */
  readonly fails?: boolean
  /** PROCEDURE, FUNCTION: one. PACKAGE BODY: of all, the private ones too. */
  readonly signatures: readonly Signature[]
  /** PACKAGE; TYPE (one type). */
  readonly interface?: PackageInterface
  readonly authid: 'DEFINER' | 'CURRENT_USER'
  /** As of a view. */
  readonly nls?: Readonly<Record<string, string>>
}
export interface Trigger {
  readonly kind: 'trigger'
  readonly owner: string
  readonly name: string
  readonly id: number
  readonly status: 'VALID' | 'INVALID'
  /** As of a Program: ORA-04098 at once. */
  readonly fails?: boolean
  readonly enabled: boolean
  readonly tableOwner: string
  readonly tableName: string
  readonly timing: 'BEFORE' | 'AFTER' | 'INSTEAD OF' | 'COMPOUND'
  readonly forEachRow: boolean
  readonly events: readonly { readonly event: 'INSERT' | 'UPDATE' | 'DELETE'; readonly columns: readonly string[] }[]
  readonly nls?: Readonly<Record<string, string>>
}
export type CatalogObject = Table | View | Sequence | Synonym | Index | Program | Trigger
/** What shares a name space with tables: what `find` gives. */
export type NamedObject = Table | View | Sequence | Synonym

export interface Catalog {
  readonly version: number
  hasUser(name: string): boolean
  hasRole(name: string): boolean
  /** Looks in that schema only; indexes have a name space of their own. */
  find(owner: string, name: string): NamedObject | undefined
  findIndex(owner: string, name: string): Index | undefined
  /** Procedure, function, package or type of that schema; 'body' looks for a package's body. */
  findProgram(owner: string, name: string, part?: 'body'): Program | undefined
  /** In firing order: as created, FOLLOWS kept. */
  triggersOn(owner: string, table: string): readonly Trigger[]
  /** Whether code that calls this unit could read or change the table. */
  unitMeets?(unit: { readonly owner: string; readonly name: string }, table: { readonly owner: string; readonly name: string }): boolean
  /** ORA-04091 is possible: before an INSERT … VALUES of one row into it, `ora.single_row('"S"."T"'::regclass)` must run. */
  meetsMutation?(owner: string, table: string): boolean
  /** By constraint name within an owner, with its table. */
  findConstraint(owner: string, name: string): { readonly table: Table; readonly constraint: Constraint } | undefined
  /** Tables whose foreign keys reference this one. */
  referencing(owner: string, table: string): readonly { readonly table: Table; readonly constraint: Constraint }[]
  /** All of an owner's objects (DROP USER CASCADE and the like). */
  objectsOf(owner: string): readonly CatalogObject[]
  /** Object privilege held directly, through roles or PUBLIC, by ownership, or by an ANY system privilege. */
  hasObjectPrivilege(user: string, privilege: string, owner: string, name: string, column?: string): boolean
  hasSystemPrivilege(user: string, privilege: string): boolean
  /** Oracle's name of a PostgreSQL name, which may have been shortened. */
  logicalName?(physical: string): string
}
