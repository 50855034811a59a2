/** FROM: tables, views, inline views, joins. Source: SQL Language Reference, SELECT, "Joins". */
import type { Table, View } from '../../catalog/catalog'
import { phys, qualified } from '../../catalog/physical-names'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { PlsqlType } from '../../plsql/types'
import { type Expr, joinSql, quoteName, type Sql, sql } from '../expr'
import type { ConditionNode, DerivedTable, JoinedTable, NamedTable, TableFunction, TableReference } from '../tree'
import { DATE, NUMBER, type OraType, PG_TYPE } from '../types'
import { assign } from './assign'
import { sqlCollection } from './collection-value'
import { comparable } from './compare'
import { type BaseScope, derivedItem, type FromItem, type ResolvedFrom, scopeOf } from './from-item'
import type { Env, Resolver, Scope, ScopeColumn, Source } from './model'
import { prepareUse, requirePrivilege, resolveTable } from './objects'
import { outerJoinMarks } from './outer-join-marks'
import { pivotTable } from './pivot'
import { EMPTY_SCOPE, FILLER, nullableColumn, nullableSources } from './scope'
import { armsType } from './unify'

export function resolveFrom(
  r: Resolver,
  tables: readonly TableReference[],
  base: BaseScope,
  where: readonly ConditionNode[]
): ResolvedFrom {
  const items: FromItem[] = []
  for (const table of tables) items.push(resolveItem(r, table, base, items))
  const marked = outerJoinMarks(r, items, base, where)
  if (marked) return marked
  const scope = scopeOf(items, base)
  if (items.length === 1 && items[0].dual) return { scope, where }
  return {
    sql: joinSql(
      items.map((i) => i.sql),
      ', '
    ),
    scope,
    where
  }
}

function resolveItem(r: Resolver, table: TableReference, base: BaseScope, before: readonly FromItem[]): FromItem {
  switch (table.type) {
    case 'table':
      return namedTable(r, table, base)
    case 'derived':
      return derivedTable(r, table, base, before, table.lateral)
    case 'join':
      return joinedTable(r, table, base, before)
    case 'pivot':
    case 'unpivot':
      return pivotTable(r, table, base, resolveItem(r, table.table, base, before))
    case 'table-function':
      return listTable(r, table, base, before)
  }
}

const isDual = (o: Table | View): boolean => o.owner === 'SYS' && o.name === 'DUAL'

function namedTable(r: Resolver, node: NamedTable, base: BaseScope): FromItem {
  const name = node.name.object.name
  const common = node.name.schema ? undefined : base.commonTables.find((c) => c.name === name)
  const alias = r.alias('t')
  const exposed = node.alias?.name ?? name
  if (common) {
    if (node.sample) refuse('SAMPLE of a WITH query', node.start)
    common.onRead?.(alias, node.start)
    const columns = common.columns.map((c, i) => ({ ...c, expr: { ...c.expr, sql: `${alias}.c${i + 1}` } }))
    const read: Sql = common.wrapper
      ? sql`(${common.wrapper}) as ${alias}(${columns.map((_, i) => `c${i + 1}`).join(', ')})`
      : `${common.alias} as ${alias}`
    return { sql: read, sources: [{ name: exposed, alias, columns }], columns }
  }
  const object = resolveTable(node.name, r.context, r.catalog)
  requirePrivilege(object, 'SELECT', node.name, r.context, r.catalog)
  prepareUse(r, object, node.name)
  if (isDual(object)) return dualItem(r, alias, exposed, node, object)
  const source = tableSource(object, alias, exposed, node.alias ? undefined : object.owner)
  const sample: Sql = node.sample
    ? sql` tablesample bernoulli ((${r.convert(r.expression(node.sample, { scope: EMPTY_SCOPE, clause: 'limit' }), NUMBER).sql})::float4)`
    : ''
  return { sql: sql`${relation(object)} as ${alias}${sample}`, sources: [source], columns: source.columns.filter((c) => !c.hidden) }
}

/** PostgreSQL's relation of a table or view. */
export const relation = (o: Table | View): string => o.relation ?? qualified(o.owner, o.name)

export function tableSource(object: Table | View, alias: string, name: string, owner?: string): Source {
  const columns = object.columns.map(
    (c): ScopeColumn => ({
      name: c.name,
      hidden: c.invisible === true,
      expr: {
        type: c.type,
        sql: `${alias}.${quoteName(phys(c.name))}`,
        nullable: c.nullable,
        span: FILLER,
        declared: c.base ?? { owner: object.owner, table: object.name, column: c.name },
        // Not of a view: its CHAR columns need not have their full width.
        origin: object.kind === 'table' ? { is: 'column', owner: object.owner, table: object.name, column: c.name } : undefined
      }
    })
  )
  const rowid =
    object.kind === 'table' && (!object.relation || object.temporary)
      ? { object: object.id, ctid: `${alias}.ctid`, xmin: `${alias}.xmin` }
      : undefined
  return { name, owner, alias, columns, object, rowid }
}

function dualItem(r: Resolver, alias: string, exposed: string, node: NamedTable, object: Table | View): FromItem {
  void r
  const dummy: Expr = { type: { kind: 'VARCHAR2', size: 1, unit: 'BYTE' }, sql: `'X'::text`, nullable: true, span: FILLER }
  const columns: ScopeColumn[] = [{ name: 'DUMMY', expr: dummy }]
  return {
    sql: `(select 1) as ${alias}`,
    sources: [{ name: exposed, owner: node.alias ? undefined : object.owner, alias, columns }],
    columns,
    dual: true
  }
}

function derivedTable(r: Resolver, node: DerivedTable, base: BaseScope, before: readonly FromItem[], lateral: boolean): FromItem {
  const outer: Scope = lateral ? scopeOf(before, base) : { ...EMPTY_SCOPE, commonTables: base.commonTables, outer: base.outer }
  const query = r.query(node.query, { outer })
  return derivedItem(
    r,
    query.sql,
    query.exprs.map((e, i) => ({ name: query.columns[i].name, expr: e })),
    node.alias?.name,
    lateral
  )
}

function joinedTable(r: Resolver, node: JoinedTable, base: BaseScope, before: readonly FromItem[]): FromItem {
  const left = resolveItem(r, node.left, base, before)
  if (node.kind === 'CROSS APPLY' || node.kind === 'OUTER APPLY') return apply(r, node, base, before, left)
  const right = resolveItem(r, node.right, base, [...before, left])
  const names = mergedNames(node, left, right)
  const kind = node.kind.toLowerCase()
  if (node.kind === 'CROSS' || (node.natural && names.length === 0)) {
    if (node.natural && node.kind !== 'INNER') return joined(sql`(${left.sql} ${kind} join ${right.sql} on true)`, node, left, right)
    return {
      sql: sql`(${left.sql} cross join ${right.sql})`,
      sources: [...left.sources, ...right.sources],
      columns: [...left.columns, ...right.columns],
      joined: true
    }
  }
  if (!node.using && !node.natural) {
    const on = r.condition(node.on!, { scope: scopeOf([left, right], base), clause: 'on' })
    return joined(sql`(${left.sql} ${kind} join ${right.sql} on ${on.sql})`, node, left, right)
  }
  return mergedJoin(r, node, left, right, names)
}

function joined(made: Sql, node: JoinedTable, left: FromItem, right: FromItem): FromItem {
  const l = node.kind === 'RIGHT' || node.kind === 'FULL' ? nullableItem(left) : left
  const rt = node.kind === 'LEFT' || node.kind === 'FULL' ? nullableItem(right) : right
  return { sql: made, sources: [...l.sources, ...rt.sources], columns: [...l.columns, ...rt.columns], joined: true }
}
const nullableItem = (item: FromItem): FromItem => ({
  ...item,
  sources: nullableSources(item.sources),
  columns: item.columns.map(nullableColumn)
})

function apply(r: Resolver, node: JoinedTable, base: BaseScope, before: readonly FromItem[], left: FromItem): FromItem {
  if (node.right.type !== 'derived') return refuse(`${node.kind} of something other than a subquery`, node.right.start)
  const right = derivedTable(r, node.right, base, [...before, left], true)
  const outer = node.kind === 'OUTER APPLY'
  const made = outer ? sql`(${left.sql} left join ${right.sql} on true)` : sql`(${left.sql} cross join ${right.sql})`
  return joined(made, { ...node, kind: outer ? 'LEFT' : 'INNER' }, left, right)
}

function mergedNames(node: JoinedTable, left: FromItem, right: FromItem): readonly string[] {
  if (node.using) return node.using.map((n) => n.name)
  if (!node.natural) return []
  return [...new Set(left.columns.map((c) => c.name))].filter((n) => right.columns.some((c) => c.name === n))
}

/** USING and NATURAL: one column for each shared name, first in `*`. */
function mergedJoin(r: Resolver, node: JoinedTable, left: FromItem, right: FromItem, names: readonly string[]): FromItem {
  const place = (n: string): number => node.using?.find((u) => u.name === n)?.start ?? node.start
  const pick = (item: FromItem, n: string): ScopeColumn => {
    const found = item.columns.filter((c) => c.name === n)
    if (found.length === 0) throw oraError(904, [`"${n}"`], place(n))
    if (found.length > 1) throw oraError(918, [], place(n))
    return found[0]
  }
  const pairs = names.map((n) => [pick(left, n), pick(right, n)] as const)
  const on = pairs.map(([a, b]) => {
    const pair = comparable(r, a.expr, b.expr)
    return sql`${pair.left} = ${pair.right}`
  })
  const whole = joined(sql`(${left.sql} ${node.kind.toLowerCase()} join ${right.sql} on ${joinSql(on, ' and ')})`, node, left, right)
  const columns = pairs.map(([a, b]): ScopeColumn => ({ name: a.name, expr: mergedColumn(r, node, a.expr, b.expr) }))
  const merged = { names: new Set(names), natural: node.natural }
  const sources = whole.sources.map((s) =>
    s.columns.some((c) => merged.names.has(c.name))
      ? { ...s, merged: s.merged ? { names: new Set([...s.merged.names, ...names]), natural: node.natural } : merged }
      : s
  )
  return { ...whole, sources, columns: [...columns, ...whole.columns.filter((c) => !merged.names.has(c.name))] }
}
function mergedColumn(r: Resolver, node: JoinedTable, a: Expr, b: Expr): Expr {
  if (node.kind === 'RIGHT') return b
  if (node.kind !== 'FULL') return a
  const type = armsType([a, b])
  return { type, sql: sql`coalesce(${r.convert(a, type).sql}, ${r.convert(b, type).sql})`, nullable: true, span: FILLER }
}

const LISTS: Readonly<Record<string, OraType>> = {
  ODCINUMBERLIST: NUMBER,
  ODCIVARCHAR2LIST: { kind: 'VARCHAR2', size: 4000, unit: 'BYTE' },
  ODCIDATELIST: DATE
}

/** TABLE (SYS.ODCINUMBERLIST (1, 2)): a row for each item, in COLUMN_VALUE. */
function listTable(r: Resolver, node: TableFunction, base: BaseScope, before: readonly FromItem[]): FromItem {
  const { call } = node
  const value =
    r.context.surroundings?.collection?.(call) ??
    (isListConstructor(call) ? undefined : sqlCollection(r, call, { scope: scopeOf(before, base), clause: 'values' }))
  if (value) return collectionTable(r, node, value)
  const list = call.type === 'call' && call.path.length <= 2 && (call.path.length === 1 || call.path[0].name === 'SYS') ? call : undefined
  const type = list && LISTS[list.path[list.path.length - 1].name]
  if (!list || !type) return refuse('TABLE (…) in FROM of other than SYS.ODCI…LIST', node.start)
  const env: Env = { scope: scopeOf(before, base), clause: 'values' }
  const items = list.args.map((a) =>
    assign(r, r.expression(a.value, env), { name: 'COLUMN_VALUE', position: 1, type, nullable: true }, { owner: 'SYS', name: '' })
  )
  const alias = r.alias('t')
  const columns: ScopeColumn[] = [{ name: 'COLUMN_VALUE', expr: { type, sql: `${alias}.c1`, nullable: true, span: FILLER } }]
  const made = sql`unnest(array[${joinSql(items, ', ')}]::${PG_TYPE[type.kind]}[]) as ${alias}(c1)`
  return { sql: made, sources: [{ name: node.alias?.name, alias, columns }], columns }
}

const isListConstructor = (call: TableFunction['call']): boolean =>
  call.type === 'call' && Object.hasOwn(LISTS, call.path[call.path.length - 1].name)

/** TABLE (collection): a row for each element that is there, COLUMN_VALUE or the fields of records. */
function collectionTable(r: Resolver, node: TableFunction, value: { readonly composite: PlsqlType; readonly sql: Sql }): FromItem {
  const type = value.composite
  if (type.kind !== 'COLLECTION') throw oraError(22905, [], node.start)
  if (type.key && !type.key.integer) refuse('TABLE (…) of an associative array with text keys', node.start)
  const { element } = type
  const alias = r.alias('t')
  const column = (name: string, of: PlsqlType, made: Sql): ScopeColumn => {
    if (of.kind !== 'SCALAR') return refuse('TABLE (…) of collections within collections', node.start)
    return { name, expr: { type: of.type, sql: made, nullable: true, span: FILLER } }
  }
  const columns =
    element.kind === 'RECORD'
      ? element.fields.map((f, i) => column(f.name, f.type, `(${alias}.v).f${i + 1}`))
      : [column('COLUMN_VALUE', element, `${alias}.v`)]
  const made = sql`unnest(pg_catalog.array_remove(${value.sql}, null)) as ${alias}(v)`
  return { sql: made, sources: [{ name: node.alias?.name, alias, columns }], columns }
}

/** The source of MERGE: one item, seeing nothing else. */
export const resolveSource = (r: Resolver, table: TableReference): FromItem => resolveItem(r, table, { commonTables: [] }, [])
