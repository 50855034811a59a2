/**
 * One query block: FROM and WHERE, then grouping, select list, DISTINCT, ORDER BY, row limit. Where Oracle's order
 * of evaluation is not PostgreSQL's (ROWNUM, NEXTVAL, nested aggregates), the inner part becomes a derived table.
 */

import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { isAggregateCall } from '../aggregates/names'
import { describedNullable, type Expr, type Sql, sql } from '../expr'
import type { ColumnInfo } from '../statement'
import type { QueryNode, SelectBlock, SelectItem, SequenceReference } from '../tree'
import { NUMBER } from '../types'
import { columnLabel } from './column-label'
import { requireSortable } from './compare'
import { hierarchicalFrom } from './connect-by'
import { lockingClause } from './for-update'
import { resolveFrom } from './from'
import type { BaseScope } from './from-item'
import { hasNestedAggregate, resolveGrouping } from './grouping'
import { keepRanks } from './keep-ranks'
import type { Env, Grouping, QueryOptions, ResolvedQuery, Resolver, Scope } from './model'
import { blockOrder, type OutputColumn } from './order-by'
import { percentOf, rowLimit } from './row-limit'
import { splitRownum } from './rownum'
import { FILLER, rebase, sqlKey, starSource } from './scope'
import { printSelect, type SelectParts } from './select-parts'
import { sequenceColumns } from './sequences'
import { conjuncts, hasAggregate, isAnalyticCall, sequenceReferences, some, usesRownum } from './walk'

/** FROM and WHERE so far, and what is visible. */
interface Stage extends Pick<SelectParts, 'from' | 'where' | 'limit'> {
  readonly scope: Scope
  /** Behind a derived table of ours. */
  readonly wrapped: boolean
}

export function resolveBlock(r: Resolver, block: SelectBlock, query: QueryNode, base: BaseScope, options: QueryOptions): ResolvedQuery {
  const order = blockOrderItems(query)
  const rows = sourceStage(r, block, query, base, options)
  const ranked = keepRanks(r, block, order, rows)
  const stage: Stage = ranked ? { ...ranked, wrapped: true } : rows
  const grouped = resolveGrouping(r, block, stage.scope, order)
  const nested = grouped && (hasNestedAggregate(block.items) || hasNestedAggregate(order))
  const inner: Sql[] = []
  const alias = nested ? r.alias('q') : ''
  const scope = grouped
    ? { ...stage.scope, grouping: nested ? outerGrouping(grouped.grouping, inner, alias) : grouped.grouping }
    : stage.scope

  const outputs = block.items.flatMap((item) => selectItem(r, item, scope, options))
  if (block.distinct) for (const o of outputs) requireSortable(o.expr)
  const havingScope = grouped && { ...stage.scope, grouping: grouped.grouping }
  const having = block.having && r.condition(block.having, { scope: havingScope ?? scope, clause: 'having' }).sql
  const orderBy = blockOrder(r, order, outputs, scope, block.distinct)
  const limit = rowLimit(r, query, base.outer)
  const lock = query.forUpdate && locking(r, block, query, stage, grouped !== undefined, options)
  const source: Pick<SelectParts, 'from' | 'where' | 'groupBy' | 'having'> = {
    from: stage.from,
    where: stage.where,
    groupBy: grouped?.sql,
    having
  }
  const items = options.project ? options.project(outputs.map((o) => o.expr)) : outputs.map((o) => o.expr.sql)
  const made = nested
    ? printSelect({
        distinct: block.distinct,
        items,
        from: sql`(${printSelect({ ...source, items: inner.length > 0 ? inner : ['1'] })}) as ${alias}`,
        orderBy,
        ...limitOf(limit, stage)
      })
    : printSelect({ ...source, distinct: block.distinct, items, orderBy, ...limitOf(limit, stage), lock })
  return {
    sql: limit.percent ? percentOf(r, made, outputs.length, limit) : made,
    columns: outputs.map((o): ColumnInfo => ({ name: o.name, type: o.expr.type, nullable: describedNullable(o.expr) })),
    exprs: outputs.map((o) => o.expr)
  }
}

/** ORDER SIBLINGS BY is the hierarchy's own. */
const blockOrderItems = (query: QueryNode): QueryNode['orderBy'] => (query.orderSiblings ? [] : query.orderBy)

const limitOf = (limit: ReturnType<typeof rowLimit>, stage: Stage): Pick<SelectParts, 'limit' | 'offset' | 'ties'> =>
  limit.percent ? {} : { limit: limit.limit ?? stage.limit, offset: limit.offset, ties: limit.ties }

/** FROM, WHERE, CONNECT BY, ROWNUM and sequences. */
function sourceStage(r: Resolver, block: SelectBlock, query: QueryNode, base: BaseScope, options: QueryOptions): Stage {
  const orderBy = blockOrderItems(query)
  const later = [block.items, block.groupBy, block.having, orderBy]
  const resolved = block.connectBy ? hierarchicalFrom(r, block, query, base) : resolveFrom(r, block.from, base, conjuncts(block.where))
  const env: Env = { scope: resolved.scope, clause: 'where' }
  const { plain, limit } = splitRownum(r, resolved.where, env)
  const where = [...plain.map((c) => r.condition(c, env).sql), ...(options.also?.() ?? [])]
  const stage: Stage = { from: resolved.sql, where, scope: resolved.scope, limit, wrapped: false }

  const rownum = usesRownum(later)
  const sequences = blockSequences(block, query, options)
  const reordered =
    block.distinct ||
    block.groupBy.length > 0 ||
    block.having !== undefined ||
    orderBy.length > 0 ||
    query.fetch !== undefined ||
    query.offset !== undefined ||
    some(block.items, (n) => isAnalyticCall(n) || (n.type === 'call' && isAggregateCall(n)))
  if (!rownum && sequences.length === 0 && !(limit && reordered)) return stage
  return wrap(r, stage, rownum, sequences)
}

function blockSequences(block: SelectBlock, query: QueryNode, options: QueryOptions): SequenceReference[] {
  const found = [...sequenceReferences(block.items)]
  if (found.length === 0) return found
  const grouped = block.groupBy.length > 0 || block.having !== undefined || hasAggregate(block.items)
  if (!options.sequences || block.distinct || grouped || blockOrderItems(query).length > 0)
    throw oraError(2287, [], found[0].start)
  return found
}

/** Numbers the rows, or draws their sequence values, before anything else sees them. */
function wrap(r: Resolver, stage: Stage, rownum: boolean, references: readonly SequenceReference[]): Stage {
  const alias = r.alias('q')
  const moved = rebase(stage.scope, alias)
  const sequences = references.length > 0 ? sequenceColumns(r, references, alias) : undefined
  const items = [...moved.items, ...(rownum ? ['row_number() over () as rn'] : []), ...(sequences?.items ?? [])]
  const listed = items.length > 0 ? items : ['1']
  const inner = printSelect({
    items: [...listed.slice(0, -1), [listed[listed.length - 1], moved.late]],
    from: stage.from,
    where: stage.where,
    limit: stage.limit
  })
  const number: Expr = { type: NUMBER, sql: `${alias}.rn::numeric`, nullable: false, span: FILLER, digits: { int: 19, frac: 0 } }
  return {
    from: sql`(${inner}) as ${alias}`,
    where: [],
    wrapped: true,
    scope: {
      ...moved.scope,
      pseudo: rownum ? { ...moved.scope.pseudo, ROWNUM: number } : moved.scope.pseudo,
      sequences: sequences?.columns
    }
  }
}

/** The outer level of nested aggregates: sees nothing but what the inner level computed. */
function outerGrouping(grouping: Grouping, inner: Sql[], alias: string): Grouping {
  return {
    inner: grouping.inner,
    keys: new Map(),
    explicit: false,
    nested: grouping,
    nest: (e) => {
      inner.push(sql`${e.sql} as a${String(inner.length + 1)}`)
      return { ...e, sql: `${alias}.a${inner.length}`, origin: undefined }
    }
  }
}

function selectItem(r: Resolver, item: SelectItem, scope: Scope, options: QueryOptions): OutputColumn[] {
  if (item.type === 'item') {
    const expr = r.expression(item.value, { scope, clause: 'select', sequences: options.sequences })
    const named = item.alias !== undefined
    return [{ name: columnLabel(item.value, item.alias?.name, r.text), expr, aliased: named || item.value.type === 'column' }]
  }
  const visible = scope.grouping ? scope.grouping.inner : scope
  if (!item.qualifier && visible.sources.length === 0) throw oraError(936, [], item.start)
  const sources = item.qualifier ? [starSource(visible, item.qualifier)] : visible.sources
  for (const s of sources)
    if (!s.object && new Set(s.columns.map((c) => c.name)).size < s.columns.length) throw oraError(918, [], item.start)
  const columns = item.qualifier ? sources[0].columns.filter((c) => !c.hidden) : visible.columns
  return columns.map((c) => {
    const { grouping } = scope
    const expr = grouping ? grouping.keys.get(sqlKey(c.expr)) : c.expr
    if (!expr) throw oraError(grouping!.explicit ? 979 : 937, [], item.start)
    return { name: c.name, expr: { ...expr, span: { start: item.start, end: item.end } }, aliased: true }
  })
}

function locking(r: Resolver, block: SelectBlock, query: QueryNode, stage: Stage, grouped: boolean, options: QueryOptions): Sql {
  const place = query.forUpdate!.start
  if (!options.top) throw oraError(907, [], place)
  if (block.distinct || grouped) throw oraError(1786, [], place)
  if (query.fetch || query.offset) throw oraError(2014, [], place)
  if (stage.wrapped || block.connectBy || some(block.items, isAnalyticCall))
    refuse('FOR UPDATE with ROWNUM, ORDER BY under ROWNUM, CONNECT BY or analytic functions', place)
  return lockingClause(r, query.forUpdate!, stage.scope)
}
