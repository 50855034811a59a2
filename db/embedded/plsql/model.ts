/**
 * What compilation works with. `resolve/` gives names, types and expressions their meaning; `emit/` makes plpgsql of
 * statements and units. This is what each sees of the other.
 */
import type { Catalog } from '../catalog/catalog'
import type { ObjectKey } from '../catalog/stored-objects'
import type { Expr, Span, Sql } from '../sql/expr'
import type { TranslateContext } from '../sql/statement'
import type { CompileError, PgTypeDefinition } from './compiled'
import type { CursorDeclaration, SubprogramNode } from './tree'
import type { CollectionType, Parameter, PlsqlType, RecordType, RefCursorType, Signature } from './types'

/** One compilation, of a unit or a block. */
export interface Compiler {
  readonly text: string
  readonly context: TranslateContext
  readonly catalog: Catalog
  /** Whose names and rights count: the unit's owner, for a block the user (and current schema). */
  readonly owner: string
  /** "HR.P", '' for a block. */
  readonly unit: string
  readonly errors: CompileError[]
  /** By name. */
  readonly types: Map<string, PgTypeDefinition>
  readonly depends: Map<string, ObjectKey>
  /** Every stored subprogram that the code calls. */
  readonly calls: Set<Signature>
  /** A name that no PostgreSQL variable, column or alias of this unit has: "v3_salary" from ('v', 'SALARY'). */
  fresh(prefix: string, name?: string): string
  /** Line (from 1) and column (from 1) of an offset. */
  place(offset: number): { readonly line: number; readonly column: number }
}

export type Symbol = VariableSymbol | CorrelationSymbol | TypeSymbol | ExceptionSymbol | CursorSymbol | SubprogramSymbol
export interface VariableSymbol {
  readonly is: 'variable'
  readonly name: string
  readonly type: PlsqlType
  /** Constants, IN parameters and loop variables are not assignable: PLS-00363. */
  readonly assignable: boolean
  /** plpgsql variable; a package variable has `cell` instead (read by ora.cell, written by ora.set_cell). */
  readonly pg?: string
  readonly cell?: { readonly name: string; readonly initializer: string }
  readonly constantSql?: string
}
/** :NEW and :OLD of a row trigger. */
export interface CorrelationSymbol {
  readonly is: 'correlation'
  readonly name: ':NEW' | ':OLD'
  readonly columns: readonly { readonly name: string; readonly type: PlsqlType; readonly read: Sql; /** Absent: ORA-04084 or ORA-04085. */ readonly assign?: (value: Sql) => string }[]
}
export interface TypeSymbol { readonly is: 'type'; readonly name: string; readonly type: PlsqlType }
/** `ident` is '' for those with a number of their own (also by PRAGMA EXCEPTION_INIT): 'HR.P.E_MINE' otherwise, code 1. */
export interface ExceptionSymbol { readonly is: 'exception'; readonly name: string; readonly code: number; readonly ident: string }
/** Its state in plpgsql: `${pg}` the portal's name (text, null when closed), `${pg}_rows` int, `${pg}_found` bool. */
export interface CursorSymbol {
  readonly is: 'cursor'
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly row: RecordType
  readonly node?: CursorDeclaration
  /** Where the query's names are looked up. */
  readonly scope: Scope
  readonly pg: string
  /** A cursor of a package: its state lives in cells `${cell}:portal` text, `:rows` numeric, `:found` boolean, and a function opens it. */
  readonly packaged?: { readonly open: string; readonly cell: string; readonly initializer: string }
}
export interface SubprogramSymbol {
  readonly is: 'subprogram'
  readonly name: string
  readonly overloads: readonly { readonly signature: Signature; readonly node?: SubprogramNode
    /** A local one: variables of the blocks around it, passed in and back behind its own parameters. */
    readonly captured?: readonly VariableSymbol[] }[]
}

/** Declarations of one block, subprogram or package. */
export interface Scope {
  readonly parent?: Scope
  /** Block label, subprogram or package name: qualifies what is declared here. */
  readonly label?: string
  readonly symbols: Map<string, Symbol[]>
}

/** A value: a scalar is the SQL translator's Expr (BOOLEAN among them), others have a type of PL/SQL's. */
export type Value = Expr | CompositeValue
export interface CompositeValue extends Span {
  readonly composite: RecordType | CollectionType | RefCursorType
  readonly sql: Sql
}

/** Where a value can be put. */
export interface Target extends Span {
  readonly type: PlsqlType
  readonly read: Sql
  /** plpgsql statements that put in a value which is already coerced to `type`. */
  assign(value: Sql): string
  /** A package variable: survives the undoing of a sub-block. */
  readonly effect: boolean
  /** The plpgsql variable itself, when it is one: SELECT INTO may name it. */
  readonly pg?: string
}

/** A call, its overload chosen and its arguments in the order of PostgreSQL's function. */
export interface ResolvedCall extends Span {
  readonly signature: Signature
  /** IN and IN OUT values, coerced, defaults filled in. */
  readonly args: readonly Sql[]
  /** OUT and IN OUT, in order. */
  readonly outs: readonly { readonly parameter: Parameter; readonly target: Target }[]
  readonly captured: readonly VariableSymbol[]
  /** A local subprogram's tree, when it must be driven. */
  readonly node?: SubprogramNode
}
/** What a call statement is. */
export type CallMeaning =
  | { readonly is: 'call'; readonly call: ResolvedCall }
  /** t.EXTEND, DBMS_OUTPUT.PUT_LINE …: plpgsql statements. `effect`: not undone, or only with its sub-block. */
  | { readonly is: 'code'; readonly code: string; readonly effect: boolean }
  /** What only the server can do: DBMS_OUTPUT.GET_LINE. */
  | { readonly is: 'builtin'; readonly name: string; readonly in: readonly { readonly sql: Sql; readonly type: PlsqlType }[]; readonly outs: readonly Target[] }

/**
 * Set while an expression is resolved in value form: calls of effectful functions are done before the statement, left to
 * right; the answer is the variable that has the result.
 */
export type Hoist = (call: ResolvedCall, /** All must be true for the call to be reached: left of AND, arms of CASE. */ guards: readonly Sql[]) => Sql | undefined
