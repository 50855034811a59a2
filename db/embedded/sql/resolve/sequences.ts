/**
 * NEXTVAL and CURRVAL: one number for each row, however often they are written. Where they are legal:
 * SQL Language Reference, "Sequence Pseudocolumns". ORA-02287 elsewhere.
 */
import type { Sequence } from '../../catalog/catalog'
import { qualified } from '../../catalog/physical-names'
import { oraError } from '../../errors/messages'
import { type Expr, quoteLiteral, type Sql } from '../expr'
import type { SequenceReference } from '../tree'
import { NUMBER } from '../types'
import type { Env, Resolver } from './model'
import { findObject, requirePrivilege, use } from './objects'
import { FILLER } from './scope'

export function findSequence(r: Resolver, node: SequenceReference): Sequence {
  const found = findObject(node.sequence, r.context, r.catalog)
  if (found?.kind !== 'sequence') throw oraError(2289, [], node.sequence.start)
  requirePrivilege(found, 'SELECT', node.sequence, r.context, r.catalog)
  use(r, found)
  return found
}

const regclass = (s: Sequence): string => quoteLiteral(qualified(s.owner, s.name)).replace(/::text$/, '::regclass')
export const nextval = (s: Sequence): Sql => `nextval(${regclass(s)})::numeric`
const currval = (s: Sequence): Sql => `currval(${regclass(s)})::numeric`
const keyOf = (s: Sequence): string => `${s.owner}\0${s.name}`
const sequenceExpr = (made: Sql): Expr => ({ type: NUMBER, sql: made, nullable: false, span: FILLER, digits: { int: 28, frac: 0 } })

/** What each sequence of a row yields, as select-list items under names of ours. */
export function sequenceColumns(
  r: Resolver,
  references: readonly SequenceReference[],
  alias: string
): { readonly items: readonly Sql[]; readonly columns: ReadonlyMap<string, Expr> } {
  const items: Sql[] = []
  const columns = new Map<string, Expr>()
  const sequences = new Map(references.map((n) => [keyOf(findSequence(r, n)), findSequence(r, n)]))
  const drawn = new Set(references.filter((n) => n.operation === 'NEXTVAL').map((n) => keyOf(findSequence(r, n))))
  for (const [key, s] of sequences) {
    const name = `s${items.length + 1}`
    items.push([drawn.has(key) ? nextval(s) : currval(s), ` as ${name}`])
    columns.set(key, sequenceExpr(`${alias}.${name}`))
  }
  return { items, columns }
}

export function sequenceValue(r: Resolver, node: SequenceReference, env: Env): Expr {
  const s = findSequence(r, node)
  const span = { start: node.start, end: node.end }
  const column = env.scope.sequences?.get(keyOf(s))
  if (column && env.clause !== 'where' && env.clause !== 'order by') return { ...column, span }
  if (!env.sequences) throw oraError(2287, [], node.start)
  return { ...sequenceExpr(node.operation === 'NEXTVAL' ? nextval(s) : currval(s)), span }
}
