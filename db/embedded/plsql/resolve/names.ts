/** Names without brackets: in expressions of PL/SQL, and in static SQL behind the columns. */
import type { ObjectKey } from '../../catalog/stored-objects'
import { plsError } from '../../errors/pls-messages'
import type { Expr } from '../../sql/expr'
import type { ColumnReference, ExprNode, FunctionCall } from '../../sql/tree'
import type { CompositeValue, Value } from '../model'
import type { Analysis } from './analysis'
import { valueOf } from './designator'
import { findProgram, mayExecute, packageMember } from './schema-names'
import { findInScopes } from './scopes'
import { PLSQL_ONLY } from './supplied-functions'
import { isComposite } from './values'

export function lookupName(a: Analysis, node: ColumnReference): Value {
  const value = valueOf(a, node)
  if (value) return value
  throw plsError(201, [node.path.map((n) => n.name).join('.')], node.path[0].start)
}

/** A variable of the program, where no column has the name. Undefined: a function, or nothing. */
export function staticSqlColumn(a: Analysis, node: ColumnReference): Expr | undefined {
  if (!isProgramName(a, node)) {
    const [name] = node.path
    if (node.path.length === 1 && !name.quoted && PLSQL_ONLY.has(name.name)) throw plsError(231, [name.name], name.start)
    return undefined
  }
  const value = valueOf(a, node)
  if (value && isComposite(value)) throw plsError(382, [], node.start)
  return value as Expr | undefined
}

/** Declared in the program, or a variable of a package. */
function isProgramName(a: Analysis, node: ColumnReference | FunctionCall): boolean {
  const found = findInScopes(a.scope, node.path)
  if (found) return found.symbol.is !== 'exception'
  const program = findProgram(a.c.catalog, a.c.context.schema, node.path)
  if (program?.program.type !== 'PACKAGE' || !mayExecute(a.c, program.program)) return false
  const member = node.path[program.used]
  return member !== undefined && packageMember(program.program, member.name)?.is === 'variable'
}

/** An element of a collection, or a function of this very package. */
export function staticSqlCall(a: Analysis, node: FunctionCall, resolve: (node: ExprNode) => Expr, changing?: ObjectKey): Expr | undefined {
  const found = findInScopes(a.scope, node.path)
  if (!found) {
    if (!isProgramName(a, node)) return undefined
  } else if (found.symbol.is === 'variable' && found.rest.length === 0 && found.symbol.type.kind !== 'COLLECTION') return undefined
  else if (found.symbol.is === 'exception' || found.symbol.is === 'type') return undefined
  const value = valueOf({ ...a, columns: resolve, changing }, node)
  if (value && isComposite(value)) throw plsError(382, [], node.start)
  return value as Expr | undefined
}

/** A function that gives no collection: its arguments are not to be resolved twice. */
function givesScalar(a: Analysis, node: ColumnReference | FunctionCall): boolean {
  const symbol = findInScopes(a.scope, node.path)?.symbol
  return symbol?.is === 'subprogram' && symbol.overloads.every((o) => o.signature.returns?.kind !== 'COLLECTION')
}

/** A collection of the program for TABLE (…). */
export function programCollection(a: Analysis, node: ExprNode): CompositeValue | undefined {
  if (node.type !== 'column' && node.type !== 'call' && node.type !== 'member' && node.type !== 'apply') return undefined
  if ((node.type === 'column' || node.type === 'call') && (!isProgramName(a, node) || givesScalar(a, node))) return undefined
  const value = valueOf(a, node)
  return value && isComposite(value) ? value : undefined
}
