/**
 * The parse tree of Oracle SQL: what was written, with its place, nothing resolved.
 * Source: SQL Language Reference 19c; a node is named after the manual's syntax diagram.
 */
import type { Span } from './expr'

/** An identifier as written: `name` is folded to upper case unless it was quoted. */
export interface Name extends Span {
  readonly name: string
  readonly quoted: boolean
}
/** schema.object or object; a database link is refused by the parser. */
export interface QualifiedName extends Span {
  readonly schema?: Name
  readonly object: Name
}

// ---------------------------------------------------------------- expressions
export type ExprNode =
  | NumberLiteral | StringLiteral | NullLiteral | DateLiteral | TimestampLiteral | IntervalLiteral
  | Placeholder | ColumnReference | PseudoColumn | SequenceReference | UnaryExpr | BinaryExpr | CaseExpr
  | FunctionCall | CastExpr | ScalarSubquery | RowExpr | CursorExpr | PriorExpr | ExtractExpr | AtTimeZone | OuterJoinColumn
  | CollateExpr | MemberExpr | ApplyExpr | AttributeExpr | ConditionExpr | MultisetOperation

/** PL/SQL: a condition as a boolean value, b := x > 1. */
export interface ConditionExpr extends Span { readonly type: 'condition'; readonly condition: ConditionNode }

/** PL/SQL: what follows a call or element, f(1).x; a plain a.b.c is a column reference. */
export interface MemberExpr extends Span { readonly type: 'member'; readonly object: ExprNode; readonly member: Name }
/** PL/SQL: f(1)(2), t(1).x(3) */
export interface ApplyExpr extends Span { readonly type: 'apply'; readonly target: ExprNode; readonly args: readonly Argument[] }
/** PL/SQL: c%FOUND, SQL%ROWCOUNT, SQL%BULK_ROWCOUNT (its index is an `apply` around it). `cursor` absent: SQL. */
export interface AttributeExpr extends Span {
  readonly type: 'attribute'
  readonly cursor?: ExprNode
  readonly attribute: 'FOUND' | 'NOTFOUND' | 'ISOPEN' | 'ROWCOUNT' | 'BULK_ROWCOUNT' | 'BULK_EXCEPTIONS'
}

/** PL/SQL: t MULTISET UNION [ALL | DISTINCT] u, INTERSECT, EXCEPT. */
export interface MultisetOperation extends Span {
  readonly type: 'multiset-operation'; readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT'; readonly distinct: boolean
  readonly left: ExprNode; readonly right: ExprNode
}

export interface NumberLiteral extends Span { readonly type: 'number'; readonly text: string; readonly suffix?: 'f' | 'd' }
/** `value` has quotes removed and '' undone; q-quotes too. '' has value ''. */
export interface StringLiteral extends Span { readonly type: 'string'; readonly value: string; readonly national: boolean }
export interface NullLiteral extends Span { readonly type: 'null' }
export interface DateLiteral extends Span { readonly type: 'date'; readonly text: string }
export interface TimestampLiteral extends Span { readonly type: 'timestamp'; readonly text: string }
export interface IntervalLiteral extends Span {
  readonly type: 'interval'
  readonly text: string
  readonly from: IntervalField
  readonly fromPrecision?: number
  readonly to?: IntervalField
  readonly secondPrecision?: number
}
export type IntervalField = 'YEAR' | 'MONTH' | 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND'
/** `index` counts placeholders of the statement from 0, each occurrence anew. */
export interface Placeholder extends Span { readonly type: 'placeholder'; readonly name: string; readonly index: number }
/** a, t.a, s.t.a. Functions without parentheses (SYSDATE, USER, …) arrive as this too: resolve decides. */
export interface ColumnReference extends Span { readonly type: 'column'; readonly path: readonly Name[] }
/** `(+)` behind a column. */
export interface OuterJoinColumn extends Span { readonly type: 'outer-column'; readonly column: ColumnReference }
/** ROWNUM, ROWID and LEVEL, CONNECT_BY_ISLEAF, CONNECT_BY_ISCYCLE; `qualifier` only with ROWID. */
export interface PseudoColumn extends Span { readonly type: 'pseudo'; readonly name: 'ROWNUM' | 'ROWID' | 'LEVEL' | 'CONNECT_BY_ISLEAF' | 'CONNECT_BY_ISCYCLE'; readonly qualifier?: readonly Name[] }
/** seq.NEXTVAL, schema.seq.CURRVAL */
export interface SequenceReference extends Span { readonly type: 'sequence'; readonly sequence: QualifiedName; readonly operation: 'NEXTVAL' | 'CURRVAL' }
export interface UnaryExpr extends Span { readonly type: 'unary'; readonly operator: '+' | '-'; readonly operand: ExprNode }
export interface BinaryExpr extends Span { readonly type: 'binary'; readonly operator: '+' | '-' | '*' | '/' | '||' | '**'; readonly left: ExprNode; readonly right: ExprNode }
export interface PriorExpr extends Span { readonly type: 'prior' | 'connect-by-root'; readonly operand: ExprNode }
export interface CaseExpr extends Span {
  readonly type: 'case'
  /** Simple CASE has an operand and compares; searched CASE has conditions. */
  readonly operand?: ExprNode
  readonly whens: readonly { readonly when: ExprNode | ConditionNode; readonly then: ExprNode }[]
  readonly otherwise?: ExprNode
}
export interface FunctionCall extends Span {
  readonly type: 'call'
  /** f, pkg.f, schema.pkg.f */
  readonly path: readonly Name[]
  readonly args: readonly Argument[]
  /** COUNT(*) */
  readonly star?: boolean
  readonly quantifier?: 'DISTINCT' | 'UNIQUE' | 'ALL'
  /** LISTAGG(…) WITHIN GROUP (ORDER BY …) */
  readonly withinGroup?: readonly SortItem[]
  readonly keep?: { readonly rank: 'FIRST' | 'LAST'; readonly orderBy: readonly SortItem[] }
  readonly nulls?: 'RESPECT' | 'IGNORE'
  readonly over?: WindowSpec
  /** Words special to one function, e.g. TRIM's LEADING, LISTAGG's ON OVERFLOW, as the parser of that function found them. */
  readonly options?: Readonly<Record<string, string | ExprNode>>
}
/** `key`: PL/SQL, of an associative array: t(1 => 'a', 'k' => 2); a name may be one, too. */
export interface Argument extends Span { readonly name?: Name; readonly key?: ExprNode; readonly value: ExprNode }
export interface WindowSpec extends Span {
  readonly partitionBy: readonly ExprNode[]
  readonly orderBy: readonly SortItem[]
  readonly frame?: { readonly unit: 'ROWS' | 'RANGE' | 'GROUPS'; readonly from: FrameBound; readonly to?: FrameBound }
}
export interface FrameBound { readonly bound: 'UNBOUNDED PRECEDING' | 'CURRENT ROW' | 'UNBOUNDED FOLLOWING' | 'PRECEDING' | 'FOLLOWING'; readonly value?: ExprNode }
export interface CastExpr extends Span { readonly type: 'cast'; readonly operand: ExprNode; readonly to: DataTypeNode; readonly format?: ExprNode; readonly onError?: ExprNode }
export interface ExtractExpr extends Span { readonly type: 'extract'; readonly field: string; readonly from: ExprNode }
export interface AtTimeZone extends Span { readonly type: 'at-time-zone'; readonly operand: ExprNode; readonly zone: ExprNode | 'LOCAL' }
export interface ScalarSubquery extends Span { readonly type: 'subquery'; readonly query: QueryNode }
/** (a, b): only where conditions and SET allow it. */
export interface RowExpr extends Span { readonly type: 'row'; readonly items: readonly ExprNode[] }
export interface CursorExpr extends Span { readonly type: 'cursor'; readonly query: QueryNode }
export interface CollateExpr extends Span { readonly type: 'collate'; readonly operand: ExprNode; readonly collation: Name }

// ----------------------------------------------------------------- conditions
export type ConditionNode =
  | LogicalCondition | NotCondition | Comparison | QuantifiedComparison | InCondition | BetweenCondition | LikeCondition
  | NullCondition | ExistsCondition | RegexpLikeCondition | JsonCondition | FloatingCondition | BooleanCondition | MemberCondition

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='
export interface LogicalCondition extends Span { readonly type: 'and' | 'or'; readonly items: readonly ConditionNode[] }
export interface NotCondition extends Span { readonly type: 'not'; readonly condition: ConditionNode }
export interface Comparison extends Span { readonly type: 'compare'; readonly operator: ComparisonOperator; readonly left: ExprNode; readonly right: ExprNode }
export interface QuantifiedComparison extends Span { readonly type: 'compare-any' | 'compare-all'; readonly operator: ComparisonOperator; readonly left: ExprNode; readonly right: readonly ExprNode[] | QueryNode }
export interface InCondition extends Span { readonly type: 'in'; readonly negated: boolean; readonly left: ExprNode; readonly right: readonly ExprNode[] | QueryNode }
export interface BetweenCondition extends Span { readonly type: 'between'; readonly negated: boolean; readonly operand: ExprNode; readonly low: ExprNode; readonly high: ExprNode }
export interface LikeCondition extends Span { readonly type: 'like'; readonly variant: 'LIKE' | 'LIKEC' | 'LIKE2' | 'LIKE4'; readonly negated: boolean; readonly operand: ExprNode; readonly pattern: ExprNode; readonly escape?: ExprNode }
export interface NullCondition extends Span { readonly type: 'is-null'; readonly negated: boolean; readonly operand: ExprNode }
export interface FloatingCondition extends Span { readonly type: 'is-floating'; readonly negated: boolean; readonly what: 'NAN' | 'INFINITE'; readonly operand: ExprNode }
export interface ExistsCondition extends Span { readonly type: 'exists'; readonly query: QueryNode }
export interface RegexpLikeCondition extends Span { readonly type: 'regexp-like'; readonly args: readonly ExprNode[] }
export interface JsonCondition extends Span { readonly type: 'is-json'; readonly negated: boolean; readonly operand: ExprNode }

/** PL/SQL: a boolean value as a condition. */
export interface BooleanCondition extends Span { readonly type: 'boolean'; readonly value: ExprNode }
/** x [NOT] MEMBER [OF] t, t IS [NOT] EMPTY, t IS [NOT] A SET, t [NOT] SUBMULTISET [OF] t. `left` absent: IS. */
export interface MemberCondition extends Span { readonly type: 'multiset'; readonly what: 'MEMBER' | 'EMPTY' | 'A SET' | 'SUBMULTISET'; readonly negated: boolean; readonly left?: ExprNode; readonly collection: ExprNode }

export const isConditionNode = (n: ExprNode | ConditionNode): n is ConditionNode => CONDITION_TYPES.has(n.type)
const CONDITION_TYPES: ReadonlySet<string> = new Set<ConditionNode['type']>([
  'and', 'or', 'not', 'compare', 'compare-any', 'compare-all', 'in', 'between', 'like', 'is-null', 'is-floating', 'exists', 'regexp-like', 'is-json', 'boolean', 'multiset'])

// -------------------------------------------------------------------- queries
/** PL/SQL: [BULK COLLECT] INTO targets. */
export interface IntoClause extends Span { readonly bulk: boolean; readonly targets: readonly ExprNode[] }
export interface QueryNode extends Span {
  readonly type: 'query'
  /** PL/SQL: SELECT … INTO. */
  readonly into?: IntoClause
  readonly with: readonly CommonTable[]
  readonly body: QueryBody
  readonly orderBy: readonly SortItem[]
  readonly orderSiblings?: boolean
  readonly offset?: ExprNode
  readonly fetch?: { readonly count?: ExprNode; readonly percent: boolean; readonly ties: boolean } & Span
  readonly forUpdate?: ForUpdate
}
export interface ForUpdate extends Span { readonly of: readonly ColumnReference[]; readonly wait?: 'NOWAIT' | 'SKIP LOCKED' | ExprNode }
export interface CommonTable extends Span { readonly name: Name; readonly columns: readonly Name[]; readonly query: QueryNode; readonly searchCycle?: Span; readonly search?: SearchClause; readonly cycle?: CycleClause }
/** SEARCH DEPTH FIRST BY … SET column */
export interface SearchClause extends Span { readonly depthFirst: boolean; readonly by: readonly SortItem[]; readonly set: Name }
/** CYCLE … SET column TO value DEFAULT value */
export interface CycleClause extends Span { readonly columns: readonly Name[]; readonly set: Name; readonly to: ExprNode; readonly otherwise: ExprNode }
export type QueryBody = SelectBlock | SetOperation | QueryNode
/** Oracle's set operators have equal precedence, left to right. */
export interface SetOperation extends Span { readonly type: 'set'; readonly operator: 'UNION' | 'UNION ALL' | 'INTERSECT' | 'MINUS'; readonly left: QueryBody; readonly right: QueryBody }
export interface SelectBlock extends Span {
  readonly type: 'select'
  readonly distinct: boolean
  readonly items: readonly SelectItem[]
  readonly from: readonly TableReference[]
  readonly where?: ConditionNode
  readonly connectBy?: { readonly startWith?: ConditionNode; readonly condition: ConditionNode; readonly noCycle: boolean } & Span
  readonly groupBy: readonly GroupItem[]
  readonly having?: ConditionNode
}
export type SelectItem =
  | ({ readonly type: 'star'; readonly qualifier?: readonly Name[] } & Span)
  | ({ readonly type: 'item'; readonly value: ExprNode; readonly alias?: Name } & Span)
export type GroupItem =
  | ({ readonly type: 'group-expr'; readonly value: ExprNode } & Span)
  | ({ readonly type: 'rollup' | 'cube'; readonly items: readonly (readonly ExprNode[])[] } & Span)
  | ({ readonly type: 'grouping-sets'; readonly items: readonly GroupItem[] } & Span)
  | ({ readonly type: 'group-empty' } & Span)
export interface SortItem extends Span { readonly value: ExprNode; readonly descending: boolean; readonly nulls?: 'FIRST' | 'LAST' }

export type TableReference = NamedTable | DerivedTable | JoinedTable | TableFunction | PivotTable
export interface NamedTable extends Span { readonly type: 'table'; readonly name: QualifiedName; readonly alias?: Name; readonly sample?: ExprNode }
export interface DerivedTable extends Span { readonly type: 'derived'; readonly lateral: boolean; readonly query: QueryNode; readonly alias?: Name }
export interface JoinedTable extends Span {
  readonly type: 'join'
  readonly kind: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS' | 'CROSS APPLY' | 'OUTER APPLY'
  readonly natural: boolean
  readonly left: TableReference
  readonly right: TableReference
  readonly on?: ConditionNode
  readonly using?: readonly Name[]
}
/** TABLE(f(…)) */
export interface TableFunction extends Span { readonly type: 'table-function'; readonly call: ExprNode; readonly alias?: Name }
export interface PivotTable extends Span {
  readonly type: 'pivot' | 'unpivot'
  readonly table: TableReference
  readonly xml: boolean
  readonly includeNulls: boolean
  /** PIVOT: aggregates FOR columns IN values. UNPIVOT: value columns FOR name columns IN columns. */
  readonly aggregates: readonly { readonly call: FunctionCall; readonly alias?: Name }[]
  readonly valueColumns: readonly Name[]
  readonly forColumns: readonly Name[]
  readonly values: readonly { readonly items: readonly ExprNode[]; readonly alias?: Name; readonly as?: readonly ExprNode[] }[]
  readonly alias?: Name
}

// ------------------------------------------------------------------------ DML
export interface ReturningClause extends Span { readonly items: readonly ExprNode[]; readonly into: readonly Placeholder[]
  /** PL/SQL: in place of `into`. */
  readonly targets?: IntoClause }
export interface DmlTarget extends Span { readonly name?: QualifiedName; readonly query?: QueryNode; readonly alias?: Name }
export interface InsertStatement extends Span {
  readonly type: 'insert'
  readonly target: DmlTarget
  readonly columns?: readonly Name[]
  /** DEFAULT stands as 'default'. */
  readonly values?: readonly (ExprNode | 'default')[]
  /** PL/SQL: VALUES record. */
  readonly record?: ExprNode
  readonly query?: QueryNode
  readonly returning?: ReturningClause
  readonly logErrors?: Span
}
export interface MultiInsertStatement extends Span {
  readonly type: 'multi-insert'
  readonly first: boolean
  readonly branches: readonly { readonly when?: ConditionNode; readonly otherwise: boolean; readonly into: readonly InsertInto[] }[]
  readonly query: QueryNode
}
export interface InsertInto extends Span { readonly target: DmlTarget; readonly columns?: readonly Name[]; readonly values?: readonly (ExprNode | 'default')[] }
export type Assignment =
  | ({ readonly columns: readonly [ColumnReference]; readonly value: ExprNode | 'default' } & Span)
  | ({ readonly columns: readonly ColumnReference[]; readonly query: QueryNode } & Span)
export interface UpdateStatement extends Span { readonly type: 'update'; readonly target: DmlTarget; readonly set: readonly Assignment[]
  /** PL/SQL: SET ROW = record; WHERE CURRENT OF cursor. */
  readonly row?: ExprNode; readonly currentOf?: Name
  readonly where?: ConditionNode; readonly returning?: ReturningClause; readonly logErrors?: Span }
export interface DeleteStatement extends Span { readonly type: 'delete'; readonly target: DmlTarget; readonly currentOf?: Name; readonly where?: ConditionNode; readonly returning?: ReturningClause; readonly logErrors?: Span }
export interface MergeStatement extends Span {
  readonly type: 'merge'
  readonly target: DmlTarget
  readonly source: TableReference
  readonly on: ConditionNode
  readonly update?: { readonly set: readonly Assignment[]; readonly where?: ConditionNode; readonly deleteWhere?: ConditionNode } & Span
  readonly insert?: { readonly columns?: readonly Name[]; readonly values: readonly (ExprNode | 'default')[]; readonly where?: ConditionNode } & Span
  readonly logErrors?: Span
}

// ------------------------------------------------------------------------ DDL
export interface DataTypeNode extends Span {
  /** Oracle's own name after synonyms: NUMBER, FLOAT, VARCHAR2, NVARCHAR2, CHAR, NCHAR, DATE, TIMESTAMP, … or a user type. */
  readonly name: string
  readonly args: readonly (number | '*')[]
  readonly unit?: 'BYTE' | 'CHAR'
  readonly withTimeZone?: 'TIME ZONE' | 'LOCAL TIME ZONE'
  /** INTERVAL YEAR(p) TO MONTH, DAY(p) TO SECOND(s) */
  readonly interval?: { readonly leading?: number; readonly second?: number }
}
export interface ColumnDefinition extends Span {
  readonly name: Name
  readonly dataType?: DataTypeNode
  readonly default?: { readonly value: ExprNode; readonly onNull: boolean; readonly text: string } & Span
  readonly identity?: { readonly generation: 'ALWAYS' | 'BY DEFAULT' | 'BY DEFAULT ON NULL'; readonly options: SequenceOptions } & Span
  readonly virtual?: { readonly value: ExprNode; readonly text: string } & Span
  /** ALTER TABLE … MODIFY c DROP IDENTITY. */
  readonly dropIdentity?: boolean
  readonly visibility?: 'VISIBLE' | 'INVISIBLE'
  readonly constraints: readonly ConstraintDefinition[]
}
export interface ConstraintDefinition extends Span {
  readonly name?: Name
  readonly kind: 'NOT NULL' | 'NULL' | 'UNIQUE' | 'PRIMARY KEY' | 'CHECK' | 'REFERENCES'
  /** Empty for an inline constraint. */
  readonly columns: readonly Name[]
  readonly check?: ConditionNode
  /** Text of the condition as written, for SEARCH_CONDITION. */
  readonly checkText?: string
  readonly references?: { readonly table: QualifiedName; readonly columns: readonly Name[]; readonly onDelete?: 'CASCADE' | 'SET NULL' }
  readonly state: { readonly disabled?: boolean; readonly novalidate?: boolean; readonly deferrable?: boolean; readonly initiallyDeferred?: boolean }
  /** USING INDEX … */
  readonly usingIndex?: { readonly name?: QualifiedName; readonly create?: CreateIndex } & Span
}
export interface SequenceOptions {
  readonly startWith?: bigint; readonly incrementBy?: bigint
  readonly maxValue?: bigint | 'none'; readonly minValue?: bigint | 'none'
  readonly cycle?: boolean; readonly cache?: number | 'none'; readonly order?: boolean
}
export interface CreateTable extends Span {
  readonly type: 'create-table'
  readonly name: QualifiedName
  readonly temporary?: 'delete' | 'preserve'
  readonly columns: readonly ColumnDefinition[]
  readonly constraints: readonly ConstraintDefinition[]
  readonly asQuery?: QueryNode
  /** Storage words that are accepted and have no meaning here (TABLESPACE, PCTFREE, ORGANIZATION INDEX, …). */
  readonly ignored: readonly string[]
}
export type AlterTableAction =
  | ({ readonly action: 'add'; readonly columns: readonly ColumnDefinition[]; readonly constraints: readonly ConstraintDefinition[] } & Span)
  | ({ readonly action: 'modify'; readonly columns: readonly ColumnDefinition[] } & Span)
  | ({ readonly action: 'drop-columns'; readonly columns: readonly Name[]; readonly cascade: boolean } & Span)
  | ({ readonly action: 'drop-constraint'; readonly name?: Name; readonly primaryKey: boolean; readonly unique?: readonly Name[]; readonly cascade: boolean; readonly keepIndex?: boolean } & Span)
  | ({ readonly action: 'rename-column'; readonly from: Name; readonly to: Name } & Span)
  | ({ readonly action: 'rename-constraint'; readonly from: Name; readonly to: Name } & Span)
  | ({ readonly action: 'rename'; readonly to: Name } & Span)
  | ({ readonly action: 'constraint-state'; readonly name?: Name; readonly primaryKey: boolean; readonly unique?: readonly Name[]; readonly enable: boolean; readonly novalidate: boolean; readonly cascade: boolean } & Span)
  | ({ readonly action: 'triggers'; readonly enable: boolean } & Span)
  /** MOVE, LOGGING, PARALLEL, …: accepted, without meaning here. */
  | ({ readonly action: 'storage'; readonly words: readonly string[] } & Span)
export interface AlterTable extends Span { readonly type: 'alter-table'; readonly name: QualifiedName; readonly actions: readonly AlterTableAction[] }
export interface CreateIndex extends Span {
  readonly type: 'create-index'
  readonly name: QualifiedName
  readonly unique: boolean
  readonly bitmap: boolean
  readonly table: QualifiedName
  readonly columns: readonly { readonly value: ExprNode; readonly descending: boolean; readonly text: string }[]
}
/** RENAME, or REBUILD, COALESCE, … which change no answer. */
export interface AlterIndex extends Span { readonly type: 'alter-index'; readonly name: QualifiedName; readonly rename?: Name }
/** ALTER VIEW … COMPILE */
export interface AlterView extends Span { readonly type: 'alter-view'; readonly name: QualifiedName }
/** PURGE TABLE t, INDEX i, RECYCLEBIN: there is no recycle bin, so nothing is ever in it. */
export interface PurgeStatement extends Span { readonly type: 'purge'; readonly object?: QualifiedName }
export interface CreateView extends Span {
  readonly type: 'create-view'
  readonly name: QualifiedName
  readonly orReplace: boolean
  readonly force: boolean
  readonly columns: readonly Name[]
  readonly query: QueryNode
  readonly queryText: string
  readonly readOnly: boolean
  readonly checkOption: boolean
}
export interface CreateSequence extends Span { readonly type: 'create-sequence' | 'alter-sequence'; readonly name: QualifiedName; readonly options: SequenceOptions; readonly restart?: boolean }
export interface CreateSynonym extends Span { readonly type: 'create-synonym'; readonly name: QualifiedName; readonly orReplace: boolean; readonly public: boolean; readonly target: QualifiedName }
export interface DropStatement extends Span {
  readonly type: 'drop'
  readonly object: 'TABLE' | 'VIEW' | 'INDEX' | 'SEQUENCE' | 'SYNONYM' | 'PUBLIC SYNONYM' | 'USER' | 'ROLE' | 'PROCEDURE' | 'FUNCTION' | 'TRIGGER' | 'PACKAGE' | 'PACKAGE BODY' | 'TYPE' | 'TYPE BODY' | 'MATERIALIZED VIEW'
  readonly name: QualifiedName
  readonly cascade: boolean
  readonly purge: boolean
  readonly force?: boolean
}
export interface RenameStatement extends Span { readonly type: 'rename'; readonly from: Name; readonly to: Name }
export interface TruncateStatement extends Span { readonly type: 'truncate'; readonly name: QualifiedName; readonly cascade: boolean }
export interface CommentStatement extends Span { readonly type: 'comment'; readonly on: 'TABLE' | 'COLUMN'; readonly path: readonly Name[]; readonly text: string }
export interface CreateUser extends Span {
  readonly type: 'create-user' | 'alter-user'
  readonly name: Name
  readonly password?: string
  readonly accountLock?: boolean
  readonly defaultTablespace?: Name
  readonly temporaryTablespace?: Name
  readonly quotas: readonly string[]
  /** PASSWORD EXPIRE */
  readonly passwordExpire?: boolean
  /** ALTER USER … IDENTIFIED BY new REPLACE old */
  readonly replacedPassword?: string
  /** ALTER USER … DEFAULT ROLE */
  readonly defaultRoles?: readonly Name[] | 'ALL' | 'NONE'
}
export interface CreateRole extends Span { readonly type: 'create-role'; readonly name: Name }
export interface GrantStatement extends Span {
  readonly type: 'grant' | 'revoke'
  /** System privileges and roles in upper case ('CREATE SESSION', 'HR_READER'), or object privileges when `on` is there. */
  readonly privileges: readonly { readonly name: string; readonly columns: readonly Name[]; readonly span: Span }[]
  readonly on?: QualifiedName
  readonly grantees: readonly Name[]
  readonly withOption: boolean
}

// --------------------------------------------------- transactions and session
export interface CommitStatement extends Span { readonly type: 'commit' }
export interface RollbackStatement extends Span { readonly type: 'rollback'; readonly to?: Name }
export interface SavepointStatement extends Span { readonly type: 'savepoint'; readonly name: Name }
export interface SetTransaction extends Span { readonly type: 'set-transaction'; readonly mode: 'read only' | 'read write' | 'serializable' | 'read committed' }
export interface SetConstraints extends Span { readonly type: 'set-constraints'; readonly all: boolean; readonly names: readonly QualifiedName[]; readonly deferred: boolean }
export interface SetRole extends Span { readonly type: 'set-role'; readonly roles: readonly Name[] | 'ALL' | 'NONE' }
export interface AlterSession extends Span { readonly type: 'alter-session'; readonly settings: readonly { readonly name: string; readonly value: string; readonly span: Span }[] }
export interface LockTable extends Span { readonly type: 'lock-table'; readonly names: readonly QualifiedName[]; readonly mode: string; readonly wait?: 'NOWAIT' | number }
export interface ExplainPlan extends Span { readonly type: 'explain'; readonly statement: StatementNode }
/** ALTER PROCEDURE | FUNCTION | PACKAGE | TRIGGER | TYPE … COMPILE. `part` absent: the whole unit. */
export interface AlterUnit extends Span {
  readonly type: 'alter-unit'
  readonly object: 'PROCEDURE' | 'FUNCTION' | 'PACKAGE' | 'TRIGGER' | 'TYPE'
  readonly name: QualifiedName
  readonly part?: 'BODY' | 'SPECIFICATION'
}
/** ALTER TRIGGER … ENABLE | DISABLE | RENAME TO */
export interface AlterTrigger extends Span { readonly type: 'alter-trigger'; readonly name: QualifiedName; readonly action: 'enable' | 'disable' | { readonly rename: Name } }
/** CREATE FUNCTION/PROCEDURE/TRIGGER/PACKAGE/TYPE, BEGIN, DECLARE, CALL: its own compiler's business. */
export interface PlsqlUnit extends Span { readonly type: 'plsql'; readonly what: string }

export type StatementNode =
  | QueryNode | InsertStatement | MultiInsertStatement | UpdateStatement | DeleteStatement | MergeStatement
  | CreateTable | AlterTable | CreateIndex | AlterIndex | AlterView | PurgeStatement | CreateView | CreateSequence | CreateSynonym | DropStatement | RenameStatement
  | TruncateStatement | CommentStatement | CreateUser | CreateRole | GrantStatement
  | CommitStatement | RollbackStatement | SavepointStatement | SetTransaction | SetConstraints | SetRole | AlterSession
  | LockTable | ExplainPlan | AlterUnit | AlterTrigger | PlsqlUnit

export interface ParsedStatement {
  readonly statement: StatementNode
  /** Every placeholder, in text order. */
  readonly placeholders: readonly Placeholder[]
}
