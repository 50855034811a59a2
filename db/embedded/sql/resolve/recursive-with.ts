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
import { inconsistent, typeName } from './convert'
import type { BaseScope } from './from-item'
import type { CommonTableSource, Resolver, ScopeColumn } from './model'
import { EMPTY_SCOPE, FILLER } from './scope'
import { resolveBlock } from './select-block'
import { columnNames, derived, printSelect } from './select-parts'
import { setOperand } from './set-operation'
import { sortSql } from './sort'
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

/** A column of ours that rows take along: its value in the anchor's rows and in their descendants'. */
interface Carried {
  readonly name: string
  readonly first: Sql
  next(values: readonly Sql[], parent: string): Sql
}

export interface RecursiveTable {
  readonly sql: Sql
  readonly source: CommonTableSource
}

export function recursiveTable(r: Resolver, node: CommonTable, base: BaseScope): RecursiveTable {
  const { anchorBody, child } = members(node)
  const anchor = setOperand(r, anchorBody, base)
  if (anchor.columns.length !== node.columns.length) throw oraError(32038, [], node.columns[0].start)
  const alias = r.alias('w')
  const types = anchor.exprs.map((e) => openType(e.type))
  const columns = node.columns.map(
    (c, i): ScopeColumn => ({ name: c.name, expr: { type: types[i], sql: '', nullable: true, span: FILLER } })
  )
  const q = r.alias('q')
  const first = types.map((t, i) => sql`${q}.c${String(i + 1)}::${PG_TYPE[t.kind]}`)
  const carried = [...(node.cycle ? cycleMark(node, first) : loopCheck(first)), ...searchPath(node, first)]

  let readAs: string | undefined
  const inner: CommonTableSource = {
    name: node.name.name,
    alias,
    columns,
    onRead: (as, offset) => {
      if (readAs !== undefined) throw oraError(32042, [], offset)
      readAs = as
    }
  }
  const project = (outputs: readonly Expr[]): Sql[] => {
    if (readAs === undefined) return refuse('a recursive WITH that is read inside a subquery', child.start)
    const values = childValues(r, child, outputs, types)
    return [...values, ...carried.map((c) => c.next(values, readAs!))]
  }
  const scope: BaseScope = { ...base, commonTables: [inner, ...base.commonTables] }
  const plain: QueryNode = { type: 'query', with: [], body: child, orderBy: [], start: child.start, end: child.end }
  const made = resolveBlock(r, child, plain, scope, {
    outer: { ...EMPTY_SCOPE, ...scope },
    project,
    also: () => (node.cycle ? [`not ${readAs!}.dup`] : [])
  })
  const names = [...columnNames(columns.length), ...carried.map((c) => c.name)].join(', ')
  const anchorTerm = printSelect({ items: [...first, ...carried.map((c) => c.first)], from: derived(anchor.sql, q, columns.length) })
  return {
    sql: sql`${alias}(${names}) as (${anchorTerm} union all ${made.sql})`,
    source: outerSource(r, node, alias, columns)
  }
}

function members(node: CommonTable): { readonly anchorBody: QueryBody; readonly child: SelectBlock } {
  if (node.columns.length === 0) throw oraError(32039, [], node.start)
  const { body } = node.query
  if (body.type !== 'set' || body.operator !== 'UNION ALL' || reads(body.left, node.name.name)) throw oraError(32040, [], node.start)
  if (node.query.orderBy.length > 0 || node.query.fetch || node.query.offset) refuse('ORDER BY in a recursive WITH', node.start)
  const child = singleBlock(body.right)
  if (
    !child ||
    child.distinct ||
    child.groupBy.length > 0 ||
    child.connectBy ||
    hasAggregate(child.items) ||
    usesRownum([child.items, child.where])
  ) {
    return refuse('this form of recursive WITH', body.right.start)
  }
  return { anchorBody: body.left, child }
}
function singleBlock(body: QueryBody): SelectBlock | undefined {
  if (body.type === 'select') return body
  return body.type === 'query' && body.with.length === 0 && body.orderBy.length === 0 && !body.fetch && !body.offset
    ? singleBlock(body.body)
    : undefined
}

/** The anchor's type without its bounds, which later rows may exceed. */
function openType(t: OraType): OraType {
  if (t.kind === 'NUMBER') return NUMBER
  if (t.kind === 'VARCHAR2' || t.kind === 'CHAR' || t.kind === 'NULL') return { ...VARCHAR2, size: 4000, unit: 'BYTE' } as OraType
  return t
}

function childValues(r: Resolver, child: SelectBlock, outputs: readonly Expr[], types: readonly OraType[]): Sql[] {
  if (outputs.length !== types.length) throw oraError(1789, [], child.start)
  return outputs.map((e, i) => {
    if (!commonType(types[i], e.type)) throw oraError(1790, [], e.span.start)
    return sql`(${r.convert(e, types[i]).sql})::${PG_TYPE[types[i].kind]}`
  })
}

const rowText = (values: readonly Sql[]): Sql => sql`row(${joinSql(values, ', ')})::text`

function loopCheck(first: readonly Sql[]): Carried[] {
  const turn = (p: string): string => `${p}.steps + 1 = ${p}.until`
  return [
    { name: 'earlier', first: rowText(first), next: (v, p) => sql`case when ${turn(p)} then ${rowText(v)} else ${p}.earlier end` },
    { name: 'steps', first: '0', next: (_, p) => `case when ${turn(p)} then 0 else ${p}.steps + 1 end` },
    { name: 'until', first: '1', next: (_, p) => `case when ${turn(p)} then ${p}.until * 2 else ${p}.until end` },
    {
      name: 'dup',
      first: 'false',
      next: (v, p) => sql`case when ${p}.earlier = ${rowText(v)} then ora.raise_boolean(32044) else false end`
    }
  ]
}

const position = (node: CommonTable, name: { readonly name: string; readonly start: number }): number => {
  const i = node.columns.findIndex((c) => c.name === name.name)
  if (i < 0) throw oraError(904, [`"${name.name}"`], name.start)
  return i
}

/** CYCLE: a row whose listed columns equal an ancestor's is marked and has no children. */
function cycleMark(node: CommonTable, first: readonly Sql[]): Carried[] {
  const at = node.cycle!.columns.map((c) => position(node, c))
  const key = (values: readonly Sql[]): Sql => rowText(at.map((i) => values[i]))
  return [
    { name: 'seen', first: sql`array[${key(first)}]`, next: (v, p) => sql`${p}.seen || ${key(v)}` },
    { name: 'dup', first: 'false', next: (v, p) => sql`${key(v)} = any(${p}.seen)` }
  ]
}

/** SEARCH: the way down by sibling numbers, or level and sort columns. */
function searchPath(node: CommonTable, first: readonly Sql[]): Carried[] {
  const { search } = node
  if (!search) return []
  const sorted = search.by.map((item) => {
    if (item.value.type !== 'column' || item.value.path.length !== 1) throw oraError(904, ['SEARCH'], item.start)
    return { item, at: position(node, item.value.path[0]) }
  })
  const order = (values: readonly Sql[]): Sql =>
    joinSql(
      sorted.map(({ item, at }) => sortSql(values[at], item)),
      ', '
    )
  return [
    { name: 'depth', first: '1', next: (_, p) => `${p}.depth + 1` },
    {
      name: 'path',
      first: sql`array[row_number() over (order by ${order(first)})]`,
      next: (v, p) => sql`${p}.path || row_number() over (partition by ${p}.path order by ${order(v)})`
    }
  ]
}

/** What followers and the query read: with the columns that SEARCH and CYCLE set. */
function outerSource(r: Resolver, node: CommonTable, alias: string, columns: readonly ScopeColumn[]): CommonTableSource {
  const { search, cycle } = node
  if (!search && !cycle) return { name: node.name.name, alias, columns }
  const extra: { column: ScopeColumn; sql: Sql }[] = []
  if (search) {
    const sorted = search.by.map((item) =>
      sortSql(`${alias}.c${position(node, (item.value as { path: readonly { name: string; start: number }[] }).path[0]) + 1}`, item)
    )
    const order = search.depthFirst ? sql`${alias}.path` : sql`${alias}.depth, ${joinSql(sorted, ', ')}`
    extra.push({
      column: { name: search.set.name, expr: { type: NUMBER, sql: '', nullable: false, span: FILLER } },
      sql: sql`(row_number() over (order by ${order}))::numeric`
    })
  }
  if (cycle) {
    const [to, otherwise] = [cycle.to, cycle.otherwise].map((n) => r.expression(n, { scope: EMPTY_SCOPE, clause: 'limit' }))
    const type = commonType(to.type, otherwise.type)
    if (!type) throw inconsistent(typeName(to.type), otherwise.type, otherwise.span.start)
    extra.push({
      column: {
        name: cycle.set.name,
        expr: { type: { ...VARCHAR2, size: 1, unit: 'BYTE' } as OraType, sql: '', nullable: false, span: FILLER }
      },
      sql: sql`case when ${alias}.dup then ${r.convert(to, type).sql} else ${r.convert(otherwise, type).sql} end`
    })
  }
  const items = [...columns.map((_, i) => `${alias}.c${i + 1}`), ...extra.map((e) => e.sql)]
  return {
    name: node.name.name,
    alias,
    columns: [...columns, ...extra.map((e) => e.column)],
    wrapper: sql`select ${joinSql(items, ', ')} from ${alias}`
  }
}
