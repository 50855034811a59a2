/**
 * Names, types and expressions of PL/SQL, given their meaning for the code that is made of them.
 *
 * Agreements with the emitter:
 * - Inside PL/SQL no `Sql` holds parameters: `text(sql)` prints it.
 * - Bind variables and the rows of a trigger are symbols named with their colon: ':X', ':NEW', ':OLD'; in WHEN without it.
 * - A trigger's unit declares INSERTING, UPDATING and DELETING as variables, not assignable, whose `pg` is (tg_op = 'INSERT') and so on;
 *   UPDATING('C') then asks ora.updating(tg_relid, 'C').
 * - SQL%ROWCOUNT and the others read plpgsql variables `sql_rowcount` numeric, `sql_found` boolean, `sql_bulk_rowcount` numeric[],
 *   `sql_bulk_index` int[], `sql_bulk_code` int[] (BULK_EXCEPTIONS; positive codes).
 * - A cursor's attributes read `${pg}` refcursor (null: closed), `${pg}_rows` numeric, `${pg}_found` boolean. WHERE CURRENT OF is
 *   PostgreSQL's over `${pg}`, which must be a variable of type refcursor.
 * - Attributes of a REF CURSOR variable go with the portal: `perform ora.cursor_opened(portal)` after OPEN, `ora.cursor_fetched(portal, rows, found)`
 *   after each FETCH (rows: how many this one gave), `ora.cursor_closed(portal)` after CLOSE.
 * - SQLCODE is `ora.sqlcode(caught)`, SQLERRM `ora.sqlerrm(caught)`, SQLERRM(n) `ora.sqlerrm(n numeric)`,
 *   DBMS_UTILITY.FORMAT_ERROR_STACK `ora.error_stack(caught)`, FORMAT_ERROR_BACKTRACE `ora.error_backtrace(caught)`; `caught` is the
 *   variable of type ora.error in every function.
 * - What does not compile throws `PlsError` (PLS-…), or OraError inside static SQL; the emitter collects both (Compiler.errors).
 */
export type { PlsError } from '../../errors/pls-messages'
export { parameterType } from './calls'
export { coerce, initialValue } from './coerce'
export { type CompilerOptions, createCompiler } from './compiler'
export { callStatement, condition, equals, expression, target } from './expression'
export { elementValue } from './places'
export { childScope, declare, exceptionOf, lookup, rootScope } from './scopes'
export { queryOf, rowOfQuery, type StaticColumn, type StaticStatement, sqlStatement } from './static-sql'
export { defineType, recordType, subtypeOf, typeOf } from './type-names'
export { emptyCollection, nullSql as nullOf, text, variableValue } from './values'
