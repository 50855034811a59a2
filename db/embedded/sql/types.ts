/**
 * Oracle's data types as the resolver knows them, and how each is represented in PostgreSQL.
 *
 * Every resolved expression carries one of these; rules and column descriptions are chosen by it,
 * never by what PostgreSQL happens to guess. Source: SQL Language Reference, "Data Types".
 */
export type LengthUnit = 'BYTE' | 'CHAR'

export type OraType =
  /** NUMBER, NUMBER(p), NUMBER(p,s). `precision` absent: any; FLOAT(b) has `binaryPrecision`. */
  | { readonly kind: 'NUMBER'; readonly precision?: number; readonly scale?: number; readonly binaryPrecision?: number }
  | { readonly kind: 'BINARY_FLOAT' }
  | { readonly kind: 'BINARY_DOUBLE' }
  /** `size` is in `unit`s; absent in expressions whose bound is not known (then 4000 bytes are described). */
  | { readonly kind: 'VARCHAR2'; readonly size?: number; readonly unit?: LengthUnit; readonly national?: boolean }
  | { readonly kind: 'CHAR'; readonly size?: number; readonly unit?: LengthUnit; readonly national?: boolean }
  | { readonly kind: 'CLOB'; readonly national?: boolean }
  | { readonly kind: 'BLOB' }
  | { readonly kind: 'RAW'; readonly size?: number }
  | { readonly kind: 'DATE' }
  | { readonly kind: 'TIMESTAMP'; readonly precision: number }
  | { readonly kind: 'TIMESTAMP_TZ'; readonly precision: number }
  | { readonly kind: 'TIMESTAMP_LTZ'; readonly precision: number }
  | { readonly kind: 'INTERVAL_YM'; readonly precision?: number }
  | { readonly kind: 'INTERVAL_DS'; readonly precision?: number; readonly secondPrecision?: number }
  | { readonly kind: 'ROWID' }
  | { readonly kind: 'LONG' }
  | { readonly kind: 'BOOLEAN' }
  | { readonly kind: 'CURSOR' }
  /** The literal NULL (and ''), until a context gives it a type. */
  | { readonly kind: 'NULL' }

export type TypeKind = OraType['kind']

/**
 * The one PostgreSQL representation of each Oracle type. Invariant of the whole translator: the SQL of
 * an expression of Oracle type T always yields exactly `PG_TYPE[T.kind]`, and a text expression never
 * yields '' (NULL instead; CLOB excepted: EMPTY_CLOB() is not null).
 */
export const PG_TYPE: Readonly<Record<TypeKind, string>> = {
  NUMBER: 'numeric',
  BINARY_FLOAT: 'float4',
  BINARY_DOUBLE: 'float8',
  VARCHAR2: 'text',
  CHAR: 'text', // blank-padded on assignment; bpchar would silently strip
  CLOB: 'text',
  LONG: 'text',
  BLOB: 'bytea',
  RAW: 'bytea',
  DATE: 'timestamp', // whole seconds; assignment truncates, never rounds
  TIMESTAMP: 'timestamp',
  TIMESTAMP_TZ: 'timestamptz', // expressions only: a stored zone would be lost, so columns are refused
  TIMESTAMP_LTZ: 'timestamptz',
  INTERVAL_YM: 'interval',
  INTERVAL_DS: 'interval',
  ROWID: 'text', // the 18 characters; see docs/decisions on what they hold
  BOOLEAN: 'bool',
  CURSOR: 'text',
  NULL: 'text'
}

export const NUMBER: OraType = { kind: 'NUMBER' }
export const VARCHAR2: OraType = { kind: 'VARCHAR2' }
export const DATE: OraType = { kind: 'DATE' }
export const NULL_TYPE: OraType = { kind: 'NULL' }

export const varchar2 = (size?: number, unit: LengthUnit = 'BYTE'): OraType => ({ kind: 'VARCHAR2', size, unit })
export const isText = (t: OraType): boolean => t.kind === 'VARCHAR2' || t.kind === 'CHAR' || t.kind === 'CLOB' || t.kind === 'LONG'
export const isNumeric = (t: OraType): boolean => t.kind === 'NUMBER' || t.kind === 'BINARY_FLOAT' || t.kind === 'BINARY_DOUBLE'
export const isDatetime = (t: OraType): boolean => t.kind === 'DATE' || t.kind.startsWith('TIMESTAMP')
export const isInterval = (t: OraType): boolean => t.kind === 'INTERVAL_YM' || t.kind === 'INTERVAL_DS'
