/** A PL/SQL tree on one line: its shape in few signs, names folded, spans left out. For tests only. */
import { argument, type as dataType, into, name, path, print as printSql, qname } from '../parse/print-tree'

// biome-ignore lint/suspicious/noExplicitAny: walks every kind of node
type Node = any

const when = (condition: unknown, text: string | (() => string)): string => (condition ? (typeof text === 'string' ? text : text()) : '')
const all = (nodes: Node[], f: (n: Node) => string, between = ', '): string => nodes.map(f).join(between)
const initial = (value: Node): string => when(value, () => ` := ${printSql(value)}`)
const notNull = (n: Node): string => when(n.notNull, ' not null')

export function type(t: Node): string {
  switch (t.type) {
    case 'built-in': return dataType(t.of)
    case 'named': return path(t.path) + when(t.args.length, () => `(${t.args.join(',')})`)
    default: return `${path(t.path)}%${t.type === 'percent-type' ? 'type' : 'rowtype'}`
  }
}
function definition(d: Node): string {
  switch (d.type) {
    case 'record': return `record (${all(d.fields, f => `${name(f.name)} ${type(f.of)}${notNull(f)}${initial(f.default)}`)})`
    case 'nested-table': return `table of ${type(d.element)}${notNull(d)}`
    case 'varray': return `varray(${d.limit}) of ${type(d.element)}${notNull(d)}`
    case 'associative': return `table of ${type(d.element)}${notNull(d)} index by ${type(d.key)}`
    default: return `ref cursor${when(d.returns, () => ` return ${type(d.returns)}`)}`
  }
}
const parameter = (p: Node): string => `${name(p.name)} ${p.mode.toLowerCase()}${when(p.noCopy, ' nocopy')} ${type(p.of)}${initial(p.default)}`
const parameters = (list: Node[]): string => when(list.length, () => `(${all(list, parameter)})`)

export function declaration(d: Node): string {
  switch (d.type) {
    case 'variable': return `${name(d.name)}${when(d.constant, ' constant')} ${type(d.of)}${notNull(d)}${initial(d.initial)};`
    case 'type': return `type ${name(d.name)} is ${definition(d.of)};`
    case 'subtype': return `subtype ${name(d.name)} is ${type(d.of)}${when(d.range, () => ` range ${printSql(d.range[0])}..${printSql(d.range[1])}`)}${notNull(d)};`
    case 'cursor': return `cursor ${name(d.name)}${parameters(d.parameters)}${when(d.returns, () => ` return ${type(d.returns)}`)}${when(d.query, () => ` is ${printSql(d.query)}`)};`
    case 'exception': return `exception ${name(d.name)};`
    case 'pragma': return `pragma ${d.name}(${all(d.args, printSql)});`
    default: return `${d.kind.toLowerCase()} ${name(d.name)}${parameters(d.parameters)}${when(d.returns, () => ` return ${type(d.returns)}`)}` +
      when(d.properties.length, () => ` ${d.properties.join(' ')}`) + when(d.authid === 'CURRENT_USER', ' invoker') + when(d.body, () => ` is ${block(d.body)}`) + ';'
  }
}
const statements = (list: Node[]): string => all(list, statement, ' ')
const handlers = (list: Node[]): string => when(list.length, () => ` exception${all(list, h => ` when ${h.names === 'OTHERS' ? 'others' : all(h.names, path, ' or ')} then ${statements(h.statements)}`, '')}`)
export const block = (b: Node): string => `[${when(b.label, () => `<<${name(b.label)}>> `)}${when(b.declarations.length, () => `${all(b.declarations, declaration, ' ')} | `)}${statements(b.statements)}${handlers(b.handlers)}]${when(b.endName, () => name(b.endName))}`

const usings = (list: Node[]): string => when(list.length, () => ` using ${all(list, u => `${u.mode.toLowerCase()} ${printSql(u.value)}`)}`)
const isQuery = (n: Node): boolean => n.type === 'query'
const cursor = (c: Node): string => (isQuery(c) ? `(${printSql(c)})` : `${path(c.path)}${when(c.args.length, () => `(${all(c.args, argument)})`)}`)

export function statement(s: Node): string {
  const labels = when(s.labels, () => all(s.labels, l => `<<${name(l)}>> `, ''))
  return labels + unlabelled(s)
}
function unlabelled(s: Node): string {
  switch (s.type) {
    case 'block': return `${block(s)};`
    case 'null-statement': return 'null;'
    case 'assign': return `${printSql(s.target)} := ${printSql(s.value)};`
    case 'if': return `${all(s.arms, a => `if ${printSql(a.when)} {${statements(a.then)}}`, ' else ')}${when(s.otherwise, () => ` else {${statements(s.otherwise)}}`)};`
    case 'case-statement': return `case${when(s.selector, () => ` ${printSql(s.selector)}`)}${all(s.arms, a => ` when ${printSql(a.when)} {${statements(a.then)}}`, '')}${when(s.otherwise, () => ` else {${statements(s.otherwise)}}`)};`
    case 'loop': return `${when(s.control, () => `${control(s.control)} `)}loop {${statements(s.statements)}};`
    case 'exit': case 'continue': return `${s.type}${when(s.label, () => ` ${name(s.label)}`)}${when(s.when, () => ` when ${printSql(s.when)}`)};`
    case 'goto': return `goto ${name(s.label)};`
    case 'return': return `return${when(s.value, () => ` ${printSql(s.value)}`)};`
    case 'raise': return `raise${when(s.name, () => ` ${path(s.name)}`)};`
    case 'call-statement': return `call ${printSql(s.call)};`
    case 'sql': return `sql ${printSql(s.statement)};`
    case 'open': return `open ${cursor({ path: s.cursor, args: s.args })};`
    case 'open-for': return `open ${printSql(s.cursor)} for ${isQuery(s.query) ? '' : 'dynamic '}${printSql(s.query)}${usings(s.using)};`
    case 'fetch': return `fetch ${printSql(s.cursor)} ${into(s.into)}${when(s.limit, () => ` limit ${printSql(s.limit)}`)};`
    case 'close': return `close ${printSql(s.cursor)};`
    case 'execute-immediate': return `execute ${printSql(s.text)}${when(s.into, () => ` ${into(s.into)}`)}${usings(s.using)}${when(s.returning, () => ` returning ${into(s.returning)}`)};`
    case 'forall': return `forall ${name(s.variable)} in ${bounds(s.bounds)}${when(s.saveExceptions, ' save exceptions')} ${statement(s.statement)}`
    case 'pipe-row': return `pipe ${printSql(s.value)};`
    case 'pragma': return declaration(s)
    default: return `${printSql(s)};`
  }
}
const control = (c: Node): string => {
  if (c.type === 'while') return `while ${printSql(c.condition)}`
  return `for ${name(c.variable)} in ${c.type === 'range' ? `${when(c.reverse, 'reverse ')}${printSql(c.low)}..${printSql(c.high)}` : cursor(c.cursor)}`
}
const bounds = (b: Node): string => {
  if (b.type === 'range') return `${printSql(b.low)}..${printSql(b.high)}`
  return `${b.type} of ${printSql(b.of)}${when(b.low, () => ` between ${printSql(b.low)} and ${printSql(b.high)}`)}`
}

export function print(u: Node): string {
  const head = (what: string): string => `create${when(u.orReplace, ' or replace')} ${what} ${qname(u.name)}`
  switch (u.type) {
    case 'anonymous': return block(u.block)
    case 'create-subprogram': return `create${when(u.orReplace, ' or replace')} ${when(u.name.schema, () => `${name(u.name.schema)}: `)}${declaration(u.subprogram)}`
    case 'create-package': return `${head('package')}${when(u.authid === 'CURRENT_USER', ' invoker')} is ${all(u.declarations, declaration, ' ')}`
    case 'create-package-body': return `${head('package body')} is ${all(u.declarations, declaration, ' ')}${when(u.initialization, () => ` begin ${statements(u.initialization.statements)}${handlers(u.initialization.handlers)}`)}`
    case 'create-type': return `${head('type')} is ${definition(u.of)}`
    default: {
      const events = all(u.events, e => e.event.toLowerCase() + when(e.columns.length, () => ` of ${all(e.columns, name)}`), ' or ')
      const names = Object.entries(u.referencing).map(([k, v]) => ` ${k} as ${name(v)}`).join('')
      return `${head('trigger')} ${u.timing.toLowerCase()} ${events} on ${qname(u.on)}${names}${when(u.forEachRow, ' row')}${when(u.follows.length, () => ` follows ${all(u.follows, qname)}`)}` +
        when(u.disabled, ' disabled') + when(u.when, () => ` when ${printSql(u.when)} "${u.whenText}"`) + ` ${block(u.body)}` + when(u.points, () => all(u.points, p => ` ${p.point.toLowerCase()} ${block(p.body)}`, ''))
    }
  }
}
