/**
 * PL/SQL's types: SQL's, with a range and NOT NULL of their own, and records, collections and cursors.
 * All are plain data: signatures and package interfaces keep them in the catalog.
 * Source: PL/SQL Language Reference, chapters 3 to 6.
 */
import { type OraType, PG_TYPE } from '../sql/types'

export interface ScalarType {
  readonly kind: 'SCALAR'
  readonly type: OraType
  /** PLS_INTEGER, BINARY_INTEGER, NATURAL, SIMPLE_INTEGER …: `type` is NUMBER(38,0) then; beyond `range` is ORA-01426 or ORA-06502. */
  readonly integer?: 'PLS_INTEGER'
  readonly range?: readonly [low: string, high: string]
  readonly notNull?: boolean
}
export interface RecordField {
  readonly name: string
  readonly type: PlsqlType
  readonly notNull?: boolean
  readonly defaultSql?: string
}
/** `id` tells types apart as PL/SQL does, by declaration ('HR.PK.REC', 'HR.EMPLOYEES%ROWTYPE'); `pg` by structure: "ora_type"."r_<hash>". */
export interface RecordType {
  readonly kind: 'RECORD'
  readonly id: string
  readonly fields: readonly RecordField[]
  /** %ROWTYPE: assignable from and to records of the same shape. */
  readonly rowOf?: string
  readonly pg: string
}
/**
 * nested table, varray and integer keys: an array of `elementPg`, a composite ("ora_type"."e_<hash>") of one field v, so that an
 * absent element (null) and an element that is NULL (row(null)) differ; never initialised: a null array.
 * VARCHAR2 keys: an array of (k text, v), in binary order of the keys, from 1 without gaps.
 */
export interface CollectionType {
  readonly kind: 'COLLECTION'
  readonly id: string
  readonly style: 'nested table' | 'varray' | 'associative array'
  /** Of an associative array. */
  readonly key?: ScalarType
  readonly limit?: number
  readonly element: PlsqlType
  readonly notNull?: boolean
  readonly elementPg: string
  readonly pg: string
}
/** The value is the name of a portal, text; `row` absent: SYS_REFCURSOR and other weak ones. */
export interface RefCursorType { readonly kind: 'REF CURSOR'; readonly row?: RecordType }

export type PlsqlType = ScalarType | RecordType | CollectionType | RefCursorType

export const scalar = (type: OraType): ScalarType => ({ kind: 'SCALAR', type })
/** PostgreSQL's type of a variable of this type. */
export const pgTypeOf = (type: PlsqlType): string =>
  type.kind === 'SCALAR' ? PG_TYPE[type.type.kind] : type.kind === 'REF CURSOR' ? 'text' : type.pg

/** A parameter or result as callers see it. */
export interface Parameter {
  readonly name: string
  readonly mode: 'IN' | 'OUT' | 'IN OUT'
  readonly type: PlsqlType
  /** PostgreSQL text that gives the default, free of variables. */
  readonly defaultSql?: string
}
/**
 * How a subprogram is called. Its PostgreSQL function takes the IN and IN OUT parameters in order and returns, as OUT
 * columns in this order, the result (`r`), then the OUT and IN OUT parameters (`o1`, `o2`, …); one column comes bare,
 * none is void. It raises Oracle errors (OR000). `${pgName}:e` (see `valueForm`) never raises: its last column is `e ora.error`.
 */
export interface Signature {
  readonly kind: 'PROCEDURE' | 'FUNCTION'
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly returns?: PlsqlType
  /** Schema and name, not quoted: quoteName each. Overloads and package members have names of their own ("PK.F", "PK.F#2"). */
  readonly pgSchema: string
  readonly pgName: string
  /** Changes something (rows, package variables, output) or calls what does: in a block with handlers it is called in value form. */
  readonly effects: boolean
  readonly valueForm: boolean
  /** Controls transactions or runs dynamic SQL, itself or through what it calls: a statement that calls it is driven by the server. */
  readonly driven: boolean
  readonly deterministic?: boolean
  readonly pipelined?: boolean
  /** Position in the unit, for USER_PROCEDURES and USER_ARGUMENTS: 1-based; overload '1', '2', … when the name occurs again. */
  readonly subprogramId: number
  readonly overload?: string
}
/** What a package specification declares, for all who use it. */
export interface PackageInterface {
  readonly subprograms: readonly Signature[]
  readonly types: readonly { readonly name: string; readonly type: PlsqlType }[]
  readonly variables: readonly PackageVariable[]
  /** `code` by PRAGMA EXCEPTION_INIT; absent: 1, told apart by its name. */
  readonly exceptions: readonly { readonly name: string; readonly code?: number }[]
  readonly cursors: readonly PackageCursor[]
}
export interface PackageVariable {
  readonly name: string
  readonly type: PlsqlType
  /** A constant whose value is known: PostgreSQL text, written in place of it. */
  readonly constantSql?: string
  readonly constant: boolean
  /** Name of the cell that holds it in a session. */
  readonly cell: string
}
/** `"PK.C:open"(parameters)` opens it and returns the portal's name; `cell` begins the names of the cells that hold its state. */
export interface PackageCursor { readonly name: string; readonly parameters: readonly Parameter[]; readonly row: RecordType; readonly cell: string }
