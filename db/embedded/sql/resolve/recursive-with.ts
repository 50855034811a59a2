/**
 * Recursive subquery factoring. Source: SQL Language Reference, SELECT, "Recursive Subquery Factoring".
 *
 * Without a CYCLE clause a row that is its own ancestor is ORA-32044. Each row carries one earlier row of its
 * path, replaced at every power of two (Brent's algorithm): a loop is found with constant memory.
 */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { CommonTable, QueryBody, QueryNode, SelectBlock } from '../tree'
import { NUMBER, type OraType, PG_TYPE, VARCHAR2 } from '../types'
import type { BaseScope } from './from-item'
import type { CommonTableSource, Resolver, Scope, ScopeColumn } from './model'
import { FILLER } from './scope'
import { resolveBlock } from './select-block'
import { setOperand } from './set-operation'
import { commonType } from './unify'
import { hasAggregate, usesRownum } from './walk'

/** Reads itself in FROM, at any depth. */
export function isRecursive(node: CommonTable): boolean {
  return reads(node.query, node.name.name)
}
function reads(tree: unknown, name: string): boolean {
  if (tree === null || typeof tree !== 'object') return false
  if (Array.isArray(tree)) return tree.some((t) => reads(t, name))
  const t = tree as { type?: unknown; name?: { schema?: unknown; object?: { name: string } }; with?: readonly CommonTable[] }
  if (t.type === 'table' && !t.name?.schema && t.name?.object?.name === name) return true
  if (t.type === 'query' && t.with?.some((c) => c.name.name === name)) return false
  return Object.values(tree).some((v) => reads(v, name))
}

export function recursiveTable(r: Resolver, node: CommonTable, base: BaseScope): { readonly sql: Sql; readonly source: CommonTableSource } {
  if (node.columns.length === 0) throw oraError(32039, [], node.start)
  const name = node.name.name
  const { body } = node.query
  if (body.type !== 'set' || body.operator !== 'UNION ALL' || reads(body.left, name)) throw oraError(32040, [], node.start)
  if (node.query.orderBy.length > 0 || node.query.fetch || node.query.offset) refuse('ORDER BY in a recursive WITH', node.start)
  const child = singleBlock(body.right)
  if (!child || child.distinct || child.groupBy.length > 0 || hasAggregate(child.items) || usesRownum([child.items, child.where])) return refuse('this form of recursive WITH', body.right.start)

  const anchor = setOperand(r, body.left, base)
  if (anchor.columns.length !== node.columns.length) throw oraError(32038, [], node.columns[0].start)
  const alias = r.alias('w')
  const types = anchor.exprs.map((e) => openType(e.type))
  const columns = (of: string): ScopeColumn[] => node.columns.map((c, i) => ({ name: c.name, expr: { type: types[i], sql: `${of}.c${i + 1}`, nullable: true, span: FILLER } }))
  let readAs: string | undefined
  const inner: CommonTableSource = {
    name, alias, columns: columns(''),
    onRead: (as, offset) => {
      if (readAs !== undefined) throw oraError(32042, [], offset)
      readAs = as
    }
  }
  const scope: BaseScope = { ...base, commonTables: [inner, ...base.commonTables] }
  const plain: QueryNode = { type: 'query', with: [], body: child, orderBy: [], start: child.start, end: child.end }
  const project = (outputs: readonly Expr[]): Sql[] => {
    if (outputs.length !== types.length) throw oraError(1789, [], child.start)
    const values = outputs.map((e, i) => {
      if (!commonType(types[i], e.type)) throw oraError(1790, [], e.span.start)
      return sql`(${r.convert(e, types[i]).sql})::${PG_TYPE[types[i].kind]}`
    })
    const row = sql`row(${joinSql(values, ', ')})::text`
    return [...values,
      sql`case when ${readAs!}.steps + 1 = ${readAs!}.until then ${row} else ${readAs!}.earlier end`,
      sql`case when ${readAs!}.steps + 1 = ${readAs!}.until then 0 else ${readAs!}.steps + 1 end`,
      sql`case when ${readAs!}.steps + 1 = ${readAs!}.until then ${readAs!}.until * 2 else ${readAs!}.until end`,
      sql`case when ${readAs!}.earlier = ${row} then ora.raise_boolean(32044) else false end`]
  }
  const made = resolveBlock(r, child, plain, scope, { outer: { sources: [], columns: [], ...scope } satisfies Scope, project })
  if (readAs === undefined) return refuse('a recursive WITH that is read inside a subquery', body.right.start)
  const q = r.alias('q')
  const names = node.columns.map((_, i) => `c${i + 1}`)
  const first = names.map((n, i) => sql`${q}.${n}::${PG_TYPE[types[i].kind]}`)
  const earlier = sql`row(${joinSql(first, ', ')})::text`
  return {
    sql: sql`${alias}(${names.join(', ')}, earlier, steps, until, looped) as (select ${joinSql(first, ', ')}, ${earlier}, 0, 1, false from (${anchor.sql}) as ${q}(${names.join(', ')}) union all ${made.sql})`,
    source: { name, alias, columns: columns('') }
  }
}

function singleBlock(body: QueryBody): SelectBlock | undefined {
  if (body.type === 'select') return body
  return body.type === 'query' && body.with.length === 0 && body.orderBy.length === 0 && !body.fetch && !body.offset ? singleBlock(body.body) : undefined
}

/** The anchor's type without its bounds, which later rows may exceed. */
function openType(t: OraType): OraType {
  if (t.kind === 'NUMBER') return NUMBER
  if (t.kind === 'VARCHAR2' || t.kind === 'CHAR' || t.kind === 'NULL') return { ...VARCHAR2, size: 4000, unit: 'BYTE' } as OraType
  return t
}
