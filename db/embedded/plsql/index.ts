/**
 * PL/SQL → functions of PostgreSQL, and programs that the server drives. Pure: everything it knows is in its arguments.
 * plsql/parse makes the tree, plsql/resolve gives names and types their meaning, plsql/emit makes plpgsql.
 */
export { compileBlock } from './emit/compile-block'
export { compileDriven } from './emit/compile-driven'
export { compileUnit } from './emit/compile-unit'
