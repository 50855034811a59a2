/** RENAME old TO new: tables, views, sequences and private synonyms of one's own schema. */
import { phys, qualified } from '../../catalog/physical-names'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { quoteName } from '../expr'
import type { Translation } from '../statement'
import type { RenameStatement } from '../tree'
import { checkedName, type DdlContext, requireOwnOr } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { dropDependentViews, dropPhysicalView, recompileViews } from './recompile-views'
import { renameTable } from './rename-parts'

export function rename(statement: RenameStatement, ddl: DdlContext): Translation {
  const owner = ddl.context.schema
  const object = ddl.catalog.find(owner, statement.from.name)
  if (!object) throw oraError(4043, [statement.from.name], statement.from.start)
  requireOwnOr('ALTER ANY TABLE', object, ddl, 4043)
  const name = checkedName(statement.to)
  if (ddl.catalog.rowNamed(owner, name)) throw oraError(955, [], statement.to.start)
  const plan = new DdlPlan(ddl.catalog)
  switch (object.kind) {
    case 'table':
      if (object.temporary) refuse('RENAME of a global temporary table', statement.start)
      renameTable(statement.to, object, plan, ddl)
      break
    case 'view':
      dropDependentViews(object, plan, ddl)
      dropPhysicalView(object, plan)
      plan.put({ ...object, name, status: 'INVALID' }, 'INVALID')
      for (const trigger of plan.catalog.triggersOn(owner, object.name)) plan.put({ ...trigger, tableName: name }, trigger.status)
      break
    case 'sequence':
      if (object.identityOf) throw oraError(32799, [], statement.from.start)
      plan.put({ ...object, name })
      plan.run(`alter sequence ${qualified(owner, object.name)} rename to ${quoteName(phys(name))}`)
      break
    case 'synonym':
      plan.put({ ...object, name })
      break
  }
  recompileViews(plan, ddl)
  return plan.build()
}
