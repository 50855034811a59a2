/**
 * What name resolution works with: scopes (one per query block, chained outwards), the sources and columns
 * they make visible, and the resolver itself as its parts see each other.
 */
import type { Catalog, Table, View } from '../../catalog/catalog'
import type { ObjectKey } from '../../catalog/stored-objects'
import type { PgTypeDefinition } from '../../plsql/compiled'
import type { Condition, Expr, Span, Sql } from '../expr'
import type { ColumnInfo, TranslateContext } from '../statement'
import type { ColumnReference, ConditionNode, ExprNode, FunctionCall, Placeholder, QueryNode, SequenceReference } from '../tree'
import type { OraType } from '../types'

/** A column as an expression of its scope; `expr.span` is a filler, replaced where it is referenced. */
export interface ScopeColumn {
  readonly name: string
  readonly expr: Expr
  /** Invisible: found by name, left out of `*`. */
  readonly hidden?: boolean
}

/** A row source of FROM. */
export interface Source {
  /** Name by which columns are qualified; undefined for an unnamed inline view. */
  readonly name?: string
  /** Only when referenced without an alias: schema.table.column. */
  readonly owner?: string
  /** PostgreSQL's alias. */
  readonly alias: string
  readonly columns: readonly ScopeColumn[]
  readonly object?: Table | View
  readonly rowid?: { readonly object: number; readonly ctid: Sql; readonly xmin: Sql }
  /** Columns that USING or NATURAL merged: not to be qualified. */
  readonly merged?: { readonly names: ReadonlySet<string>; readonly natural: boolean }
  /** On the side of an outer join that may be filled with nulls. */
  readonly nullable?: boolean
}

/** A subquery of WITH, visible to its followers and to the query. */
export interface CommonTableSource {
  readonly name: string
  readonly alias: string
  readonly columns: readonly ScopeColumn[]
  /** Query over the common table that computes further columns. */
  readonly wrapper?: Sql
  /** Inside its own definition: told the alias under which it is read. */
  readonly onRead?: (alias: string, offset: number) => void
}

export interface Grouping {
  /** Scope under the grouping: aggregates' arguments and keys are resolved in it. */
  readonly inner: Scope
  readonly keys: ReadonlyMap<string, Expr>
  /** GROUP BY is there: an ungrouped column is ORA-00979, else ORA-00937. */
  readonly explicit: boolean
  /** Outer level of max(sum(x)): collects the inner aggregates and answers how the outer level sees them. */
  readonly nest?: (inner: Expr) => Expr
  /** With `nest`: the grouping that the inner aggregates are of. */
  readonly nested?: Grouping
}

export interface Scope {
  readonly sources: readonly Source[]
  /** Visible without a qualifier, in the order of `*`. */
  readonly columns: readonly ScopeColumn[]
  readonly commonTables: readonly CommonTableSource[]
  readonly outer?: Scope
  readonly grouping?: Grouping
  readonly pseudo?: Readonly<Partial<Record<string, Expr>>>
  /** NEXTVAL/CURRVAL columns of the block, by sequence. */
  readonly sequences?: ReadonlyMap<string, Expr>
  /** Rank of each row for a KEEP clause; rows of rank 1 count. */
  readonly keepRanks?: ReadonlyMap<FunctionCall, Sql>
  /** Hierarchical query: how PRIOR x and CONNECT_BY_ROOT x are computed here. */
  readonly hierarchy?: {
    prior?(operand: ExprNode): Expr
    root?(operand: ExprNode): Expr
    path?(operand: ExprNode, separator: ExprNode, span: Span): Expr
  }
}

export type Clause =
  | 'select'
  | 'where'
  | 'on'
  | 'group by'
  | 'having'
  | 'order by'
  | 'connect by'
  | 'start with'
  | 'aggregate'
  | 'window'
  | 'values'
  | 'set'
  | 'returning'
  | 'limit'
  | 'ddl'

/** Where an expression stands. */
export interface Env {
  readonly scope: Scope
  readonly clause: Clause
  /** ORDER BY: select-list aliases come before columns. */
  readonly aliases?: (name: string, span: Span) => Expr | undefined
  /** Sequences are allowed here. */
  readonly sequences?: boolean
}

export interface ResolvedQuery {
  readonly sql: Sql
  readonly columns: readonly ColumnInfo[]
  /** Types and bounds of the columns as an outer block sees them; `sql` is not to be used. */
  readonly exprs: readonly Expr[]
}

export interface QueryOptions {
  readonly outer?: Scope
  /** The statement's own query, not one inside an expression or FROM: sequences and FOR UPDATE may stand there. */
  readonly top?: boolean
  /** INSERT … SELECT: sequences may stand there, FOR UPDATE not. */
  readonly sequences?: boolean
  /** How many columns an enclosing condition expects. */
  readonly width?: number
  /** Replaces the select list of the block, once it is resolved. */
  readonly project?: (outputs: readonly Expr[]) => readonly Sql[]
  /** Further conditions of the block. */
  readonly also?: () => readonly Sql[]
}

/** The parts of the resolver, as each sees the others. */
export interface Resolver {
  readonly text: string
  readonly context: TranslateContext
  readonly catalog: Catalog
  /** DDL: expressions must be IMMUTABLE and may not hold binds, subqueries or sequences. */
  readonly ddl: boolean
  /** The statement is a query: functions that it calls may not change rows. */
  querying: boolean
  /** The table that the statement changes, but for an INSERT of one row: functions that read it are ORA-04091. */
  changing?: Table | View
  /** A PostgreSQL alias not used before in this statement: prefix and number. */
  alias(prefix: string): string
  expression(node: ExprNode, env: Env): Expr
  condition(node: ConditionNode, env: Env): Condition
  query(node: QueryNode, options: QueryOptions): ResolvedQuery
  convert(expr: Expr, to: OraType): Expr
  placeholder(node: Placeholder): Expr
  sequence(node: SequenceReference, env: Env): Expr
  column(node: ColumnReference, env: Env): Expr
  /** Parts that must run before the statement itself (SET LOCAL lock_timeout). */
  readonly before: Sql[]
  /** Tables, views, sequences and stored units that the statement names, synonyms followed. */
  readonly used: Map<string, ObjectKey>
  /** Composite types of PostgreSQL that its collections need. */
  readonly types: Map<string, PgTypeDefinition>
  readonly after: Sql[]
}
