/** Stored functions in SQL: f(x), pkg.f(x), schema.pkg.f(x), named arguments, defaults. ORA-00904, 06553, 06572, 06575. */
import type { Program } from '../../catalog/catalog'
import { regclass } from '../../catalog/physical-names'
import type { ObjectKey, StoredProgram } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { InvalidUnit, refuse } from '../../errors/ora-error'
import type { Value } from '../../plsql/model'
import type { GivenArgument } from '../../plsql/resolve/overloads'
import { findProgram, mayExecute, packageMember, requireNls } from '../../plsql/resolve/schema-names'
import { storedCall } from '../../plsql/resolve/stored-call'
import type { Signature } from '../../plsql/types'
import { type Expr, sql } from '../expr'
import { type ColumnReference, type ExprNode, type FunctionCall, isConditionNode, type Name } from '../tree'
import { sqlCollection } from './collection-value'
import type { Env, Resolver } from './model'
import { use } from './objects'

/** Undefined when no function has this name, or the user may not know of it. */
export function storedFunction(r: Resolver, node: FunctionCall | ColumnReference, env: Env): Expr | undefined {
  const value = storedValue(r, node, env)
  if (!value) return undefined
  if ('composite' in value) return refuse(`a function that gives a ${value.composite.kind.toLowerCase()}, as a scalar`, node.start)
  return { ...value, span: { start: node.start, end: node.end } }
}

/** Also collections, for TABLE (…). */
export function storedValue(r: Resolver, node: FunctionCall | ColumnReference, env: Env): Value | undefined {
  const found = storedSignatures(r, node.path)
  if (!found) return undefined
  if (r.ddl && env.clause === 'ddl') {
    if (!found.signatures.every((s) => s.deterministic)) throw oraError(30553, [], node.start)
    refuse('a stored function in an index, constraint or virtual column', node.start)
  }
  const args = node.type === 'call' ? node.args : []
  if (node.type === 'call' && (node.star || node.over || node.quantifier)) throw oraError(904, [`"${found.name.name}"`], node.start)
  const given = args.map((arg): GivenArgument => {
    if (isConditionNode(arg.value)) throw oraError(907, [], arg.start)
    return { value: operand(r, arg.value, env), start: arg.start, end: arg.end, ...(arg.name && { name: arg.name }) }
  })
  const value = storedCall(r, found.name.name, found.signatures, given, found.name, r.querying)
  const { changing } = r
  return whileChanging(changing, changing !== undefined && r.catalog.unitMeets?.(found.program, changing) === true, value)
}

/** A call inside a statement that changes a table: while it runs the table may not be read or changed, ORA-04091. */
export function whileChanging(changing: ObjectKey | undefined, meets: boolean, value: Value): Value {
  if (!changing || !meets) return value
  const relation = regclass(changing.owner, changing.name)
  return { ...value, sql: sql`ora.leave_change(${relation}, case when ora.enter_change(${relation}) then ${value.sql} end)` }
}

/** TRUE and FALSE are no values of SQL, but an argument may be a collection. */
function operand(r: Resolver, node: ExprNode, env: Env): Value {
  const own = r.context.surroundings?.collection?.(node)
  if (own && own.composite.kind !== 'SCALAR') return { composite: own.composite, sql: own.sql, start: node.start, end: node.end }
  return sqlCollection(r, node, env) ?? r.expression(node, env)
}

interface FoundFunction {
  readonly signatures: readonly Signature[]
  readonly name: Name
  readonly program: Program
}

export function storedSignatures(r: Resolver, path: readonly Name[]): FoundFunction | undefined {
  const found = findProgram(r.catalog, r.context.schema, path)
  if (!found || !mayExecute(r, found.program)) return undefined
  const { program, used } = found
  const name = path[path.length - 1]
  const rest = path.length - used
  if (rest !== (program.type === 'PACKAGE' ? 1 : 0) || program.type === 'TYPE') return undefined
  const signatures = program.type === 'PACKAGE' ? memberSignatures(program, name) : program.signatures
  if (program.status === 'INVALID') {
    const invalid = oraError(6575, [program.name], path[0].start)
    if ((program as StoredProgram).fails) throw invalid
    throw new InvalidUnit(program.owner, program.name, program.type, invalid)
  }
  requireNls(r.context.nls, program, path[0])
  use(r, program)
  return signatures && { signatures, name, program }
}

function memberSignatures(program: Program, name: Name): readonly Signature[] | undefined {
  const member = packageMember(program, name.name)
  if (member && member.is !== 'subprogram') throw oraError(6553, [`221: '${name.name}' is not a procedure or is undefined`], name.start)
  return member?.overloads.map((o) => o.signature)
}
