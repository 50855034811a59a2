/** A parse tree on one line: fully parenthesised, names folded, spans left out. For tests only. */
const quoted = (s: string): string => `'${s}'`

// biome-ignore lint/suspicious/noExplicitAny: walks every kind of node
type Node = any

export const name = (n: Node): string => (n.quoted ? `"${n.name}"` : n.name)
export const path = (p: Node[]): string => p.map(name).join('.')
export const qname = (q: Node): string => (q.schema ? `${name(q.schema)}.` : '') + name(q.object)
const list = (nodes: Node[], f: (n: Node) => string = print): string => nodes.map(f).join(', ')
const when = (condition: unknown, text: string | (() => string)): string => (condition ? (typeof text === 'string' ? text : text()) : '')
const rightSide = (r: Node): string => (Array.isArray(r) ? list(r) : print(r))
const sort = (s: Node): string => print(s.value) + when(s.descending, ' desc') + when(s.nulls, () => ` nulls ${s.nulls.toLowerCase()}`)
const aliased = (n: Node, text: string): string => text + when(n.alias, () => ` as ${name(n.alias)}`)
const value = (v: Node): string => (v === 'default' ? 'default' : print(v))

export function print(n: Node): string {
  switch (n.type) {
    case 'number': return n.text + (n.suffix ?? '')
    case 'string': return when(n.national, 'n') + quoted(n.value)
    case 'null': return 'null'
    case 'date': case 'timestamp': return `${n.type} ${quoted(n.text)}`
    case 'interval': {
      const precision = [n.fromPrecision, n.from === 'SECOND' ? n.secondPrecision : undefined].filter(p => p !== undefined).join(',')
      return `interval ${quoted(n.text)} ${n.from}${when(precision, `(${precision})`)}${when(n.to, () => ` to ${n.to}${when(n.secondPrecision !== undefined, `(${n.secondPrecision})`)}`)}`
    }
    case 'placeholder': return `:${n.name}#${n.index}`
    case 'column': return path(n.path)
    case 'outer-column': return `${print(n.column)}(+)`
    case 'pseudo': return when(n.qualifier, () => `${path(n.qualifier)}.`) + `<${n.name}>`
    case 'sequence': return `${qname(n.sequence)}.<${n.operation}>`
    case 'unary': return `(${n.operator} ${print(n.operand)})`
    case 'binary': return `(${print(n.left)} ${n.operator} ${print(n.right)})`
    case 'prior': case 'connect-by-root': return `(${n.type} ${print(n.operand)})`
    case 'case': return `case ${when(n.operand, () => `${print(n.operand)} `)}${n.whens.map((w: Node) => `when ${print(w.when)} then ${print(w.then)} `).join('')}${when(n.otherwise, () => `else ${print(n.otherwise)} `)}end`
    case 'call': return `${path(n.path)}(${when(n.quantifier, () => `${n.quantifier.toLowerCase()} `)}${when(n.star, '*')}${list(n.args, argument)})` +
      when(n.options, () => `{${Object.entries(n.options).map(([k, v]) => `${k}: ${typeof v === 'string' ? v : print(v)}`).join(', ')}}`) +
      when(n.withinGroup, () => ` within(${list(n.withinGroup, sort)})`) + when(n.keep, () => ` keep(${n.keep.rank.toLowerCase()} ${list(n.keep.orderBy, sort)})`) +
      when(n.nulls, () => ` ${n.nulls.toLowerCase()} nulls`) + when(n.over, () => ` over(${window(n.over)})`)
    case 'cast': return `cast(${print(n.operand)} as ${type(n.to)}${when(n.onError, () => ` default ${print(n.onError)}`)}${when(n.format, () => `, ${print(n.format)}`)})`
    case 'extract': return `extract(${n.field} from ${print(n.from)})`
    case 'at-time-zone': return `(${print(n.operand)} at ${n.zone === 'LOCAL' ? 'local' : print(n.zone)})`
    case 'collate': return `(${print(n.operand)} collate ${name(n.collation)})`
    case 'member': return `${print(n.object)}.${name(n.member)}`
    case 'apply': return `${print(n.target)}(${list(n.args, argument)})`
    case 'attribute': return `${n.cursor ? print(n.cursor) : 'sql'}%${n.attribute}`
    case 'condition': return `{${print(n.condition)}}`
    case 'boolean': return `?${print(n.value)}`
    case 'multiset': return `${n.left ? `${print(n.left)}${when(n.negated, ' not')}` : `${print(n.collection)} is${when(n.negated, ' not')}`} ${n.what.toLowerCase()}${when(n.left, () => ` ${print(n.collection)}`)}`
    case 'subquery': return `(${print(n.query)})`
    case 'cursor': return `cursor(${print(n.query)})`
    case 'row': return `[${list(n.items)}]`
    case 'and': case 'or': return `(${n.items.map(print).join(` ${n.type} `)})`
    case 'not': return `not ${print(n.condition)}`
    case 'compare': return `${print(n.left)} ${n.operator} ${print(n.right)}`
    case 'compare-any': case 'compare-all': return `${print(n.left)} ${n.operator} ${n.type.slice(8)} (${rightSide(n.right)})`
    case 'in': return `${print(n.left)}${when(n.negated, ' not')} in (${rightSide(n.right)})`
    case 'between': return `${print(n.operand)}${when(n.negated, ' not')} between ${print(n.low)} and ${print(n.high)}`
    case 'like': return `${print(n.operand)}${when(n.negated, ' not')} ${n.variant.toLowerCase()} ${print(n.pattern)}${when(n.escape, () => ` escape ${print(n.escape)}`)}`
    case 'is-null': return `${print(n.operand)} is${when(n.negated, ' not')} null`
    case 'is-floating': return `${print(n.operand)} is${when(n.negated, ' not')} ${n.what.toLowerCase()}`
    case 'is-json': return `${print(n.operand)} is${when(n.negated, ' not')} json`
    case 'exists': return `exists (${print(n.query)})`
    case 'regexp-like': return `regexp_like(${list(n.args)})`
    case 'query': return when(n.into, () => `${into(n.into)}: `) + when(n.with.length, () => `with ${list(n.with, c => `${name(c.name)}${when(c.columns.length, () => `(${list(c.columns, name)})`)} as (${print(c.query)})${when(c.search, () => ` search ${c.search.depthFirst ? 'depth' : 'breadth'} ${list(c.search.by, sort)} set ${name(c.search.set)}`)}${when(c.cycle, () => ` cycle ${list(c.cycle.columns, name)} set ${name(c.cycle.set)} to ${print(c.cycle.to)} default ${print(c.cycle.otherwise)}`)}`)} `) +
      (n.body.type === 'query' ? `(${print(n.body)})` : print(n.body)) + when(n.orderBy.length, () => ` order${when(n.orderSiblings, ' siblings')} by ${list(n.orderBy, sort)}`) +
      when(n.offset, () => ` offset ${print(n.offset)}`) + when(n.fetch, () => ` fetch${when(n.fetch.count, () => ` ${print(n.fetch.count)}`)}${when(n.fetch.percent, ' percent')}${when(n.fetch.ties, ' ties')}`) +
      when(n.forUpdate, () => ` for update${when(n.forUpdate.of.length, () => ` of ${list(n.forUpdate.of)}`)}${when(n.forUpdate.wait, () => ` ${typeof n.forUpdate.wait === 'string' ? n.forUpdate.wait.toLowerCase() : `wait ${print(n.forUpdate.wait)}`}`)}`)
    case 'set': return `{${print(n.left)} ${n.operator.toLowerCase()} ${print(n.right)}}`
    case 'select': return `select ${when(n.distinct, 'distinct ')}${list(n.items)} from ${list(n.from)}${when(n.where, () => ` where ${print(n.where)}`)}` +
      when(n.connectBy, () => `${when(n.connectBy.startWith, () => ` start with ${print(n.connectBy.startWith)}`)} connect by${when(n.connectBy.noCycle, ' nocycle')} ${print(n.connectBy.condition)}`) +
      when(n.groupBy.length, () => ` group by ${list(n.groupBy)}`) + when(n.having, () => ` having ${print(n.having)}`)
    case 'star': return `${when(n.qualifier, () => `${path(n.qualifier)}.`)}*`
    case 'item': return aliased(n, print(n.value))
    case 'group-expr': return print(n.value)
    case 'rollup': case 'cube': return `${n.type}(${list(n.items, i => (i.length === 1 ? print(i[0]) : `[${list(i)}]`))})`
    case 'grouping-sets': return `sets(${list(n.items)})`
    case 'group-empty': return '()'
    case 'table': return aliased(n, qname(n.name) + when(n.sample, () => ` sample ${print(n.sample)}`))
    case 'derived': return aliased(n, `${when(n.lateral, 'lateral ')}(${print(n.query)})`)
    case 'table-function': return aliased(n, `table(${print(n.call)})`)
    case 'join': return `{${print(n.left)} ${when(n.natural, 'natural ')}${n.kind.toLowerCase()} ${print(n.right)}${when(n.on, () => ` on ${print(n.on)}`)}${when(n.using, () => ` using (${list(n.using, name)})`)}}`
    case 'pivot': case 'unpivot': return aliased(n, `${n.type}{${print(n.table)}${when(n.includeNulls, ' include nulls')} ${list(n.aggregates, a => aliased(a, print(a.call)))}${list(n.valueColumns, name)} for ${list(n.forColumns, name)} in ${list(n.values, v => aliased(v, `${list(v.items)}${when(v.as, () => `=${list(v.as)}`)}`))}}`)
    case 'insert': return `insert ${target(n.target)}${columns(n.columns)} ${n.record ? `values ${print(n.record)}` : n.values ? `values (${list(n.values, value)})` : print(n.query)}${dmlTail(n)}`
    case 'multi-insert': return `insert ${n.first ? 'first' : 'all'} ${n.branches.map((b: Node) => when(b.when, () => `when ${print(b.when)} `) + when(b.otherwise, 'else ') + b.into.map((i: Node) => `into ${target(i.target)}${columns(i.columns)}${when(i.values, () => ` values (${list(i.values, value)})`)} `).join('')).join('')}${print(n.query)}`
    case 'update': return `update ${target(n.target)} set ${n.row ? `row = ${print(n.row)}` : list(n.set, assignment)}${when(n.where, () => ` where ${print(n.where)}`)}${when(n.currentOf, () => ` where current of ${name(n.currentOf)}`)}${dmlTail(n)}`
    case 'delete': return `delete ${target(n.target)}${when(n.where, () => ` where ${print(n.where)}`)}${when(n.currentOf, () => ` where current of ${name(n.currentOf)}`)}${dmlTail(n)}`
    case 'merge': return `merge ${target(n.target)} using ${print(n.source)} on ${print(n.on)}` +
      when(n.update, () => ` update ${list(n.update.set, assignment)}${when(n.update.where, () => ` where ${print(n.update.where)}`)}${when(n.update.deleteWhere, () => ` delete ${print(n.update.deleteWhere)}`)}`) +
      when(n.insert, () => ` insert${columns(n.insert.columns)} values (${list(n.insert.values, value)})${when(n.insert.where, () => ` where ${print(n.insert.where)}`)}`) + dmlTail(n)
    default: return plain(n)
  }
}

function window(w: Node): string {
  const bound = (b: Node): string => when(b.value, () => `${print(b.value)} `) + b.bound.toLowerCase()
  return [when(w.partitionBy.length, () => `partition ${list(w.partitionBy)}`), when(w.orderBy.length, () => `order ${list(w.orderBy, sort)}`),
    when(w.frame, () => `${w.frame.unit.toLowerCase()} ${bound(w.frame.from)}${when(w.frame.to, () => ` to ${bound(w.frame.to)}`)}`)].filter(Boolean).join(' ')
}
export const into = (i: Node): string => `${when(i.bulk, 'bulk ')}into ${list(i.targets)}`
export const argument = (a: Node): string => when(a.name, () => `${name(a.name)} => `) + print(a.value)
export const type = (t: Node): string => t.name + when(t.args.length, () => `(${t.args.join(',')}${when(t.unit, () => ` ${t.unit}`)})`) + when(t.withTimeZone, () => ` with ${t.withTimeZone}`) + when(t.interval, () => JSON.stringify(t.interval))
const target = (t: Node): string => aliased(t, t.name ? qname(t.name) : `(${print(t.query)})`)
const columns = (c: Node): string => when(c, () => ` (${list(c, name)})`)
const assignment = (a: Node): string => `${list(a.columns)} = ${a.query ? `(${print(a.query)})` : value(a.value)}`
const dmlTail = (n: Node): string => when(n.returning, () => ` returning ${list(n.returning.items)} ${n.returning.targets ? into(n.returning.targets) : `into ${list(n.returning.into)}`}`) + when(n.logErrors, ' log errors')

/** DDL and the rest: fields as they are, expressions printed, what is absent or false left out. */
function plain(n: Node): string {
  const shown = (v: Node): string | undefined => {
    if (v === undefined || v === false || (Array.isArray(v) && v.length === 0)) return undefined
    if (v === 'default' || typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean') return String(v)
    if (typeof v === 'bigint') return `${v}n`
    if (Array.isArray(v)) return `[${v.map(shown).join(', ')}]`
    if ('name' in v && 'quoted' in v) return name(v)
    if ('object' in v && 'start' in v && typeof v.object === 'object') return qname(v)
    if ('args' in v && typeof v.name === 'string') return type(v)
    if ('type' in v && typeof v.type === 'string' && !String(v.type).includes('-') && v.type !== 'drop') return print(v)
    return fields(v)
  }
  const fields = (v: Node): string | undefined => {
    const parts = Object.entries(v).filter(([k]) => !['start', 'end', 'type', 'span'].includes(k)).map(([k, x]) => [k, shown(x)]).filter(([, s]) => s !== undefined).map(([k, s]) => `${k}: ${s}`)
    return parts.length > 0 ? `{${parts.join(', ')}}` : undefined
  }
  return `${n.type} ${fields(n) ?? ''}`.trim()
}
