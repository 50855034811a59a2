/** PURGE: a dropped table is gone at once, so the recycle bin is always empty. */
import { oraError } from '../../errors/messages'
import type { Translation } from '../statement'
import type { PurgeStatement } from '../tree'
import type { DdlContext } from './ddl-context'
import { steps } from './transaction'

export function purge(statement: PurgeStatement, ddl: DdlContext): Translation {
  if (statement.object) throw oraError(38307, [], statement.object.start)
  return { ...steps('ddl', [], ddl), implicitCommit: true }
}
