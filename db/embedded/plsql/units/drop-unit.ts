/** DROP of units and triggers; also with what they belong to. */
import type { StoredProgram, StoredTrigger } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { type DdlContext, type ObjectName, requireOwnOr } from '../../sql/ddl/ddl-context'
import { DdlPlan } from '../../sql/ddl/ddl-plan'
import { dropDependentViews, recompileViews } from '../../sql/ddl/recompile-views'
import type { Translation } from '../../sql/statement'
import type { DropStatement } from '../../sql/tree'
import { requireNoDependentTypes } from './create-unit'

const named = (statement: DropStatement, ddl: DdlContext): ObjectName => ({
  owner: statement.name.schema?.name ?? ddl.context.schema,
  name: statement.name.object.name
})

/** PROCEDURE, FUNCTION, PACKAGE (with its body), PACKAGE BODY, TYPE. @throws ORA-04043, 02303 */
export function dropProgram(statement: DropStatement, ddl: DdlContext): Translation {
  const at = named(statement, ddl)
  const body = statement.object === 'PACKAGE BODY' || statement.object === 'TYPE BODY'
  const program = ddl.catalog.findProgram(at.owner, at.name, body ? 'body' : undefined)
  if (program?.type !== statement.object) throw oraError(4043, [at.name], statement.name.start)
  requireOwnOr(program.type === 'TYPE' ? 'DROP ANY TYPE' : 'DROP ANY PROCEDURE', at, ddl, 4043)
  if (program.type === 'TYPE' && !statement.force) requireNoDependentTypes(program, ddl)
  const plan = new DdlPlan(ddl.catalog)
  const ownBody = program.type === 'PACKAGE' ? ddl.catalog.findProgram(at.owner, at.name, 'body') : undefined
  for (const unit of ownBody ? [ownBody, program] : [program]) removeUnit(unit, plan, ddl)
  recompileViews(plan, ddl)
  return plan.build()
}

export function dropTrigger(statement: DropStatement, ddl: DdlContext): Translation {
  const at = named(statement, ddl)
  const trigger = ddl.catalog.findTrigger(at.owner, at.name)
  if (!trigger) throw oraError(4080, [at.name], statement.name.start)
  requireOwnOr('DROP ANY TRIGGER', at, ddl, 4080)
  const plan = new DdlPlan(ddl.catalog)
  removeUnit(trigger, plan, ddl)
  return plan.build()
}

function removeUnit(unit: StoredProgram | StoredTrigger, plan: DdlPlan, ddl: DdlContext): void {
  if (unit.kind === 'program') dropDependentViews(unit, plan, ddl)
  plan.removeUnit(unit)
}
