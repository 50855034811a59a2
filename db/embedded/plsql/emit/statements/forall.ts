/** FORALL: the statement for each index; rows of the turns before an error stay. */
import { plsError } from '../../../errors/pls-messages'
import { refuse } from '../../../errors/ora-error'
import type { Scope } from '../../model'
import { childScope, declare, sqlStatement as resolveSql, target } from '../../resolve'
import type { Forall } from '../../tree'
import { line, type Code } from '../code'
import { INTEGER, keyAt, type Frame } from '../frame'
import { executeImmediate } from './driven-statements'
import { rangeBounds } from './loops'
import { dml, dmlBulk, dmlLine, preparing } from './sql-statement'

export function forall(f: Frame, s: Forall, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  if (s.bounds.type !== 'range') return refuse(`FORALL … IN ${s.bounds.type === 'indices' ? 'INDICES' : 'VALUES'} OF`, s.start)
  const bounds = rangeBounds(f, s.bounds.low, s.bounds.high, scope, at)
  const type = { ...INTEGER, integer: 'PLS_INTEGER' as const }
  const pg = f.declare('v', 'numeric', { type, called: s.variable.name, key: keyAt(s.variable.start) })
  const index = f.slot('index', INTEGER)
  const total = f.slot('total', INTEGER)
  const inside = childScope(scope)
  declare(f.unit.c, inside, { is: 'variable', name: s.variable.name, type, assignable: false, pg }, s.variable)
  const { first, turn } = statement(f, s, inside)
  const counted = line(`sql_bulk_rowcount[${index}] := sql_rowcount; ${total} := ${total} + sql_rowcount; sql_rowcount := ${total};`, at)
  const body: readonly Code[] = [...turn, counted]
  const turns: readonly Code[] = s.saveExceptions
    ? [{
        is: 'block', label: f.unit.c.fresh('turn'), line: at, body,
        handlers: [{ codes: 'others', idents: [], line: at, body: [line(
          `sql_bulk_rowcount[${index}] := 0; sql_bulk_index := sql_bulk_index || (${index} - ${bounds.low} + 1)::int; sql_bulk_code := sql_bulk_code || caught.code;`, at)] }]
      }]
    : body
  const codes: Code[] = [
    ...bounds.before,
    line(`${total} := 0; sql_bulk_rowcount := '{}'; sql_bulk_index := '{}'; sql_bulk_code := '{}'; ${first}`, at),
    { is: 'range-loop', line: at, label: f.unit.c.fresh('loop'), index, low: bounds.low, high: bounds.high, reverse: false,
      body: [line(`${pg} := ${index};`, at, { safe: true }), ...turns] },
    line(`sql_rowcount := ${total}; sql_found := ${total} > 0;`, at)
  ]
  if (s.saveExceptions) codes.push(line('if cardinality(sql_bulk_code) > 0 then perform ora.raise(24381); end if;', at))
  return codes
}

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
