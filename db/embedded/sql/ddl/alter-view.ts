/** ALTER VIEW … COMPILE: views are compiled whenever something beneath them changes; what is left is to say how it stands. */
import { oraError } from '../../errors/messages'
import type { Translation } from '../statement'
import type { AlterView } from '../tree'
import { type DdlContext, requireOwnOr } from './ddl-context'
import { DdlPlan } from './ddl-plan'

export function alterView(statement: AlterView, ddl: DdlContext): Translation {
  const owner = statement.name.schema?.name ?? ddl.context.schema
  const view = ddl.catalog.find(owner, statement.name.object.name)
  if (view?.kind !== 'view') throw oraError(942, [], statement.name.start)
  requireOwnOr('ALTER ANY TABLE', view, ddl)
  const plan = new DdlPlan(ddl.catalog)
  if (view.status === 'INVALID') plan.warning = 'compilation'
  return plan.build()
}
