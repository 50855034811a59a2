/**
 * A package whose body is missing or does not compile can be called all the same: callers are compiled against its
 * specification. What they reach then says ORA-04067 or ORA-04063.
 */
import { canonical } from '../../catalog/canonical'
import type { StoredProgram } from '../../catalog/stored-objects'
import type { DdlContext } from '../../sql/ddl/ddl-context'
import { type DdlPlan, dropFunctions } from '../../sql/ddl/ddl-plan'
import { dropDependentViews } from '../../sql/ddl/recompile-views'
import { quoteLiteral } from '../../sql/expr'
import type { PgFunction } from '../compiled'
import { pgTypeOf, type Signature } from '../types'
import { makeFunction, storedFunction } from './function-sql'

/** Brings the stubs of every package that the plan touches up to date; whether any changed. */
export function settleStubs(plan: DdlPlan, ddl: DdlContext): boolean {
  let changed = false
  const keys = new Map<string, StoredProgram>()
  for (const { before, after } of plan.changes()) {
    const object = after ?? before
    if (object?.kind !== 'program' || !object.type.startsWith('PACKAGE')) continue
    const specification = plan.catalog.findProgram(object.owner, object.name)
    if (specification?.type === 'PACKAGE') keys.set(`${object.owner}\0${object.name}`, specification)
  }
  for (const specification of keys.values()) changed = settlePackage(specification, plan, ddl) || changed
  return changed
}

function settlePackage(specification: StoredProgram, plan: DdlPlan, ddl: DdlContext): boolean {
  const functions = wanted(specification, plan)
  const stubs = functions.map(storedFunction)
  if (canonical(stubs) === canonical(specification.stubs ?? [])) return false
  const existing = plan.catalogBefore.data.objects.get(specification.id)?.object as StoredProgram | undefined
  const gone = existing?.stubs ?? []
  if (gone.length) dropDependentViews(specification, plan, ddl)
  plan.dropFunction(-specification.id, gone.length ? dropFunctions(specification.owner, gone.map((f) => f.name)) : undefined)
  plan.makeFunctions(-specification.id, functions.flatMap(makeFunction))
  plan.put({ ...specification, stubs: stubs.length ? stubs : undefined }, specification.status)
  return true
}

function wanted(specification: StoredProgram, plan: DdlPlan): PgFunction[] {
  const body = plan.catalog.findProgram(specification.owner, specification.name, 'body')
  if (specification.fails || (body && !body.fails)) return []
  const code = body ? 4063 : 4067
  const what = `package body "${specification.owner}.${specification.name}"`
  return (specification.interface?.subprograms ?? []).flatMap((signature) => stubsOf(signature, code, what, specification))
}

/** As `Signature` says, in all three forms: raising, with the error as a value, for SQL. */
function stubsOf(signature: Signature, code: number, what: string, { owner, name }: StoredProgram): PgFunction[] {
  const inputs = signature.parameters.filter((p) => p.mode !== 'OUT').map((p, i) => `p${i + 1} ${pgTypeOf(p.type)}`)
  const outs = signature.parameters.filter((p) => p.mode !== 'IN').map((p, i) => `out o${i + 1} ${pgTypeOf(p.type)}`)
  const results = signature.returns ? [`out r ${pgTypeOf(signature.returns)}`, ...outs] : outs
  const raise = `begin perform ora.raise(${code}, ${quoteLiteral(what)}); end`
  const give = `begin e := row(${code}, '', ${quoteLiteral(what)}, '')::ora.error; end`
  const make = (suffix: string, columns: readonly string[], body: string): PgFunction => ({
    schema: signature.pgSchema,
    name: `${signature.pgName}${suffix}`,
    head: `(${[...inputs, ...columns].join(', ')})${columns.length ? '' : ' returns void'} language plpgsql`,
    body,
    lines: [0],
    unit: `${owner}.${name}`,
    kind: 'subprogram'
  })
  const forms = [make('', results, raise), make(':e', [...results, 'out e ora.error'], give)]
  return signature.returns ? [...forms, make(':sql', results, raise)] : forms
}
