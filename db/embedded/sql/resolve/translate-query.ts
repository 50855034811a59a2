/** A SELECT statement. */
import type { Translation } from '../statement'
import type { QueryNode } from '../tree'
import { requireSessionZone, UTC_ZONE } from './convert'
import { type Job, translation } from './job'
import { makeResolver } from './resolver'

export function translateQuery(job: Job, node: QueryNode): Translation {
  const r = makeResolver(job.text, job.context, job.catalog)
  r.querying = true
  const query = r.query(node, { top: true, sequences: true })
  for (const e of query.exprs) if (e.zone !== UTC_ZONE) requireSessionZone(e, 'in the result')
  const columns = query.columns.map((column, i) => (query.exprs[i].zone === UTC_ZONE ? { ...column, utc: true } : column))
  return {
    ...translation(job, r, { kind: 'query', result: 'rows', sql: query.sql, columns }),
    locks: node.forUpdate !== undefined
  }
}
