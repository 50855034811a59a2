/** RETURNING … INTO. Source: SQL Language Reference, INSERT, "returning_clause". */
import type { Table, View } from '../../../catalog/catalog'
import { oraError } from '../../../errors/messages'
import { refuse } from '../../../errors/ora-error'
import { joinSql, type Sql, sql } from '../../expr'
import type { ColumnInfo } from '../../statement'
import type { ReturningClause } from '../../tree'
import { type OraType, VARCHAR2 } from '../../types'
import { columnLabel } from '../column-label'
import type { Resolver, Scope } from '../model'
import { hasAggregate } from '../walk'

export interface Returning {
  readonly sql: Sql
  readonly columns: readonly ColumnInfo[]
  readonly binds: ReadonlyMap<number, OraType>
}

/** After INSERT and UPDATE the new values, after DELETE the old ones; as PostgreSQL. */
export function returning(
  r: Resolver,
  node: ReturningClause | undefined,
  { scope, object }: { readonly scope: Scope; readonly object: Table | View },
  event: 'INSERT' | 'UPDATE' | 'DELETE'
): Returning | undefined {
  if (!node) return undefined
  const instead = object.kind === 'view' && r.catalog.triggersOn(object.owner, object.name).some((t) => t.enabled && t.events.some((e) => e.event === event))
  if (instead) throw oraError(22816, [], node.start)
  // PL/SQL's targets are its compiler's business.
  if (!node.targets) {
    if (node.items.length < node.into.length) throw oraError(947, [], node.into[node.items.length].start)
    if (node.items.length > node.into.length) throw oraError(913, [], node.items[node.into.length].start)
  }
  if (hasAggregate(node.items)) refuse('aggregates in RETURNING', node.start)
  // What comes back is converted to the client's variable, as an assignment would.
  const exprs = node.items.map((item, i) => {
    const e = r.expression(item, { scope, clause: 'returning' })
    const wanted = node.into[i] && r.context.bindTypes?.[node.into[i].index]
    return wanted && wanted.kind !== e.type.kind && wanted.kind !== 'NULL' ? r.convert(e, wanted) : e
  })
  const binds = new Map<number, OraType>()
  node.into.forEach((p, i) => binds.set(p.index, exprs[i].type.kind === 'NULL' ? VARCHAR2 : exprs[i].type))
  return {
    sql: sql` returning ${joinSql(
      exprs.map((e) => e.sql),
      ', '
    )}`,
    columns: exprs.map((e, i) => ({ name: columnLabel(node.items[i], undefined, r.text), type: e.type, nullable: e.nullable })),
    binds
  }
}
