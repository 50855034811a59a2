/** ALTER INDEX: RENAME; the rest has no counterpart. */
import { oraError } from '../../errors/messages'
import type { Translation } from '../statement'
import type { AlterIndex } from '../tree'
import { checkedName, type DdlContext, requireOwnOr } from './ddl-context'
import { DdlPlan } from './ddl-plan'

export function alterIndex(statement: AlterIndex, ddl: DdlContext): Translation {
  const owner = statement.name.schema?.name ?? ddl.context.schema
  const index = ddl.catalog.findIndex(owner, statement.name.object.name)
  if (!index) throw oraError(1418, [], statement.name.start)
  requireOwnOr('ALTER ANY INDEX', index, ddl, 1418)
  const plan = new DdlPlan(ddl.catalog)
  const { rename } = statement
  if (!rename) return plan.build()
  const name = checkedName(rename)
  if (ddl.catalog.findIndex(owner, name)) throw oraError(955, [], rename.start)
  plan.put({ ...index, name })
  const table = ddl.catalog.find(index.tableOwner, index.tableName)
  if (table?.kind === 'table' && index.enforces !== undefined)
    plan.put({ ...table, constraints: table.constraints.map((c) => (c.name === index.enforces ? { ...c, index: name } : c)) })
  return plan.build()
}
