import { phys } from '../../catalog/physical-names'
import { quoteLiteral } from '../../sql/expr'
import type { PgFunction } from '../compiled'
import type { Scope } from '../model'
import { childScope, declare, rootScope } from '../resolve'
import type { BlockNode, CreateSubprogram, SubprogramNode } from '../tree'
import { pgTypeOf, type Signature } from '../types'
import { type Code, line } from './code'
import type { UnitParts } from './compile-unit'
import { inName } from './driven-call'
import { functionName } from './print-code'
import { learn, type SubprogramBody, signatureOf, subprogramBody, subprogramFunctions } from './subprogram'
import type { UnitContext } from './unit-context'

/** CREATE PROCEDURE, CREATE FUNCTION. */
export function storedSubprogram(unit: UnitContext, node: CreateSubprogram): UnitParts {
  const body = subprogramOf(unit, node)
  storedFunctions(unit, body)
  return { signatures: [body.signature] }
}

/** The subprogram, which its own text may call. */
export function subprogramOf(unit: UnitContext, { subprogram }: CreateSubprogram): SubprogramBody {
  const { c, facts, options } = unit
  const scope = childScope(rootScope(c))
  const signature = signatureOf(unit, subprogram, scope, facts.of(subprogram.start), { pgSchema: options.pgSchema, pgName: options.pgName, subprogramId: 1 })
  declare(c, scope, { is: 'subprogram', name: subprogram.name.name, overloads: [{ signature }] }, subprogram.name)
  return storedBody(unit, { ...subprogram, body: subprogram.body as BlockNode }, signature, scope, invokerCheck(unit, subprogram.authid))
}

export function storedBody(unit: UnitContext, node: SubprogramNode & { readonly body: BlockNode }, signature: Signature, scope: Scope, first: readonly Code[]): SubprogramBody {
  const body = subprogramBody(unit, node, signature, scope, [], undefined, first)
  learn(unit.facts.of(node.start), body)
  return body
}

/** AUTHID CURRENT_USER is compiled for its owner: nobody else may run it. */
export const invokerCheck = (unit: UnitContext, authid: 'DEFINER' | 'CURRENT_USER'): readonly Code[] =>
  authid === 'DEFINER' ? [] : [line(`perform ora.check_invoker(${quoteLiteral(unit.c.owner)}, ${quoteLiteral(unit.c.unit)});`, 0)]

export function storedFunctions(unit: UnitContext, body: SubprogramBody): void {
  subprogramFunctions(body)
  if (body.signature.kind === 'FUNCTION' && body.signature.parameters.every(p => p.mode === 'IN')) unit.functions.push(sqlForm(unit, body.signature))
}

/** What SQL statements call: NO_DATA_FOUND is NULL to them. */
function sqlForm(unit: UnitContext, signature: Signature): PgFunction {
  const ins = signature.parameters.map((p, i) => ({ name: inName(i), pgType: pgTypeOf(p.type) }))
  const body = `begin
r := ${functionName(signature)}(${ins.map(p => p.name).join(', ')});
exception when sqlstate 'OR000' then if sqlerrm <> '1403' then raise; end if; when no_data_found then null;
end`
  const returns = signature.returns && pgTypeOf(signature.returns)
  const head = `(${[...ins.map(p => `${p.name} ${p.pgType}`), `out r ${returns}`].join(', ')}) language plpgsql`
  return { schema: signature.pgSchema, name: phys(`${signature.pgName}:sql`), head, body, lines: [0, 0, 0, 0], unit: unit.c.unit, kind: 'subprogram' }
}
