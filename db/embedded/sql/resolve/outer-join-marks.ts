/** The (+) operator: conditions that bear it become the ON of a left join. Source: SQL Language Reference, "Outer Joins". */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { joinSql, type Sql, sql } from '../expr'
import type { ColumnReference, ConditionNode } from '../tree'
import { type BaseScope, type FromItem, type ResolvedFrom, scopeOf } from './from-item'
import type { Resolver, Scope } from './model'
import { nullableColumn, nullableSources, ownColumn, pathText } from './scope'
import { hasOuterJoinMark, ownNodes, some } from './walk'

interface Marked {
  readonly item: number
  readonly needs: ReadonlySet<number>
  readonly condition: ConditionNode
}

/** Undefined when no condition is marked. ORA-01416, 01468, 01719, 01799, 25156. */
export function outerJoinMarks(
  r: Resolver,
  items: readonly FromItem[],
  base: BaseScope,
  where: readonly ConditionNode[]
): ResolvedFrom | undefined {
  const marked = where.filter(hasOuterJoinMark)
  if (marked.length === 0) return undefined
  if (items.some((i) => i.joined)) throw oraError(25156, [], marked[0].start)
  const scope = scopeOf(items, base)
  const joins: Marked[] = marked.map((condition) => markedJoin(condition, items, scope))
  // Without another table in any of its conditions there is nothing to join to: a plain filter.
  const outer = new Set(joins.filter((j) => j.needs.size > 0).map((j) => j.item))
  const plain = joins.filter((j) => !outer.has(j.item)).map((j) => stripMarks(j.condition))
  const seen: FromItem[] = items.map((item, i) =>
    outer.has(i) ? { ...item, sources: nullableSources(item.sources), columns: item.columns.map(nullableColumn) } : item
  )
  const whole = scopeOf(seen, base)
  return {
    sql: chain(r, items, joins, outer, whole, marked[0].start),
    scope: whole,
    where: [...where.filter((c) => !hasOuterJoinMark(c)), ...plain]
  }
}

function itemOf(items: readonly FromItem[], scope: Scope, node: ColumnReference): number | undefined {
  const column = ownColumn(scope, node.path)
  if (!column) return undefined
  const index = items.findIndex((i) => i.sources.some((s) => s.columns.some((c) => c.expr.sql === column.expr.sql)))
  return index < 0 ? undefined : index
}

const readsSubquery: Parameters<typeof some>[1] = (n) =>
  n.type === 'subquery' || n.type === 'exists' || (n.type === 'in' && 'type' in n.right)

function markedJoin(condition: ConditionNode, items: readonly FromItem[], scope: Scope): Marked {
  if (some(condition, readsSubquery)) throw oraError(1799, [], condition.start)
  if (condition.type === 'or' || condition.type === 'in' || some(condition, (n) => n.type === 'or'))
    throw oraError(1719, [], condition.start)
  const marks = new Set<number>()
  const inside = new Set<object>()
  for (const node of ownNodes(condition)) {
    if (node.type === 'outer-column') {
      inside.add(node.column)
      const item = itemOf(items, scope, node.column)
      if (item === undefined) throw oraError(904, [pathText(node.column.path)], node.start)
      marks.add(item)
    }
  }
  if (marks.size > 1) throw oraError(1468, [], condition.start)
  const [item] = marks
  const needs = new Set<number>()
  for (const node of ownNodes(condition)) {
    if (node.type !== 'column' || inside.has(node)) continue
    const other = itemOf(items, scope, node)
    if (other === item) refuse('a column without (+) of the table that the same condition marks with it', node.start)
    if (other !== undefined) needs.add(other)
  }
  return { item, needs, condition }
}

/** Unmarked tables first, then each marked one once all that its conditions need is there. */
function chain(
  r: Resolver,
  items: readonly FromItem[],
  joins: readonly Marked[],
  outer: ReadonlySet<number>,
  scope: Scope,
  offset: number
): Sql {
  const placed = new Set<number>()
  let made: Sql | undefined
  items.forEach((item, i) => {
    if (outer.has(i)) return
    made = made === undefined ? item.sql : sql`${made} cross join ${item.sql}`
    placed.add(i)
  })
  const waiting = [...outer].sort((a, b) => a - b)
  while (waiting.length > 0) {
    const next = waiting.findIndex((i) => joins.every((j) => j.item !== i || [...j.needs].every((n) => placed.has(n))))
    if (next < 0 || made === undefined) throw oraError(1416, [], offset)
    const [i] = waiting.splice(next, 1)
    const on = joins.filter((j) => j.item === i).map((j) => r.condition(stripMarks(j.condition), { scope, clause: 'on' }).sql)
    made = sql`${made} left join ${items[i].sql} on ${joinSql(on, ' and ')}`
    placed.add(i)
  }
  return made!
}

/** The same tree without (+). */
export function stripMarks<T>(node: T): T {
  if (node === null || typeof node !== 'object') return node
  if (Array.isArray(node)) return node.map(stripMarks) as T
  if ((node as { type?: unknown }).type === 'outer-column') return (node as unknown as { column: T }).column
  return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, stripMarks(v)])) as T
}
