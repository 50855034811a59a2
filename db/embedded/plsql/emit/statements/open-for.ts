/** OPEN cursor variable FOR a query, or for text. */
import { plsError } from '../../../errors/pls-messages'
import { refuse } from '../../../errors/ora-error'
import { quoteLiteral } from '../../../sql/expr'
import type { ExprNode, QueryNode } from '../../../sql/tree'
import type { Scope } from '../../model'
import { queryOf, target } from '../../resolve'
import type { OpenForStatement } from '../../tree'
import { line, type Code } from '../code'
import type { Frame } from '../frame'
import { describeColumns } from './describe'
import { openDynamic } from './driven-statements'

const isQuery = (query: QueryNode | ExprNode): query is QueryNode => query.type === 'query'

export function openFor(f: Frame, s: OpenForStatement, scope: Scope): readonly Code[] {
  const to = target(f.unit.c, s.cursor, scope)
  if (to.type.kind !== 'REF CURSOR') throw plsError(456, [''], s.cursor.start)
  const { query } = s
  if (!isQuery(query)) return openDynamic(f, s, query, to, scope)
  const at = f.unit.line(s.start)
  const made = queryOf(f.unit.c, query, scope)
  if (made.steps.length > 1) refuse('a cursor over a query of several steps', query.start)
  const shape = f.unit.shape(describeColumns(made.columns))
  const portal = f.declare('portal', 'refcursor')
  const sql = made.steps[0]
  const plain = line(
    `${portal} := ora.new_portal(${quoteLiteral(shape.id)})::refcursor; open ${portal} no scroll for ${sql}; perform ora.cursor_opened(${portal}::text); ${to.assign(`${portal}::text`)}`,
    at, { effect: true })
  const name = to.pg
  return [{
    is: 'driven', must: false, line: at, plain: [plain],
    drive: maker => [name === undefined
      ? refuse('OPEN of a part of a variable in a block that controls transactions', s.start)
      : { do: 'open', cursor: maker.slot(name), line: at, query: { open: maker.open(sql, at), shape } }]
  }]
}
