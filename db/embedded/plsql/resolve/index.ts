/**
 * Names, types and expressions of PL/SQL, given their meaning for the code that is made of them.
 *
 * Agreements with the emitter:
 * - Inside PL/SQL no `Sql` holds parameters: `text(sql)` prints it.
 * - Bind variables and :NEW/:OLD are symbols named with their colon: ':X', ':NEW' (after REFERENCING … AS n: ':N'; in WHEN: 'N').
 * - SQL%ROWCOUNT and the others read plpgsql variables `sql_rowcount` numeric, `sql_found` boolean, `sql_bulk_rowcount` numeric[],
 *   `sql_bulk_index` int[], `sql_bulk_code` int[] (BULK_EXCEPTIONS; positive codes).
 * - A cursor's attributes read `${pg}` refcursor (null: closed), `${pg}_rows` numeric, `${pg}_found` boolean. WHERE CURRENT OF is
 *   PostgreSQL's over `${pg}`, which must be a variable of type refcursor.
 * - Attributes of a REF CURSOR variable go with the portal: `perform ora.cursor_opened(portal)` after OPEN, `ora.cursor_fetched(portal, rows, found)`
 *   after each FETCH, `ora.cursor_closed(portal)` after CLOSE.
 * - SQLCODE is `ora.sqlcode(caught)`, SQLERRM `ora.sqlerrm(caught)`, SQLERRM(n) `ora.sqlerrm(n numeric)`,
 *   DBMS_UTILITY.FORMAT_ERROR_STACK `ora.error_stack(caught)`, FORMAT_ERROR_BACKTRACE `ora.error_backtrace(caught)`, FORMAT_CALL_STACK
 *   `ora.call_stack(text)` over PG_CONTEXT; `caught` is the variable of type ora.error in every function.
 * - INSERTING, UPDATING, DELETING read tg_op; UPDATING('C') calls ora.updating(tg_relid, column): of columns whose values the statement names.
 * - What does not compile throws `PlsError` (PLS-…), or OraError inside static SQL; the emitter collects both (Compiler.errors).
 */
import type { Catalog } from '../../catalog/catalog'
import type { PlsError } from '../../errors/pls-messages'
import type { Expr, Span, Sql } from '../../sql/expr'
import type { StatementKind, TranslateContext } from '../../sql/statement'
import type { ConditionNode, ExprNode, Name, QueryNode } from '../../sql/tree'
import type { OraType } from '../../sql/types'
import type { CallMeaning, Compiler, ExceptionSymbol, Hoist, Scope, Symbol, Target, Value } from '../model'
import type { SqlStatement, TypeDefinition, TypeNode } from '../tree'
import type { PlsqlType, RecordType } from '../types'

export interface CompilerOptions {
  readonly text: string
  readonly context: TranslateContext
  readonly catalog: Catalog
  readonly owner: string
  /** "HR.P", '' for a block. */
  readonly unit: string
}
/** A column of a query or of RETURNING; `value('tmp3')` is the value that came into that variable of `pgType`. */
export interface StaticColumn {
  readonly name: string
  readonly type: OraType
  readonly pgType: string
  value(variable: Sql, at?: Span): Expr
}
export interface StaticStatement {
  readonly kind: StatementKind
  /** SQL to put into plpgsql; all before the last are run by `perform` of the same text without its leading "select". */
  readonly steps: readonly string[]
  /** Of the last step: what SELECT and RETURNING give. */
  readonly columns: readonly StaticColumn[]
  /** FOR UPDATE, or a function in it that has effects: must be undone like DML. */
  readonly effect: boolean
}

const pending = (): never => { throw new Error('not there yet') }

export const createCompiler = (_options: CompilerOptions): Compiler => pending()
/** What stands around every unit: predefined exceptions and types, then the schema. */
export const rootScope = (_c: Compiler): Scope => pending()
/** @param label block label, subprogram or package name, which qualifies what is declared in it */
export const childScope = (_parent: Scope, _label?: string): Scope => pending()
/** @throws PLS-00371 for a name that the scope has already (subprograms overload: their symbols are merged) */
export const declare = (_c: Compiler, _scope: Scope, _symbol: Symbol, _at: Span): void => pending()
/** @throws PLS-00201 never: undefined when nothing of this name is known; ORA-03001 for a supplied package that is missing here */
export const lookup = (_c: Compiler, _scope: Scope, _path: readonly Name[]): Symbol | undefined => pending()
/** @throws PLS-00201, PLS-00485 (not an exception) */
export const exceptionOf = (_c: Compiler, _scope: Scope, _path: readonly Name[]): ExceptionSymbol => pending()

export const typeOf = (_c: Compiler, _node: TypeNode, _scope: Scope): PlsqlType => pending()
/** @param idPrefix "HR.PK." or any text that makes the id unique among types of the session: a record type is the same only as itself */
export const defineType = (_c: Compiler, _definition: TypeDefinition, _name: string, _scope: Scope, _idPrefix: string): PlsqlType => pending()
/** The type of a record with these fields, its PostgreSQL composite registered in c.types. */
export const recordType = (_c: Compiler, _id: string, _fields: RecordType['fields'], _rowOf?: string): RecordType => pending()
/** %ROWTYPE of a query: of an explicit cursor, or the variable of a cursor FOR loop. */
export const rowOfQuery = (_c: Compiler, _id: string, _columns: readonly StaticColumn[]): RecordType => pending()

/** `hoist` may answer undefined: the call then stays inside the expression. Calls with OUT or captured variables need it. */
export const expression = (_c: Compiler, _node: ExprNode, _scope: Scope, _hoist?: Hoist): Value => pending()
/** Three-valued: a plpgsql condition takes NULL as false. */
export const condition = (_c: Compiler, _node: ConditionNode, _scope: Scope, _hoist?: Hoist): Sql => pending()
/** Assignment, with all of its checks: ORA-06502, PLS-00382. */
export const coerce = (_c: Compiler, _value: Value, _type: PlsqlType): Sql => pending()
export const nullOf = (_type: PlsqlType): Sql => pending()
/** Of a variable without initial value: NULL, a record of its fields' defaults, an empty associative array. */
export const initialValue = (_type: PlsqlType): Sql => pending()
/** A variable's value as an expression. */
export const variableValue = (_c: Compiler, _type: PlsqlType, _sql: Sql, _at: Span): Value => pending()

/** @throws PLS-00363, PLS-00201 */
export const target = (_c: Compiler, _node: ExprNode, _scope: Scope): Target => pending()
export const callStatement = (_c: Compiler, _node: ExprNode, _scope: Scope, _hoist?: Hoist): CallMeaning => pending()

/** INTO clauses are the emitter's: `columns` tells what comes. */
export const sqlStatement = (_c: Compiler, _node: SqlStatement['statement'], _scope: Scope): StaticStatement => pending()
export const queryOf = (_c: Compiler, _node: QueryNode, _scope: Scope): StaticStatement => pending()
export const text = (_sql: Sql): string => pending()
export type { PlsError }
