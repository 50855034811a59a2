/** UPDATE. Source: SQL Language Reference, UPDATE. */
import { refuse } from '../../../errors/ora-error'
import { type Sql, sql } from '../../expr'
import type { Translation } from '../../statement'
import type { UpdateStatement } from '../../tree'
import { type Job, translation } from '../job'
import { makeResolver } from '../resolver'
import { ownNodes, sequenceReferences, usesRownum } from '../walk'
import { assignedNames, rowClause, setClause } from './assignments'
import { chosenRows, currentRow, numberedRows } from './chosen-rows'
import { returning } from './returning'
import { refuseErrorLog, requireRead, resolveTarget } from './target'

export function translateUpdate(job: Job, node: UpdateStatement): Translation {
  const r = makeResolver(job.text, job.context, job.catalog)
  refuseErrorLog(node.logErrors)
  const target = resolveTarget(r, node.target, 'UPDATE', node.row ? undefined : assignedNames(node.set))
  r.changing = target.object
  const values = node.set.flatMap((a) => ('value' in a && a.value !== 'default' ? [a.value] : []))
  if (node.where || readsColumns(values) || node.returning) requireRead(r, node.target, target.object)
  const references = [...sequenceReferences(values)]
  const rownum = usesRownum(values)
  if (target.object.kind === 'view' && (rownum || usesRownum(node.where))) refuse('ROWNUM in UPDATE of a view', node.start)
  let from: Sql = ''
  let where: Sql | undefined
  let { scope } = target
  if (rownum || references.length > 1) {
    const rows = numberedRows(r, target, node.target, node.where, rownum, references)
    from = sql` from ${rows.from}`
    where = rows.where
    scope = rows.scope
  } else where = node.currentOf ? currentRow(r, target, node.currentOf) : chosenRows(r, target, node.target, node.where).where
  const set = node.row
    ? rowClause(r, target, node.row)
    : setClause(r, target, node.set, { scope, clause: 'set', sequences: references.length === 1 })
  const back = returning(r, node.returning, target, 'UPDATE')
  const filter: Sql = where === undefined ? '' : sql` where ${where}`
  return translation(job, r, {
    kind: 'update',
    result: back ? 'returning' : 'count',
    sql: sql`update ${target.relation} as ${target.alias} set ${set.sql}${from}${filter}${back?.sql ?? ''}`,
    returning: back?.columns,
    returned: back?.binds
  })
}

function readsColumns(values: readonly object[]): boolean {
  for (const n of ownNodes(values)) if (n.type === 'column' || n.type === 'subquery') return true
  return false
}
