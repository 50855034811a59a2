/** ALTER VIEW … COMPILE: views are compiled whenever something beneath them changes; what is left is to say how it stands. */
import { oraError } from '../../errors/messages'
import { OraError } from '../../errors/ora-error'
import type { Translation } from '../statement'
import type { AlterView } from '../tree'
import { compileView } from './compile-view'
import { type DdlContext, requireOwnOr } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { viewError } from './recompile-views'

export function alterView(statement: AlterView, ddl: DdlContext): Translation {
  const owner = statement.name.schema?.name ?? ddl.context.schema
  const view = ddl.catalog.find(owner, statement.name.object.name)
  if (view?.kind !== 'view') throw oraError(942, [], statement.name.start)
  requireOwnOr('ALTER ANY TABLE', view, ddl)
  const plan = new DdlPlan(ddl.catalog)
  if (view.status === 'INVALID') {
    plan.warning = 'compilation'
    const names = view.columns.length ? view.columns.map((c) => c.name) : undefined
    try {
      compileView(view.text, names, view, ddl)
    } catch (e) {
      if (!(e instanceof OraError)) throw e
      plan.put({ ...view, errors: [viewError(e)] }, 'INVALID')
    }
  }
  return plan.build()
}
