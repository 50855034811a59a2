/** FOR UPDATE. Source: SQL Language Reference, SELECT, "for_update_clause". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { joinSql, type Sql, sql } from '../expr'
import type { ForUpdate } from '../tree'
import type { Resolver, Scope, Source } from './model'
import { ownColumn, pathText } from './scope'

/** The locking clause; WAIT n is set and reset around the statement. */
export function lockingClause(r: Resolver, node: ForUpdate, scope: Scope): Sql {
  const locked = node.of.length > 0 ? [...new Set(node.of.map((c) => ofSource(scope, c.path)))] : scope.sources.filter((s) => !s.nullable)
  for (const s of locked) if (s.nullable) refuse('FOR UPDATE OF the optional side of an outer join', node.start)
  if (locked.length === 0) return ''
  if (locked.some((s) => !s.object)) refuse('FOR UPDATE of an inline view or a WITH query', node.start)
  const wait = node.wait
  const how = wait === 'NOWAIT' ? ' nowait' : wait === 'SKIP LOCKED' ? ' skip locked' : ''
  if (wait !== undefined && typeof wait !== 'string') {
    if (wait.type !== 'number' || !/^\d+$/.test(wait.text)) throw oraError(30005, [], wait.start)
    if (Number(wait.text) === 0)
      return sql` for update of ${joinSql(
        locked.map((s) => s.alias),
        ', '
      )} nowait`
    r.before.push(`set local lock_timeout = '${wait.text}s'`)
    r.after.push('set local lock_timeout = 0')
  }
  return sql` for update of ${joinSql(
    locked.map((s) => s.alias),
    ', '
  )}${how}`
}

function ofSource(scope: Scope, path: Parameters<typeof ownColumn>[1]): Source {
  const column = ownColumn(scope, path)
  const source = column && scope.sources.find((s) => s.columns.some((c) => c.expr.sql === column.expr.sql))
  if (!source) throw oraError(904, [pathText(path)], path[0].start)
  return source
}
