/** Which rows UPDATE and DELETE touch: WHERE, with ROWNUM as a limit on them. */
import { oraError } from '../../../errors/messages'
import { refuse } from '../../../errors/ora-error'
import { type Expr, joinSql, type Sql, sql } from '../../expr'
import type { ConditionNode, DmlTarget, Name, SequenceReference } from '../../tree'
import { NUMBER } from '../../types'
import { tableSource } from '../from'
import type { Env, Resolver, Scope } from '../model'
import { splitRownum } from '../rownum'
import { EMPTY_SCOPE, FILLER } from '../scope'
import { sequenceColumns } from '../sequences'
import { conjuncts } from '../walk'
import type { Target } from './target'

export interface ChosenRows {
  /** The PostgreSQL WHERE of the target; undefined for all rows. */
  readonly where?: Sql
}

const anded = (parts: readonly Sql[]): Sql => joinSql(parts, ' and ')

export function chosenRows(r: Resolver, target: Target, node: DmlTarget, where: ConditionNode | undefined): ChosenRows {
  const parts = conjuncts(where)
  const env: Env = { scope: target.scope, clause: 'where' }
  const { plain, limit } = splitRownum(r, parts, env)
  const conditions = plain.map((c) => r.condition(c, env).sql)
  if (limit === undefined) return { where: conditions.length > 0 ? anded(conditions) : undefined }
  // The rows are locked as they are picked: otherwise one changed meanwhile would silently not count.
  const picked = sql`${target.alias}.ctid = any(array(${pickRows(r, target, node, where)}))`
  return { where: anded([...conditions, picked]) }
}

/** PL/SQL: WHERE CURRENT OF cursor. */
export function currentRow(r: Resolver, target: Target, cursor: Name): Sql {
  const portal = r.context.surroundings?.currentOf?.(cursor)
  if (portal === undefined) throw oraError(3050, [], cursor.start)
  if (target.object.kind === 'view') refuse('WHERE CURRENT OF with a view', cursor.start)
  return `current of ${portal}`
}

/** `select ctid from T where … limit n for update`, with an alias of its own. */
function pickRows(r: Resolver, target: Target, node: DmlTarget, where: ConditionNode | undefined): Sql {
  const alias = r.alias('t')
  const source = tableSource(target.object, alias, target.source.name!, target.source.owner)
  const env: Env = { scope: { ...EMPTY_SCOPE, sources: [source], columns: source.columns.filter((c) => !c.hidden) }, clause: 'where' }
  void node
  const { plain, limit } = splitRownum(r, conjuncts(where), env)
  const conditions = plain.map((c) => r.condition(c, env).sql)
  return sql`select ${alias}.ctid from ${target.relation} as ${alias}${conditions.length > 0 ? sql` where ${anded(conditions)}` : ''}${
    limit === undefined ? '' : sql` limit ${limit}`
  } for update`
}

/** UPDATE whose SET reads ROWNUM or sequences: the rows are picked and numbered first. */
export function numberedRows(
  r: Resolver,
  target: Target,
  node: DmlTarget,
  where: ConditionNode | undefined,
  rownum: boolean,
  references: readonly SequenceReference[]
): { readonly from: Sql; readonly where: Sql; readonly scope: Scope } {
  const [alias, picked] = [r.alias('q'), r.alias('q')]
  const sequences = references.length > 0 ? sequenceColumns(r, references, alias) : undefined
  const items = [`${picked}.ctid as rid`, ...(rownum ? ['row_number() over () as rn'] : []), ...(sequences?.items ?? [])]
  const number: Expr = { type: NUMBER, sql: `${alias}.rn::numeric`, nullable: false, span: FILLER, digits: { int: 19, frac: 0 } }
  return {
    from: sql`(select ${joinSql(items, ', ')} from (${pickRows(r, target, node, where)}) as ${picked}) as ${alias}`,
    where: `${target.alias}.ctid = ${alias}.rid`,
    scope: { ...target.scope, pseudo: rownum ? { ROWNUM: number } : undefined, sequences: sequences?.columns }
  }
}
