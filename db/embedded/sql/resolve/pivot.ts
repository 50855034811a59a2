/** PIVOT and UNPIVOT. Source: SQL Language Reference, SELECT, "pivot_clause", "unpivot_clause". */

import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { isAggregateCall } from '../aggregates/names'
import { type Expr, joinSql, quoteLiteral, type Sql, sql } from '../expr'
import type { PivotTable } from '../tree'
import type { OraType } from '../types'
import { aggregateInput, aggregateRule } from './aggregate-calls'
import { labelText } from './column-label'
import { comparable } from './compare'
import { type BaseScope, derivedItem, type FromItem, scopeOf } from './from-item'
import type { Env, Resolver, ScopeColumn } from './model'
import { FILLER, ownColumn } from './scope'
import { armsType } from './unify'
import { ownNodes } from './walk'

export function pivotTable(r: Resolver, node: PivotTable, base: BaseScope, table: FromItem): FromItem {
  if (node.xml) refuse('PIVOT XML', node.start)
  return node.type === 'pivot' ? pivot(r, node, base, table) : unpivot(r, node, table)
}

function namedColumn(table: FromItem, name: PivotTable['forColumns'][number]): ScopeColumn {
  const found = table.columns.filter((c) => c.name === name.name)
  if (found.length === 0) throw oraError(904, [`"${name.name}"`], name.start)
  if (found.length > 1) throw oraError(918, [], name.start)
  return found[0]
}

/** Grouped by every column that is neither aggregated nor pivoted; each value is an aggregate with a filter. */
function pivot(r: Resolver, node: PivotTable, base: BaseScope, table: FromItem): FromItem {
  const scope = scopeOf([table], base)
  const pivoted = node.forColumns.map((c) => namedColumn(table, c))
  const used = new Set<ScopeColumn>(pivoted)
  const env: Env = { scope, clause: 'aggregate' }
  const aggregates = node.aggregates.map(({ call, alias }) => {
    if (call.type !== 'call' || !isAggregateCall(call)) throw oraError(56902, [], call.start)
    for (const n of ownNodes(call)) {
      const column = n.type === 'column' ? ownColumn(scope, n.path) : undefined
      if (column) used.add(column)
    }
    return {
      call,
      alias,
      rule: aggregateRule(call),
      args: call.args.map((a) => r.expression(a.value, env)),
      order: (call.withinGroup ?? []).map((s) => r.expression(s.value, env))
    }
  })
  const groups = table.columns.filter((c) => !used.has(c))
  const outputs: ScopeColumn[] = groups.map((c) => c)
  for (const value of node.values) {
    if (value.items.length !== pivoted.length) throw oraError(56901, [], node.start)
    const values = value.items.map((item) => r.expression(item, env))
    for (const v of values) if (!v.constant) throw oraError(56901, [], v.span.start)
    const filter = joinSql(
      values.map((v, i) => {
        const pair = comparable(r, pivoted[i].expr, v)
        return sql`${pair.left} = ${pair.right}`
      }),
      ' and '
    )
    const label = value.alias?.name ?? value.items.map((item) => pivotLabel(r.text.slice(item.start, item.end), item)).join('_')
    for (const a of aggregates) {
      const input = aggregateInput(r, a.call, env, a.args, a.order, (fn) => sql`${fn} filter (where ${filter})`, false)
      outputs.push({ name: a.alias ? `${label}_${a.alias.name}` : label, expr: { ...a.rule.build(input), span: FILLER } })
    }
  }
  const group: Sql =
    groups.length > 0
      ? sql` group by ${joinSql(
          groups.map((c) => c.expr.sql),
          ', '
        )}`
      : ''
  return derivedItem(
    r,
    sql`select ${joinSql(
      outputs.map((o) => o.expr.sql),
      ', '
    )} from ${table.sql}${group}`,
    outputs,
    node.alias?.name
  )
}
/** A text literal names its column with its quotes and as written, anything else as an expression does. */
const pivotLabel = (text: string, item: { readonly type: string }): string =>
  item.type === 'string' ? text : labelText(text, { start: 0, end: text.length })

function unpivot(r: Resolver, node: PivotTable, table: FromItem): FromItem {
  const width = node.valueColumns.length
  const used = new Set<ScopeColumn>()
  const rows = node.values.map((value) => {
    const columns = value.items.map((item) => {
      if (item.type !== 'column' || item.path.length !== 1) throw oraError(904, [r.text.slice(item.start, item.end)], item.start)
      const column = namedColumn(table, item.path[0])
      used.add(column)
      return column
    })
    if (columns.length !== width) throw oraError(56901, [], node.start)
    const given = (value.as ?? []).map((n) => r.expression(n, { scope: scopeOf([], { commonTables: [] }), clause: 'limit' }))
    const written = columns.map((c) => c.name).join('_')
    const fallback = (): Expr => ({
      type: { kind: 'VARCHAR2', size: Buffer.byteLength(written), unit: 'BYTE' },
      sql: quoteLiteral(written),
      nullable: false,
      span: FILLER,
      constant: true
    })
    const names = node.forColumns.map((_, i) => given[i] ?? fallback())
    return { names, columns }
  })
  const type = (pick: (row: (typeof rows)[number]) => Expr): OraType => armsType(rows.map(pick))
  const nameTypes = node.forColumns.map((_, i) => type((row) => row.names[i]))
  const valueTypes = node.valueColumns.map((_, i) => type((row) => row.columns[i].expr))
  const u = r.alias('u')
  const lists = rows.map(
    (row) =>
      sql`(${joinSql(
        [...row.names.map((n, i) => r.convert(n, nameTypes[i]).sql), ...row.columns.map((c, i) => r.convert(c.expr, valueTypes[i]).sql)],
        ', '
      )})`
  )
  const labels = [...nameTypes.map((_, i) => `k${i + 1}`), ...valueTypes.map((_, i) => `v${i + 1}`)]
  const filter: Sql = node.includeNulls
    ? ''
    : sql` where (${joinSql(
        valueTypes.map((_, i) => `${u}.v${i + 1} is not null`),
        ' or '
      )})`
  const plain = (t: OraType, made: string, nullable: boolean): Expr => ({ type: t, sql: made, nullable, span: FILLER })
  const outputs: ScopeColumn[] = [
    ...table.columns.filter((c) => !used.has(c)),
    ...node.forColumns.map((n, i) => ({ name: n.name, expr: plain(nameTypes[i], `${u}.k${i + 1}`, false) })),
    ...node.valueColumns.map((n, i) => ({ name: n.name, expr: plain(valueTypes[i], `${u}.v${i + 1}`, true) }))
  ]
  const from = sql`${table.sql} cross join lateral (values ${joinSql(lists, ', ')}) as ${u}(${labels.join(', ')})`
  return derivedItem(
    r,
    sql`select ${joinSql(
      outputs.map((o) => o.expr.sql),
      ', '
    )} from ${from}${filter}`,
    outputs,
    node.alias?.name
  )
}
