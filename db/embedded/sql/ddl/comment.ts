/** COMMENT ON TABLE, COLUMN. '' takes a comment away. */
import type { StoredTable, StoredView } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import type { Translation } from '../statement'
import type { CommentStatement } from '../tree'
import { type DdlContext, requireOwnOr } from './ddl-context'
import { DdlPlan } from './ddl-plan'

export function comment(statement: CommentStatement, ddl: DdlContext): Translation {
  const path = [...statement.path]
  const column = statement.on === 'COLUMN' ? path.pop() : undefined
  const [schema, object] = path.length === 2 ? path : [undefined, path[0]]
  if (!object) throw oraError(1747, [], statement.path[0].start)
  const owner = schema?.name ?? ddl.context.schema
  const found = ddl.catalog.find(owner, object.name)
  if (found?.kind !== 'table' && found?.kind !== 'view') throw oraError(942, [], object.start)
  requireOwnOr('COMMENT ANY TABLE', found, ddl)
  if (statement.text.length > 4000) throw oraError(1704)
  const plan = new DdlPlan(ddl.catalog)
  const text = statement.text === '' ? undefined : statement.text
  plan.put(column ? withColumnComment(found, column, text) : { ...found, comment: text }, found.kind === 'view' ? found.status : 'VALID')
  return plan.build()
}

function withColumnComment(
  object: StoredTable | StoredView,
  column: { name: string; start: number },
  text: string | undefined
): StoredTable | StoredView {
  if (!object.columns.some((c) => c.name === column.name)) throw oraError(904, [`"${column.name}"`], column.start)
  return { ...object, columns: object.columns.map((c) => (c.name === column.name ? { ...c, comment: text } : c)) }
}
