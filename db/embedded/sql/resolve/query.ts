/** Queries: WITH, set operators, parentheses. Source: SQL Language Reference, SELECT. */
import { oraError } from '../../errors/messages'
import { joinSql, type Sql, sql } from '../expr'
import type { CommonTable, QueryBody, QueryNode } from '../tree'
import { type BaseScope, outputColumn } from './from-item'
import type { CommonTableSource, QueryOptions, ResolvedQuery, Resolver, ScopeColumn } from './model'
import { outputOrder } from './order-by'
import { isRecursive, recursiveTable } from './recursive-with'
import { percentOf, rowLimit } from './row-limit'
import { resolveBlock } from './select-block'
import { printSelect } from './select-parts'
import { scopeFor, setOperation } from './set-operation'

export function query(r: Resolver, node: QueryNode, options: QueryOptions): ResolvedQuery {
  const outer = options.outer
  let commonTables = outer?.commonTables ?? []
  const definitions: Sql[] = []
  let recursive = false
  for (const common of node.with) {
    if (common.searchCycle && !isRecursive(common)) throw oraError(32039, [], common.searchCycle.start)
    if (node.with.some((c) => c !== common && c.name.name === common.name.name)) throw oraError(32039, [], common.start)
    const base: BaseScope = { commonTables, outer }
    const made = isRecursive(common) ? recursiveTable(r, common, base) : plainTable(r, common, base)
    recursive ||= isRecursive(common)
    definitions.push(made.sql)
    commonTables = [made.source, ...commonTables]
  }
  const body = resolveBody(r, node.body, node, { commonTables, outer }, options)
  if (definitions.length === 0) return body
  return { ...body, sql: sql`with ${recursive ? 'recursive ' : ''}${joinSql(definitions, ', ')} ${body.sql}` }
}

function plainTable(r: Resolver, node: CommonTable, base: BaseScope): { readonly sql: Sql; readonly source: CommonTableSource } {
  const made = r.query(node.query, { outer: { sources: [], columns: [], ...base } })
  if (node.columns.length > 0 && node.columns.length !== made.columns.length) throw oraError(32038, [], node.columns[0].start)
  const alias = r.alias('w')
  const columns = made.exprs.map(
    (e, i): ScopeColumn => ({ name: node.columns[i]?.name ?? made.columns[i].name, expr: outputColumn(e, '') })
  )
  return {
    sql: sql`${alias}(${columns.map((_, i) => `c${i + 1}`).join(', ')}) as (${made.sql})`,
    source: { name: node.name.name, alias, columns }
  }
}

/** Body with the ORDER BY, row limit and FOR UPDATE of `node`. */
function resolveBody(r: Resolver, body: QueryBody, node: QueryNode, base: BaseScope, options: QueryOptions): ResolvedQuery {
  if (body.type === 'select') return resolveBlock(r, body, node, base, options)
  const bare = node.orderBy.length === 0 && !node.offset && !node.fetch
  if (body.type === 'query' && bare && !node.forUpdate) return r.query(body, { ...options, outer: scopeFor(base) })
  if (node.forUpdate) throw oraError(body.type === 'set' ? 1786 : 2014, [], node.forUpdate.start)
  const made = body.type === 'set' ? setOperation(r, body, base) : r.query(body, { ...options, top: false, outer: scopeFor(base) })
  if (bare) return made
  const outputs = made.columns.map((c, i) => ({ name: c.name, expr: made.exprs[i] }))
  const limit = rowLimit(r, node, base.outer)
  const orderBy = outputOrder(node.orderBy, outputs)
  const q = r.alias('q')
  const names = outputs.map((_, i) => `c${i + 1}`)
  const ordered = printSelect({
    items: names.map((n) => `${q}.${n}`),
    from: sql`(${made.sql}) as ${q}(${names.join(', ')})`,
    orderBy,
    ...(limit.percent ? {} : { limit: limit.limit, offset: limit.offset, ties: limit.ties })
  })
  return { ...made, sql: limit.percent ? percentOf(r, ordered, names.length, limit) : ordered }
}
