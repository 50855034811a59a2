/** What may not be done to a global temporary table. */
import { relationOf } from '../../catalog/physical-names'
import type { StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { quoteLiteral } from '../expr'
import type { DdlPlan } from './ddl-plan'

/** Before it is changed or dropped: no rows of this session in it (ORA-14452). Others are told when they come back to it (ORA-08103). */
export function requireUnused(table: StoredTable, plan: DdlPlan): void {
  plan.checkBefore(`select 14452 where ora.temporary_holds_rows(${quoteLiteral(relationOf(table))})`)
}

/** @throws ORA-14455 */
export function forbidReferences(child: StoredTable, parent: StoredTable): void {
  if (child.temporary || parent.temporary) throw oraError(14455)
}
