/**
 * The parse tree of PL/SQL: what was written, with its place, nothing resolved. Expressions and SQL statements are
 * those of sql/tree.ts: a condition used as a value is a `condition` node, a boolean value used as a condition a
 * `boolean` one. A node is named after the manual's syntax diagram.
 * Source: PL/SQL Language Reference 19c, chapter 14.
 */
import type { Span } from '../sql/expr'
import type {
  Argument, ConditionNode, DataTypeNode, DeleteStatement, ExprNode, InsertStatement, IntoClause, LockTable, MergeStatement, MultiInsertStatement, Name,
  Placeholder, QualifiedName, QueryNode, SetTransaction, UpdateStatement
} from '../sql/tree'

// ---------------------------------------------------------------------- types
export type TypeNode =
  /** NUMBER(8,2), VARCHAR2(30 CHAR), PLS_INTEGER, BOOLEAN, SYS_REFCURSOR: a built-in's own name in `type.name`. */
  | ({ readonly type: 'built-in'; readonly of: DataTypeNode } & Span)
  /** A type or subtype declared somewhere: t, pkg.t, schema.pkg.t; `args` when a subtype is given a size. */
  | ({ readonly type: 'named'; readonly path: readonly Name[]; readonly args: readonly number[] } & Span)
  /** emp.sal%TYPE, v%TYPE; emp%ROWTYPE, c%ROWTYPE */
  | ({ readonly type: 'percent-type' | 'percent-rowtype'; readonly path: readonly Name[] } & Span)

/** TYPE t IS … */
export type TypeDefinition =
  | ({ readonly type: 'record'; readonly fields: readonly FieldNode[] } & Span)
  | ({ readonly type: 'nested-table'; readonly element: TypeNode; readonly notNull: boolean } & Span)
  | ({ readonly type: 'varray'; readonly element: TypeNode; readonly limit: number; readonly notNull: boolean } & Span)
  | ({ readonly type: 'associative'; readonly element: TypeNode; readonly key: TypeNode; readonly notNull: boolean } & Span)
  | ({ readonly type: 'ref-cursor'; readonly returns?: TypeNode } & Span)
export interface FieldNode extends Span { readonly name: Name; readonly of: TypeNode; readonly notNull: boolean; readonly default?: ExprNode }

// --------------------------------------------------------------- declarations
export type Declaration =
  | VariableDeclaration | TypeDeclaration | SubtypeDeclaration | CursorDeclaration | ExceptionDeclaration | Pragma | SubprogramNode
export interface VariableDeclaration extends Span {
  readonly type: 'variable'
  readonly name: Name
  readonly constant: boolean
  readonly of: TypeNode
  readonly notNull: boolean
  readonly initial?: ExprNode
}
export interface TypeDeclaration extends Span { readonly type: 'type'; readonly name: Name; readonly of: TypeDefinition }
export interface SubtypeDeclaration extends Span {
  readonly type: 'subtype'; readonly name: Name; readonly of: TypeNode; readonly notNull: boolean; readonly range?: readonly [ExprNode, ExprNode]
}
export interface CursorDeclaration extends Span {
  readonly type: 'cursor'; readonly name: Name; readonly parameters: readonly ParameterNode[]; readonly returns?: TypeNode
  /** Absent in a package specification that only declares it. */
  readonly query?: QueryNode
}
export interface ExceptionDeclaration extends Span { readonly type: 'exception'; readonly name: Name }
export interface Pragma extends Span {
  readonly type: 'pragma'
  /** EXCEPTION_INIT, AUTONOMOUS_TRANSACTION, SERIALLY_REUSABLE, RESTRICT_REFERENCES, INLINE, UDF, DEPRECATE, … */
  readonly name: string
  readonly args: readonly ExprNode[]
}
export interface ParameterNode extends Span {
  readonly name: Name; readonly mode: 'IN' | 'OUT' | 'IN OUT'; readonly of: TypeNode; readonly noCopy: boolean; readonly default?: ExprNode
}
export interface SubprogramNode extends Span {
  readonly type: 'subprogram'
  readonly kind: 'PROCEDURE' | 'FUNCTION'
  readonly name: Name
  readonly parameters: readonly ParameterNode[]
  readonly returns?: TypeNode
  /** DETERMINISTIC, PIPELINED, PARALLEL_ENABLE, RESULT_CACHE, AGGREGATE, AUTHID …: upper case, in order. */
  readonly properties: readonly string[]
  readonly authid: 'DEFINER' | 'CURRENT_USER'
  /** Absent: a specification or forward declaration. */
  readonly body?: BlockNode
}

// ----------------------------------------------------------------- statements
export interface BlockNode extends Span {
  readonly type: 'block'
  readonly label?: Name
  readonly declarations: readonly Declaration[]
  readonly statements: readonly PlsqlStatement[]
  readonly handlers: readonly HandlerNode[]
  /** Of END: where "END name" is. */
  readonly endName?: Name
}
export interface HandlerNode extends Span {
  /** Exceptions by name, or OTHERS. */
  readonly names: readonly (readonly Name[])[] | 'OTHERS'
  readonly statements: readonly PlsqlStatement[]
}

export type PlsqlStatement = (
  | BlockNode | NullStatement | AssignmentStatement | IfStatement | CaseStatement | LoopStatement | ExitStatement | GotoStatement
  | ReturnStatement | RaiseStatement | CallStatement | SqlStatement | OpenStatement | OpenForStatement | FetchStatement | CloseStatement
  | ExecuteImmediate | Forall | PipeRow | TransactionStatement | Pragma
) & {
  /** <<label>>s before it; a loop's and a block's are among them. */
  readonly labels?: readonly Name[]
}

export interface NullStatement extends Span { readonly type: 'null-statement' }
/** Targets: a variable, record field, collection element, package variable, :NEW.column or bind variable. */
export interface AssignmentStatement extends Span { readonly type: 'assign'; readonly target: ExprNode; readonly value: ExprNode }
export interface IfStatement extends Span {
  readonly type: 'if'
  readonly arms: readonly { readonly when: ConditionNode; readonly then: readonly PlsqlStatement[] }[]
  readonly otherwise?: readonly PlsqlStatement[]
}
export interface CaseStatement extends Span {
  readonly type: 'case-statement'
  /** With a selector `when` is compared to it; without, it is a condition (a `condition` node or boolean value). */
  readonly selector?: ExprNode
  readonly arms: readonly { readonly when: ExprNode; readonly then: readonly PlsqlStatement[] }[]
  /** Absent: no match raises ORA-06592. */
  readonly otherwise?: readonly PlsqlStatement[]
}
export interface LoopStatement extends Span {
  readonly type: 'loop'
  readonly control?:
    | { readonly type: 'while'; readonly condition: ConditionNode }
    | { readonly type: 'range'; readonly variable: Name; readonly reverse: boolean; readonly low: ExprNode; readonly high: ExprNode }
    /** FOR r IN c(args) or FOR r IN (SELECT …). */
    | { readonly type: 'cursor'; readonly variable: Name; readonly cursor: { readonly path: readonly Name[]; readonly args: readonly Argument[] } | QueryNode }
  readonly statements: readonly PlsqlStatement[]
}
export interface ExitStatement extends Span { readonly type: 'exit' | 'continue'; readonly label?: Name; readonly when?: ConditionNode }
export interface GotoStatement extends Span { readonly type: 'goto'; readonly label: Name }
export interface ReturnStatement extends Span { readonly type: 'return'; readonly value?: ExprNode }
/** Bare RAISE has no name. */
export interface RaiseStatement extends Span { readonly type: 'raise'; readonly name?: readonly Name[] }
/** p, pkg.p(args), t.EXTEND(2), t(1).DELETE: a column reference, call, member or apply node as an expression. */
export interface CallStatement extends Span { readonly type: 'call-statement'; readonly call: ExprNode }
/** SELECT … INTO stands in `statement.into`. */
export interface SqlStatement extends Span {
  readonly type: 'sql'
  readonly statement: QueryNode | InsertStatement | MultiInsertStatement | UpdateStatement | DeleteStatement | MergeStatement | LockTable
}
export interface OpenStatement extends Span { readonly type: 'open'; readonly cursor: readonly Name[]; readonly args: readonly Argument[] }
export interface OpenForStatement extends Span {
  readonly type: 'open-for'; readonly cursor: ExprNode; readonly query: QueryNode | ExprNode; readonly using: readonly UsingItem[]
}
export interface FetchStatement extends Span { readonly type: 'fetch'; readonly cursor: ExprNode; readonly into: IntoClause; readonly limit?: ExprNode }
export interface CloseStatement extends Span { readonly type: 'close'; readonly cursor: ExprNode }
export interface UsingItem extends Span { readonly mode: 'IN' | 'OUT' | 'IN OUT'; readonly value: ExprNode }
export interface ExecuteImmediate extends Span {
  readonly type: 'execute-immediate'
  readonly text: ExprNode
  readonly into?: IntoClause
  readonly using: readonly UsingItem[]
  readonly returning?: IntoClause
}
export interface Forall extends Span {
  readonly type: 'forall'
  readonly variable: Name
  readonly bounds:
    | { readonly type: 'range'; readonly low: ExprNode; readonly high: ExprNode }
    | { readonly type: 'indices'; readonly of: ExprNode; readonly low?: ExprNode; readonly high?: ExprNode }
    | { readonly type: 'values'; readonly of: ExprNode }
  readonly saveExceptions: boolean
  readonly statement: SqlStatement | ExecuteImmediate
}
export interface PipeRow extends Span { readonly type: 'pipe-row'; readonly value: ExprNode }
export type TransactionStatement =
  | ({ readonly type: 'commit' } & Span)
  | ({ readonly type: 'rollback'; readonly to?: Name } & Span)
  | ({ readonly type: 'savepoint'; readonly name: Name } & Span)
  | SetTransaction

// ---------------------------------------------------------------------- units
export type UnitNode = AnonymousBlock | CreateSubprogram | CreatePackage | CreatePackageBody | CreateTrigger | CreateType
export interface AnonymousBlock extends Span { readonly type: 'anonymous'; readonly block: BlockNode }
interface CreateUnit extends Span { readonly orReplace: boolean; readonly name: QualifiedName
  /** Offset where the text that USER_SOURCE shows begins: the word after CREATE [OR REPLACE] [EDITIONABLE]. */
  readonly sourceStart: number }
export interface CreateSubprogram extends CreateUnit { readonly type: 'create-subprogram'; readonly subprogram: SubprogramNode }
export interface CreatePackage extends CreateUnit { readonly type: 'create-package'; readonly authid: 'DEFINER' | 'CURRENT_USER'; readonly declarations: readonly Declaration[] }
export interface CreatePackageBody extends CreateUnit {
  readonly type: 'create-package-body'; readonly declarations: readonly Declaration[]; readonly initialization?: Pick<BlockNode, 'statements' | 'handlers'> & Span
}
export interface CreateTrigger extends CreateUnit {
  readonly type: 'create-trigger'
  readonly timing: 'BEFORE' | 'AFTER' | 'INSTEAD OF' | 'COMPOUND'
  readonly events: readonly ({ readonly event: 'INSERT' | 'UPDATE' | 'DELETE'; readonly columns: readonly Name[] } & Span)[]
  readonly on: QualifiedName
  readonly forEachRow: boolean
  /** REFERENCING OLD AS o NEW AS n; absent: OLD and NEW. */
  readonly referencing: { readonly old?: Name; readonly new?: Name }
  readonly follows: readonly QualifiedName[]
  readonly disabled: boolean
  readonly when?: ConditionNode
  readonly whenText?: string
  readonly body: BlockNode
  /** COMPOUND: the timing points; `body.declarations` are what they share. */
  readonly points?: readonly ({ readonly point: 'BEFORE STATEMENT' | 'BEFORE EACH ROW' | 'AFTER EACH ROW' | 'AFTER STATEMENT' | 'INSTEAD OF EACH ROW'; readonly body: BlockNode })[]
  /** CALL proc(…) in place of a block is parsed into a block with that one statement. */
}
/** CREATE TYPE … AS TABLE OF / VARRAY; object types are refused by the parser. */
export interface CreateType extends CreateUnit { readonly type: 'create-type'; readonly of: Extract<TypeDefinition, { type: 'nested-table' | 'varray' }> }

export interface ParsedUnit {
  readonly unit: UnitNode
  /** Every bind variable (:x) in text order; :NEW and :OLD of a trigger are not. */
  readonly placeholders: readonly Placeholder[]
}
