/** CREATE [OR REPLACE] [PUBLIC] SYNONYM. The target need not exist. */
import type { StoredSynonym } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import type { Translation } from '../statement'
import type { CreateSynonym } from '../tree'
import { checkedName, type DdlContext, newName, requireCreate } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { recompileViews } from './recompile-views'

export function createSynonym(statement: CreateSynonym, ddl: DdlContext): Translation {
  const at = statement.public ? { owner: 'PUBLIC', name: checkedName(statement.name.object) } : newName(statement.name, ddl)
  if (!statement.public) requireCreate('SYNONYM', at.owner, ddl)
  else if (!ddl.catalog.hasSystemPrivilege(ddl.context.user, 'CREATE PUBLIC SYNONYM')) throw oraError(1031)
  const existing = ddl.catalog.rowNamed(at.owner, at.name)
  if (existing && !(existing.type === 'SYNONYM' && statement.orReplace)) throw oraError(955, [], statement.name.object.start)
  const target = { owner: statement.target.schema?.name ?? ddl.context.schema, name: statement.target.object.name }
  if (target.owner === at.owner && target.name === at.name) throw oraError(1471, [], statement.target.start)
  const plan = new DdlPlan(ddl.catalog)
  const synonym: StoredSynonym = {
    kind: 'synonym',
    ...at,
    id: existing?.id ?? plan.newId(),
    targetOwner: target.owner,
    targetName: target.name
  }
  plan.put(synonym)
  recompileViews(plan, ddl)
  return plan.build()
}
