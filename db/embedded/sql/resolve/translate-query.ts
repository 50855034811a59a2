/** A SELECT statement. */
import type { Translation } from '../statement'
import type { QueryNode } from '../tree'
import { requireSessionZone } from './convert'
import { type Job, translation } from './job'
import { makeResolver } from './resolver'

export function translateQuery(job: Job, node: QueryNode): Translation {
  const r = makeResolver(job.text, job.context, job.catalog)
  const query = r.query(node, { top: true, sequences: true })
  for (const e of query.exprs) requireSessionZone(e, 'in the result')
  return {
    ...translation(job, r, { kind: 'query', result: 'rows', sql: query.sql, columns: query.columns }),
    locks: node.forUpdate !== undefined
  }
}
