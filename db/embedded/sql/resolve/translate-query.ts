/** A SELECT statement. */
import { refuse } from '../../errors/ora-error'
import type { Translation } from '../statement'
import type { QueryNode } from '../tree'
import { type Job, translation } from './job'
import { makeResolver } from './resolver'

export function translateQuery(job: Job, node: QueryNode): Translation {
  const r = makeResolver(job.text, job.context, job.catalog)
  const query = r.query(node, { top: true, sequences: true })
  for (const e of query.exprs)
    if (e.type.kind === 'TIMESTAMP_TZ' && e.zone !== undefined && e.zone !== SESSION_ZONE)
      refuse('TIMESTAMP WITH TIME ZONE of another zone in the result', e.span.start)
  return {
    ...translation(job, r, { kind: 'query', result: 'rows', sql: query.sql, columns: query.columns }),
    locks: node.forUpdate !== undefined
  }
}
/** The zone that a value is shown in when it has none of its own. */
const SESSION_ZONE = `current_setting('TimeZone')`
