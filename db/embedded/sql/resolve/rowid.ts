/** ROWID: built from the row's place and version; a comparison with one finds the row by its place. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, type Sql, sql } from '../expr'
import type { Comparison, ExprNode, PseudoColumn } from '../tree'
import { isText } from '../types'
import type { Env, Resolver, Scope, Source } from './model'

type Rowid = NonNullable<Source['rowid']>

function findRowid(scope: Scope | undefined, node: PseudoColumn): Rowid {
  for (let s = scope; s; s = s.outer) {
    const path = node.qualifier
    const sources = path === undefined ? s.sources : s.sources.filter((x) => x.name === path[path.length - 1].name)
    if (sources.length === 0) continue
    if (sources.length > 1) throw oraError(918, [], node.start)
    if (s.grouping) throw oraError(s.grouping.explicit ? 979 : 937, [], node.start)
    const rowid = sources[0].rowid
    if (!rowid) throw oraError(1445, [], node.start)
    return rowid
  }
  throw oraError(904, [node.qualifier ? `"${node.qualifier.map((n) => n.name).join('"."')}"."ROWID"` : '"ROWID"'], node.start)
}

export function rowidExpr(node: PseudoColumn, env: Env): Expr {
  if (env.clause === 'ddl') refuse('ROWID in an expression of DDL', node.start)
  const rowid = findRowid(env.scope, node)
  return {
    type: { kind: 'ROWID' },
    sql: sql`ora.rowid(${String(rowid.object)}, ${rowid.ctid}, ${rowid.xmin})`,
    nullable: false,
    span: { start: node.start, end: node.end }
  }
}

/** `rowid = x` where x reads no row of this block: a direct access to the row. Undefined for any other comparison. */
export function rowidComparison(r: Resolver, node: Comparison, env: Env): Sql | undefined {
  if (node.operator !== '=') return undefined
  const isRowid = (n: ExprNode): n is PseudoColumn => n.type === 'pseudo' && n.name === 'ROWID'
  const [pseudo, other] = isRowid(node.left) ? [node.left, node.right] : isRowid(node.right) ? [node.right, node.left] : []
  if (!pseudo || !other || isRowid(other)) return undefined
  const value = r.expression(other, env)
  if (!value.constant || !(isText(value.type) || value.type.kind === 'ROWID')) return undefined
  const rowid = findRowid(env.scope, pseudo)
  const text = value.sql
  const place = sql`${rowid.ctid} = ora.rowid_ctid(${text}) and ${rowid.xmin} = ora.rowid_xmin(${text})`
  return sql`(${place} and ora.rowid_object(${text}) = ${String(rowid.object)})`
}
