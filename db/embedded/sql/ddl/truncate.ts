/** TRUNCATE TABLE: DDL that changes no dictionary. */
import { relationOf } from '../../catalog/physical-names'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { Translation } from '../statement'
import type { TruncateStatement } from '../tree'
import { type DdlContext, findTable, requireOwnOr } from './ddl-context'
import { sqlStep, steps } from './transaction'

export function truncate(statement: TruncateStatement, ddl: DdlContext): Translation {
  const table = findTable(statement.name, ddl)
  requireOwnOr('DROP ANY TABLE', table, ddl)
  const children = ddl.catalog
    .referencing(table.owner, table.name)
    .filter((r) => r.table.id !== table.id && r.constraint.status === 'ENABLED')
  if (children.length) {
    if (!statement.cascade) throw oraError(2266)
    if (children.some((c) => c.constraint.deleteRule !== 'CASCADE')) throw oraError(14705)
    refuse('TRUNCATE … CASCADE', statement.start)
  }
  const list = [
    sqlStep(`select pg_catalog.set_config('lock_timeout', '250ms', true)`),
    ...(table.temporary ? [sqlStep(`select ora.use_temporary(${table.id})`)] : []),
    sqlStep(`truncate table ${relationOf(table)}`)
  ]
  return { ...steps('ddl', list, ddl), implicitCommit: true, cacheable: false }
}
