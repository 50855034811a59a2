/** DELETE. Source: SQL Language Reference, DELETE. */
import { refuse } from '../../../errors/ora-error'
import { sql } from '../../expr'
import type { Translation } from '../../statement'
import type { DeleteStatement } from '../../tree'
import { type Job, translation } from '../job'
import { makeResolver } from '../resolver'
import { usesRownum } from '../walk'
import { chosenRows, currentRow } from './chosen-rows'
import { returning } from './returning'
import { refuseErrorLog, requireRead, resolveTarget } from './target'

export function translateDelete(job: Job, node: DeleteStatement): Translation {
  const r = makeResolver(job.text, job.context, job.catalog)
  refuseErrorLog(node.logErrors)
  const target = resolveTarget(r, node.target, 'DELETE')
  r.changing = target.object
  if (node.where || node.returning) requireRead(r, node.target, target.object)
  if (target.object.kind === 'view' && usesRownum(node.where)) refuse('ROWNUM in DELETE of a view', node.start)
  const where = node.currentOf ? currentRow(r, target, node.currentOf) : chosenRows(r, target, node.target, node.where).where
  const back = returning(r, node.returning, target, 'DELETE')
  return translation(job, r, {
    kind: 'delete',
    result: back ? 'returning' : 'count',
    sql: sql`delete from ${target.relation} as ${target.alias}${where === undefined ? '' : sql` where ${where}`}${back?.sql ?? ''}`,
    returning: back?.columns,
    returned: back?.binds
  })
}
