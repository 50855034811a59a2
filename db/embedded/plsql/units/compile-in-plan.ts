/**
 * Compiles stored units as part of a DDL statement: the unit that is made, and whatever its change leaves behind. What
 * Oracle does at the next use is done here at once, so that functions never are out of date; only the STATUS that
 * is shown follows Oracle's order of events.
 */

import { isUnit, type Unit } from '../../catalog/as-compiled'
import { canonical } from '../../catalog/canonical'
import type { StoredProgram, StoredTrigger } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { InvalidUnit, OraError } from '../../errors/ora-error'
import { makeType } from '../../sql/ddl/compile-view'
import type { DdlContext } from '../../sql/ddl/ddl-context'
import { type DdlPlan, dropFunctions } from '../../sql/ddl/ddl-plan'
import { dropDependentViews } from '../../sql/ddl/recompile-views'
import type { NlsSettings } from '../../sql/statement'
import type { QualifiedName } from '../../sql/tree'
import type { CompiledUnit, CompileError } from '../compiled'
import { compileUnit } from '../index'
import { keepShape, makeFunction, storedFunction } from './function-sql'
import { catalogOf } from './unit-catalog'
import { numberOf, type ReadUnit, readUnit } from './unit-header'

/** A trigger that reads what it must not: Oracle makes no such trigger. */
const NOT_MADE: ReadonlySet<number> = new Set([4082, 4084, 4085])

export interface Compilation {
  readonly unit: Unit
  /** What callers were compiled against is not the same any more. */
  readonly changed: boolean
}

/**
 * @param how `asked`: by CREATE, ALTER … COMPILE or a use. Otherwise a change beneath it is the reason, and `status` is what is shown
 *   if it compiles.
 */
export function compileInPlan(id: number, plan: DdlPlan, ddl: DdlContext, how: { asked: true } | { asked: false; status: 'VALID' | 'INVALID' }): Compilation {
  const before = plan.catalog.data.objects.get(id)?.object as Unit
  const text = before.kind === 'trigger' ? triggerText(before) : `CREATE ${before.source}`
  const read = readUnit(text)
  const missing = before.kind === 'trigger' ? missingColumns(before, plan) : []
  const compiled = read.parsed && !missing.length ? compile(read, text, before, plan, ddl, how.asked) : failed([...missing, ...read.errors])
  if (before.kind === 'trigger' && how.asked) {
    const forbidden = compiled.errors.find((e) => NOT_MADE.has(e.number))
    if (forbidden) throw new OraError(forbidden.number, forbidden.text.slice('ORA-nnnnn: '.length))
  }
  const fails = compiled.errors.length > 0
  const status = fails ? 'INVALID' : how.asked ? 'VALID' : how.status
  const state = {
    status,
    fails: fails || undefined,
    errors: compiled.errors,
    dependsOn: fails ? union(compiled.dependsOn, before.dependsOn) : compiled.dependsOn,
    functions: compiled.functions.map(storedFunction),
    nls: compiled.nls
  } as const
  const unit: Unit =
    before.kind === 'program'
      ? { ...before, ...state, signatures: fails ? [] : compiled.signatures, interface: fails ? undefined : compiled.interface }
      : { ...before, ...state, points: fails ? before.points : (compiled.triggers ?? []) }
  plan.put(unit, status)
  makeFunctions(unit, compiled, plan, ddl)
  if (how.asked && !fails) revalidate(unit, plan)
  return { unit, changed: callersSee(before) !== callersSee(unit) }
}

const failed = (errors: readonly CompileError[]): CompiledUnit => ({ errors, types: [], functions: [], signatures: [], dependsOn: [], shapes: [] })

function compile(read: ReadUnit, text: string, unit: Unit, plan: DdlPlan, ddl: DdlContext, asked: boolean): CompiledUnit {
  if (!read.parsed) return failed(read.errors)
  const nls = asked ? ddl.context.nls : { ...ddl.context.nls, ...(unit.nls as Partial<NlsSettings> | undefined) }
  const context = { user: unit.owner, schema: unit.owner, nls }
  try {
    return compileUnit(read.parsed, text, context, catalogOf(unit.owner, plan.catalog), unit.owner)
  } catch (e) {
    if (e instanceof InvalidUnit) return failed([errorRow(e.otherwise)])
    if (e instanceof OraError) return failed([errorRow(e)])
    if (asked) throw e
    return failed([errorRow(new OraError(604, `error occurred at recursive SQL level 1\n${(e as Error).message}`))])
  }
}

const errorRow = (e: OraError): CompileError => {
  const text = `PL/SQL: ${e.message}`
  return { line: 1, position: 1, text, number: numberOf(text), attribute: 'ERROR' }
}

const union = (a: Unit['dependsOn'], b: Unit['dependsOn']): Unit['dependsOn'] => [...a, ...b.filter((x) => !a.some((y) => y.owner === x.owner && y.name === x.name))]

/** With the names that trigger and table have now: a RENAME of either leaves the text as it was. */
function triggerText(trigger: StoredTrigger): string {
  const text = `CREATE ${trigger.source}`
  const { name, trigger: head } = readUnit(text).header
  if (!head) return text
  const right = (given: QualifiedName, owner: string, object: string): boolean => (given.schema?.name ?? trigger.owner) === owner && given.object.name === object
  const edits = [
    { given: head.on, owner: trigger.tableOwner, object: trigger.tableName },
    { given: name, owner: trigger.owner, object: trigger.name }
  ]
  return edits
    .filter(({ given, owner, object }) => !right(given, owner, object))
    .reduce((t, { given, owner, object }) => `${t.slice(0, given.start)}"${owner}"."${object}"${t.slice(given.end)}`, text)
}

/** UPDATE OF a column that was there once. */
function missingColumns(trigger: StoredTrigger, plan: DdlPlan): CompileError[] {
  const table = plan.catalog.find(trigger.tableOwner, trigger.tableName)
  const columns = table?.kind === 'table' || table?.kind === 'view' ? table.columns.map((c) => c.name) : []
  const names = trigger.events.flatMap((e) => e.columns).filter((name) => !columns.includes(name))
  return names.map((name) => errorRow(oraError(904, [`"${name}"`])))
}

/** What the code of those who use it was made from. */
const callersSee = (unit: Unit): string =>
  unit.kind === 'program' ? canonical([unit.fails ?? false, unit.signatures, unit.interface, unit.authid]) : ''

function makeFunctions(unit: Unit, compiled: CompiledUnit, plan: DdlPlan, ddl: DdlContext): void {
  const old = plan.functionsBefore(unit.id)
  const now = compiled.functions.map(storedFunction)
  const gone = old.filter((o) => !now.some((n) => n.name === o.name && n.head === o.head))
  if (gone.length) {
    dropDependentViews(unit, plan, ddl)
    plan.dropFunction(unit.id, dropFunctions(unit.owner, gone.map((f) => f.name)))
  } else plan.dropFunction(unit.id, undefined)
  const made = compiled.functions.filter((_, i) => !old.some((o) => o.name === now[i].name && o.head === now[i].head && o.body === now[i].body))
  plan.makeFunctions(unit.id, [
    ...compiled.types.map(makeType),
    ...made.flatMap(makeFunction),
    ...compiled.shapes.map(keepShape)
  ])
}

/** Compiling a unit compiles those it stands on: they are VALID again if they can be. */
function revalidate(unit: Unit, plan: DdlPlan): void {
  for (const { owner, name } of unit.dependsOn)
    for (const part of [undefined, 'body'] as const) {
      const used = plan.catalog.findProgram(owner, name, part)
      if (used?.status !== 'INVALID' || used.fails) continue
      plan.put({ ...used, status: 'VALID' }, 'VALID')
      revalidate(used, plan)
    }
}

export const unitById = (id: number, plan: DdlPlan): StoredProgram | StoredTrigger | undefined => {
  const object = plan.catalog.data.objects.get(id)?.object
  return isUnit(object) ? object : undefined
}
