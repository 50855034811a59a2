/** ALTER … COMPILE of units, ALTER TRIGGER. */

import type { Unit } from '../../catalog/as-compiled'
import type { StoredTrigger } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { checkedName, type DdlContext, type ObjectName, requireOwnOr } from '../../sql/ddl/ddl-context'
import { DdlPlan } from '../../sql/ddl/ddl-plan'
import { recompileViews } from '../../sql/ddl/recompile-views'
import type { Translation } from '../../sql/statement'
import type { AlterTrigger, AlterUnit } from '../../sql/tree'
import { compileInPlan } from './compile-in-plan'

type Named = AlterUnit | AlterTrigger
const named = (statement: Named, ddl: DdlContext): ObjectName => ({
  owner: statement.name.schema?.name ?? ddl.context.schema,
  name: statement.name.object.name
})

export function alterUnit(statement: AlterUnit, ddl: DdlContext): Translation {
  const plan = new DdlPlan(ddl.catalog)
  for (const { id } of unitsOf(statement, ddl)) {
    const { unit } = compileInPlan(id, plan, ddl, { asked: true })
    if (unit.fails) plan.warning = 'compilation'
  }
  recompileViews(plan, ddl)
  return plan.build()
}

/** What is compiled: of a package both parts, unless one is named. @throws ORA-04043, 04080 */
function unitsOf(statement: AlterUnit, ddl: DdlContext): Unit[] {
  const at = named(statement, ddl)
  if (statement.object === 'TRIGGER') return [triggerOf(statement, ddl)]
  const program = ddl.catalog.findProgram(at.owner, at.name)
  const body = ddl.catalog.findProgram(at.owner, at.name, 'body')
  const parts = statement.part === 'BODY' ? [body] : statement.part === 'SPECIFICATION' ? [program] : [program, body]
  const found = parts.filter((p) => p !== undefined)
  const right = found.every((p) => p.type === statement.object || (p.type === 'PACKAGE BODY' && statement.object === 'PACKAGE'))
  if (!found.length || !right) throw oraError(4043, [at.name], statement.name.start)
  requireOwnOr(statement.object === 'TYPE' ? 'ALTER ANY TYPE' : 'ALTER ANY PROCEDURE', at, ddl, 4043)
  return found
}

function triggerOf(statement: Named, ddl: DdlContext): StoredTrigger {
  const at = named(statement, ddl)
  const trigger = ddl.catalog.findTrigger(at.owner, at.name)
  if (!trigger) throw oraError(4080, [at.name], statement.name.start)
  requireOwnOr('ALTER ANY TRIGGER', at, ddl, 4080)
  return trigger
}

export function alterTrigger(statement: AlterTrigger, ddl: DdlContext): Translation {
  const trigger = triggerOf(statement, ddl)
  const plan = new DdlPlan(ddl.catalog)
  if (typeof statement.action === 'object') renameTrigger(trigger, checkedName(statement.action.rename), statement.action.rename.start, plan, ddl)
  else {
    const enabled = statement.action === 'enable'
    plan.put({ ...trigger, enabled }, trigger.status)
  }
  return plan.build()
}

/** The text keeps the old name; what is compiled from it carries the new one. */
function renameTrigger(trigger: StoredTrigger, name: string, at: number, plan: DdlPlan, ddl: DdlContext): void {
  if (ddl.catalog.findTrigger(trigger.owner, name)) throw oraError(4081, [name], at)
  plan.put({ ...trigger, name }, trigger.status)
  compileInPlan(trigger.id, plan, ddl, { asked: false, status: trigger.status })
}
