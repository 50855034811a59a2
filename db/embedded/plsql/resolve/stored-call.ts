/** A stored function called by SQL: its form `…:sql`, which answers NULL where the function raises NO_DATA_FOUND. */
import { qualified } from '../../catalog/physical-names'
import { oraError } from '../../errors/messages'
import { PlsError } from '../../errors/pls-messages'
import { joinSql, type Sql, sql } from '../../sql/expr'
import type { Name } from '../../sql/tree'
import type { Value } from '../model'
import type { PlsqlType, Signature } from '../types'
import { parameterType } from './calls'
import { type Coercion, coerce } from './coerce'
import { chooseOverload, type GivenArgument } from './overloads'
import { variableValue } from './values'

/** What SQL knows: no BOOLEAN, no records, no associative arrays, no REF CURSOR. */
function known(type: PlsqlType): boolean {
  if (type.kind === 'SCALAR') return type.type.kind !== 'BOOLEAN'
  return type.kind === 'COLLECTION' && type.style !== 'associative array'
}

/** ORA-06553: PLS-306: … — how SQL words what PL/SQL says. */
const worded = (error: PlsError): Error => oraError(6553, [`${error.number}: ${error.text}`], error.offset)

/**
 * @param querying the statement is a query, and not DML
 * @throws ORA-06553 for what PL/SQL refuses, ORA-06572 for OUT parameters
 */
export function storedCall(
  c: Coercion,
  name: string,
  signatures: readonly Signature[],
  given: readonly GivenArgument[],
  at: Name,
  querying: boolean
): Value {
  try {
    const functions = signatures.filter((s) => s.kind === 'FUNCTION')
    if (functions.length === 0) throw new PlsError(221, `'${name}' is not a procedure or is undefined`, at.start)
    const { signature, matched } = chooseOverload(c, name, functions, given, at)
    if (signature.parameters.some((p) => p.mode !== 'IN')) throw oraError(6572, [name], at.start)
    if (!known(signature.returns!) || signature.parameters.some((p, i) => matched[i] && !known(p.type)))
      throw new PlsError(382, 'expression is of wrong type', at.start)
    const args = signature.parameters.map((p, i): Sql => (matched[i] ? coerce(c, matched[i].value, parameterType(p.type)) : p.defaultSql!))
    const called = sql`${qualified(signature.pgSchema, `${signature.pgName}:sql`)}(${joinSql(args, ', ')})`
    // While it runs every statement of its own that changes rows is ORA-14551.
    const guarded = querying && signature.effects ? sql`ora.leave_query(case when ora.enter_query() then ${called} end)` : called
    return variableValue(sized(signature.returns!), guarded, at)
  } catch (error) {
    throw error instanceof PlsError ? worded(error) : error
  }
}

/** Clients see VARCHAR2(4000) and the like. */
const sized = (type: PlsqlType): PlsqlType => {
  if (type.kind !== 'SCALAR') return type
  const { kind } = type.type
  if (kind === 'VARCHAR2' || kind === 'CHAR') return { ...type, type: { kind: 'VARCHAR2', size: 4000, unit: 'BYTE' } }
  return kind === 'NUMBER' ? { kind: 'SCALAR', type: { kind: 'NUMBER' } } : type
}
