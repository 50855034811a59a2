/** FORALL: the statement for each index; rows of the turns before an error stay. */

import { refuse } from '../../../errors/ora-error'
import { plsError } from '../../../errors/pls-messages'
import type { Span } from '../../../sql/expr'
import type { ConditionNode, ExprNode, FunctionCall, Name } from '../../../sql/tree'
import type { Scope } from '../../model'
import { childScope, coerce, condition, declare, expression, lookup, sqlStatement as resolveSql, target, text } from '../../resolve'
import type { Forall } from '../../tree'
import { type Code, line } from '../code'
import { type Frame, INTEGER, keyAt } from '../frame'
import { executeImmediate } from './driven-statements'
import { rangeBounds } from './loops'
import { dml, dmlBulk, dmlLine, preparing } from './sql-statement'

export function forall(f: Frame, s: Forall, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const type = { ...INTEGER, integer: 'PLS_INTEGER' as const }
  const pg = f.declare('v', 'numeric', { type, called: s.variable.name, key: keyAt(s.variable.start) })
  const index = f.slot('index', INTEGER)
  const total = f.slot('total', INTEGER)
  const inside = childScope(scope)
  declare(f.unit.c, inside, { is: 'variable', name: s.variable.name, type, assignable: false, pg }, s.variable)
  const bounds = boundsOf(f, s, scope, index, at)
  const { first, turn } = statement(f, s, inside)
  const present: readonly Code[] = s.bounds.type === 'range' ? missing(f, s, inside, pg, at) : []
  const counted = line(`sql_bulk_rowcount[${pg}::int] := sql_rowcount; ${total} := ${total} + sql_rowcount; sql_rowcount := ${total};`, at)
  const body: readonly Code[] = [...present, ...turn, counted]
  const turns: readonly Code[] = s.saveExceptions ? [savingExceptions(f, body, pg, `${index} - ${bounds.low} + 1`, at)] : body
  const each: readonly Code[] = [line(`${pg} := ${bounds.value};`, at), ...turns]
  const codes: Code[] = [
    ...bounds.before,
    line(`${total} := 0; sql_bulk_rowcount := '{}'; sql_bulk_index := '{}'; sql_bulk_code := '{}'; ${first}`, at),
    { is: 'range-loop', line: at, label: f.unit.c.fresh('loop'), index, low: bounds.low, high: bounds.high, reverse: false,
      body: bounds.only === undefined ? each : [{ is: 'if', line: at, arms: [{ when: bounds.only, line: at, then: each }] }] },
    line(`sql_rowcount := ${total}; sql_found := ${total} > 0;`, at)
  ]
  if (s.saveExceptions) codes.push(line('if cardinality(sql_bulk_code) > 0 then perform ora.raise(24381); end if;', at))
  return codes
}

function savingExceptions(f: Frame, body: readonly Code[], pg: string, turn: string, at: number): Code {
  const note = `sql_bulk_rowcount[${pg}::int] := 0; sql_bulk_index := sql_bulk_index || (${turn})::int; sql_bulk_code := sql_bulk_code || caught.code;`
  return { is: 'block', label: f.unit.c.fresh('turn'), line: at, body, handlers: [{ codes: 'others', idents: [], line: at, body: [line(note, at)] }] }
}

interface Bounds { readonly before: readonly Code[]; readonly low: string; readonly high: string; /** The turns that there are. */ readonly only?: string; /** Of FORALL's variable. */ readonly value: string }

/** INDICES OF: those subscripts that the collection has. VALUES OF: its elements. */
function boundsOf(f: Frame, s: Forall, scope: Scope, index: string, at: number): Bounds {
  const { bounds } = s
  if (bounds.type === 'range') return { ...rangeBounds(f, bounds.low, bounds.high, scope, at), value: index }
  const { of } = bounds
  if (of.type !== 'column') return refuse(`FORALL over a part of a variable`, of.start)
  const inside = childScope(scope)
  const name: Name = { name: ' index', quoted: true, start: of.start, end: of.end }
  declare(f.unit.c, inside, { is: 'variable', name: name.name, type: { ...INTEGER, integer: 'PLS_INTEGER' }, assignable: false, pg: index }, of)
  const method = (called: string, ...args: ExprNode[]): ExprNode => ({
    type: 'call', path: [...of.path, { name: called, quoted: false, start: of.start, end: of.end }], args: args.map(value => ({ value, start: of.start, end: of.end })), start: of.start, end: of.end
  })
  const orElse = (node: ExprNode, otherwise: string): ExprNode => call('NVL', [node, { type: 'number', text: otherwise, start: of.start, end: of.end }], of)
  const low = orElse(method('FIRST'), '1')
  const high = orElse(method('LAST'), '0')
  const limited = bounds.type === 'indices' && bounds.low && bounds.high
    ? [call('GREATEST', [low, bounds.low], of), call('LEAST', [high, bounds.high], of)] : [low, high]
  const subscript: ExprNode = { type: 'column', path: [name], start: of.start, end: of.end }
  const only = text(condition(f.unit.c, { type: 'boolean', value: method('EXISTS', subscript), start: of.start, end: of.end }, inside))
  const element = bounds.type === 'values'
    ? text(coerce(f.unit.c, expression(f.unit.c, { type: 'call', path: of.path, args: [{ value: subscript, start: of.start, end: of.end }], start: of.start, end: of.end }, inside), { ...INTEGER, integer: 'PLS_INTEGER' }))
    : index
  return { ...rangeBounds(f, limited[0], limited[1], scope, at), only, value: element }
}
/** Elements that the statement names by FORALL's variable must be there: ORA-22160. */
function missing(f: Frame, s: Forall, scope: Scope, pg: string, at: number): readonly Code[] {
  const found = new Map<string, FunctionCall>()
  const walk = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return
    if (Array.isArray(node)) return node.forEach(walk)
    const one = node as ExprNode
    if (one.type === 'call' && one.args.length === 1 && isVariable(one.args[0].value, s.variable)) found.set(one.path.map(n => n.name).join('.'), one)
    for (const part of Object.values(node)) walk(part)
  }
  walk(s.statement)
  return [...found.values()].flatMap((node): Code[] => {
    const symbol = lookup(f.unit.c, scope, node.path)
    if (symbol?.is !== 'variable' || symbol.type.kind !== 'COLLECTION') return []
    const exists: FunctionCall = { ...node, path: [...node.path, { name: 'EXISTS', quoted: false, start: node.start, end: node.end }] }
    const test = text(condition(f.unit.c, { type: 'boolean', value: exists, start: node.start, end: node.end }, scope))
    return [{ is: 'if', line: at, arms: [{ when: `not (${test})`, line: at, then: [line(`perform ora.raise(22160, ${pg}::text);`, at)] }] }]
  })
}
const isVariable = (node: ExprNode | ConditionNode, { name }: Name): boolean => node.type === 'column' && node.path.length === 1 && node.path[0].name === name

const call = (name: string, args: readonly ExprNode[], at: Span): ExprNode => ({
  type: 'call', path: [{ name, quoted: false, start: at.start, end: at.end }], args: args.map(value => ({ value, start: at.start, end: at.end })), start: at.start, end: at.end
})

function statement(f: Frame, s: Forall, scope: Scope): { readonly first: string; readonly turn: readonly Code[] } {
  if (s.statement.type === 'execute-immediate') return { first: '', turn: executeImmediate(f, s.statement, scope) }
  const node = s.statement.statement
  if (node.type === 'query' || node.type === 'lock-table') throw plsError(436, [], s.start)
  const made = resolveSql(f.unit.c, node, scope)
  const into = 'returning' in node ? node.returning?.targets : undefined
  const at = f.unit.line(node.start)
  if (!into?.bulk) return { first: '', turn: [dmlLine(f, [...preparing(made), dml(f, into, made, scope)].join(' '), at)] }
  const arrays = into.targets.map(t => {
    const { type } = target(f.unit.c, t, scope)
    if (type.kind !== 'COLLECTION') throw plsError(497, [], t.start)
    return { name: f.declare('bulk', type.pg), type }
  })
  return {
    first: arrays.map(a => `${a.name} := '{}';`).join(' '),
    turn: [dmlLine(f, [...preparing(made), dmlBulk(f, node, into, made, scope, arrays.map(a => a.name))].join(' '), at)]
  }
}
