/** Queries: WITH, set operators, parentheses. Source: SQL Language Reference, SELECT. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { type Expr, joinSql, type Sql, sql } from '../expr'
import type { ColumnInfo } from '../statement'
import type { CommonTable, QueryBody, QueryNode, SetOperation } from '../tree'
import type { BaseScope } from './from-item'
import { outputColumn } from './from-item'
import type { CommonTableSource, QueryOptions, ResolvedQuery, Resolver, ScopeColumn } from './model'
import { outputOrder } from './order-by'
import { isRecursive, recursiveTable } from './recursive-with'
import { percentOf, rowLimit } from './row-limit'
import { resolveBlock } from './select-block'
import { printSelect } from './select-parts'
import { requireSortable } from './compare'
import { commonType } from './unify'
import { sequenceReferences } from './walk'

export function query(r: Resolver, node: QueryNode, options: QueryOptions): ResolvedQuery {
  const outer = options.outer
  let commonTables = outer?.commonTables ?? []
  const definitions: Sql[] = []
  let recursive = false
  for (const common of node.with) {
    if (common.searchCycle) refuse('SEARCH and CYCLE of a recursive WITH', common.searchCycle.start)
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
  const columns = made.exprs.map((e, i): ScopeColumn => ({ name: node.columns[i]?.name ?? made.columns[i].name, expr: outputColumn(e, '') }))
  return { sql: sql`${alias}(${columns.map((_, i) => `c${i + 1}`).join(', ')}) as (${made.sql})`, source: { name: node.name.name, alias, columns } }
}

/** Body with the ORDER BY, row limit and FOR UPDATE of `node`. */
function resolveBody(r: Resolver, body: QueryBody, node: QueryNode, base: BaseScope, options: QueryOptions): ResolvedQuery {
  if (body.type === 'select') return resolveBlock(r, body, node, base, options)
  const bare = node.orderBy.length === 0 && !node.offset && !node.fetch
  if (body.type === 'query' && bare && !node.forUpdate) return r.query(body, { ...options, outer: scopeFor(base) })
  if (node.forUpdate) throw oraError(2014, [], node.forUpdate.start)
  const made = body.type === 'set' ? setOperation(r, body, base) : r.query(body, { ...options, top: false, outer: scopeFor(base) })
  if (bare) return made
  const outputs = made.columns.map((c, i) => ({ name: c.name, expr: made.exprs[i] }))
  const limit = rowLimit(r, node, base.outer)
  const orderBy = outputOrder(node.orderBy, outputs)
  const q = r.alias('q')
  const names = outputs.map((_, i) => `c${i + 1}`)
  const ordered = printSelect({
    items: names.map((n) => `${q}.${n}`), from: sql`(${made.sql}) as ${q}(${names.join(', ')})`, orderBy,
    ...(limit.percent ? {} : { limit: limit.limit, offset: limit.offset, ties: limit.ties })
  })
  return { ...made, sql: limit.percent ? percentOf(r, ordered, names.length, limit) : ordered }
}
const scopeFor = (base: BaseScope): NonNullable<QueryOptions['outer']> => ({ sources: [], columns: [], ...base })

const PG_OPERATOR = { UNION: 'union', 'UNION ALL': 'union all', INTERSECT: 'intersect', MINUS: 'except' } as const

/** An operand: no ORDER BY of its own, no sequences. */
function operand(r: Resolver, body: QueryBody, base: BaseScope): ResolvedQuery {
  if (body.type === 'set') return setOperation(r, body, base)
  if (body.type === 'query') return r.query(body, { outer: scopeFor(base) })
  for (const s of sequenceReferences(body.items)) throw oraError(2287, [], s.start)
  const plain: QueryNode = { type: 'query', with: [], body, orderBy: [], start: body.start, end: body.end }
  return resolveBlock(r, body, plain, base, { outer: base.outer })
}

/** Equal precedence, left to right: each step is in parentheses. ORA-01789, 01790. */
export function setOperation(r: Resolver, node: SetOperation, base: BaseScope): ResolvedQuery {
  const left = operand(r, node.left, base)
  const right = operand(r, node.right, base)
  if (left.columns.length !== right.columns.length) throw oraError(1789, [], node.left.start)
  return combine(r, node, left, right)
}

export function combine(r: Resolver, node: SetOperation, left: ResolvedQuery, right: ResolvedQuery): ResolvedQuery {
  const exprs = left.exprs.map((a, i): Expr => {
    const b = right.exprs[i]
    const type = commonType(a.type, b.type)
    if (!type || (type.kind === 'CLOB' && a.type.kind !== b.type.kind && a.type.kind !== 'NULL' && b.type.kind !== 'NULL')) throw oraError(1790, [], a.span.start)
    const digits = a.digits && b.digits ? { int: Math.max(a.digits.int, b.digits.int), frac: Math.max(a.digits.frac, b.digits.frac) } : undefined
    const e: Expr = { type, sql: '', nullable: a.nullable || b.nullable, span: a.span, digits }
    if (node.operator !== 'UNION ALL') requireSortable(e)
    return e
  })
  const columns = left.columns.map((c, i): ColumnInfo => ({ name: c.name, type: exprs[i].type, nullable: exprs[i].nullable }))
  return { sql: sql`(${converted(r, left, exprs)}) ${PG_OPERATOR[node.operator]} (${converted(r, right, exprs)})`, columns, exprs }
}

/** The operand with its columns in the common types. */
function converted(r: Resolver, q: ResolvedQuery, to: readonly Expr[]): Sql {
  if (q.exprs.every((e, i) => e.type.kind === to[i].type.kind || (isCharKind(e) && isCharKind(to[i])))) return q.sql
  const alias = r.alias('q')
  const items = q.exprs.map((e, i) => r.convert({ ...outputColumn(e, `${alias}.c${i + 1}`) }, to[i].type).sql)
  return sql`select ${joinSql(items, ', ')} from (${q.sql}) as ${alias}(${q.exprs.map((_, i) => `c${i + 1}`).join(', ')})`
}
const isCharKind = (e: Expr): boolean => e.type.kind === 'VARCHAR2' || e.type.kind === 'CHAR'
