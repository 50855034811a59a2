/** OPEN cursor variable FOR a query, or for text. */
import { plsError } from '../../../errors/pls-messages'
import { quoteLiteral } from '../../../sql/expr'
import type { ExprNode, QueryNode } from '../../../sql/tree'
import type { Scope } from '../../model'
import { queryOf, target } from '../../resolve'
import type { OpenForStatement } from '../../tree'
import { type Code, line } from '../code'
import type { Frame } from '../frame'
import { openingOf } from './cursors'
import { openDynamic } from './driven-statements'

const isQuery = (query: QueryNode | ExprNode): query is QueryNode => query.type === 'query'

export function openFor(f: Frame, s: OpenForStatement, scope: Scope): readonly Code[] {
  const to = target(f.unit.c, s.cursor, scope)
  if (to.type.kind !== 'REF CURSOR') throw plsError(456, [''], s.cursor.start)
  const { query } = s
  if (!isQuery(query)) return openDynamic(f, s, query, to, scope)
  const at = f.unit.line(s.start)
  const opening = openingOf(queryOf(f.unit.c, query, scope), query)
  const shape = f.unit.shape(opening.columns)
  const portal = f.declare('portal', 'refcursor')
  const plain = line(
    `${portal} := ora.new_portal(${quoteLiteral(shape.id)})::refcursor; ${opening.text(portal)} perform ora.cursor_opened(${portal}::text); ${to.assign(`${portal}::text`)}`,
    at, { effect: true })
  // Also where the server drives the block: it takes the portal over when it fetches from it, or before a transaction ends.
  return [plain]
}
