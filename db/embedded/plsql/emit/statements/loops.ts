import type { ConditionNode, Name, QueryNode } from '../../../sql/tree'
import type { Scope } from '../../model'
import { childScope, coerce, declare, queryOf, rowOfQuery, text } from '../../resolve'
import type { ExitStatement, LoopStatement, PlsqlStatement } from '../../tree'
import { type Code, line } from '../code'
import { evaluate, evaluateCondition } from '../evaluate'
import { type Frame, INTEGER, keyAt } from '../frame'
import { cursorLoop } from './cursor-loop'
import { openingOf } from './cursors'
import { lastStep, preparing } from './sql-statement'
import { statements } from './statement'

type Labelled<T> = T & Pick<PlsqlStatement, 'labels'>
type Control = NonNullable<LoopStatement['control']>
type RangeControl = Extract<Control, { type: 'range' }>
type CursorControl = Extract<Control, { type: 'cursor' }>

export function loop(f: Frame, s: Labelled<LoopStatement>, scope: Scope): readonly Code[] {
  const labelled = (s.labels ?? []).reduce((outer, l) => childScope(outer, l.name), scope)
  switch (s.control?.type) {
    case undefined:
      return [{ is: 'loop', line: f.unit.line(s.start), ...body(f, s, labelled) }]
    case 'while':
      return whileLoop(f, s, s.control.condition, labelled)
    case 'range':
      return rangeLoop(f, s, s.control, labelled)
    case 'cursor':
      return queryLoop(f, s, s.control, labelled)
  }
}

const body = (f: Frame, s: Labelled<LoopStatement>, scope: Scope): { readonly label: string; readonly body: readonly Code[] } =>
  f.loop(s.labels ?? [], label => ({ label, body: statements(f, s.statements, scope) }))

function whileLoop(f: Frame, s: Labelled<LoopStatement>, condition: ConditionNode, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const tested = evaluateCondition(f, condition, scope)
  const inside = body(f, s, scope)
  if (tested.before.length === 0) return [{ is: 'loop', line: at, while: tested.value, ...inside }]
  const leave: Code = { is: 'exit', label: inside.label, when: `(${tested.value}) is not true`, line: at }
  return [{ is: 'loop', line: at, label: inside.label, body: [...tested.before, leave, ...inside.body] }]
}

/** Both bounds are computed once, first; null is ORA-06502. */
export function rangeBounds(f: Frame, low: Bound, high: Bound, scope: Scope, at: number): { readonly before: readonly Code[]; readonly low: string; readonly high: string } {
  const before: Code[] = []
  const [a, b] = [low, high].map(node => {
    const variable = f.declare('bound', 'int', { type: INTEGER })
    const { before: calls, value } = evaluate(f, node, scope)
    before.push(...calls, line(`${variable} := ${text(coerce(f.unit.c, value, { ...INTEGER, integer: 'PLS_INTEGER' }))};`, at))
    return variable
  })
  before.push(line(`if ${a} is null or ${b} is null then perform ora.raise(6502, ''); end if;`, at))
  return { before, low: a, high: b }
}
type Bound = RangeControl['low']

function rangeLoop(f: Frame, s: Labelled<LoopStatement>, control: RangeControl, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const type = { ...INTEGER, integer: 'PLS_INTEGER' as const }
  const bounds = rangeBounds(f, control.low, control.high, scope, at)
  const index = f.slot('index', INTEGER)
  const inside = childScope(scope)
  const pg = f.declare('v', 'numeric', { type, called: control.variable.name, key: keyAt(control.variable.start) })
  declare(f.unit.c, inside, { is: 'variable', name: control.variable.name, type, assignable: false, pg }, control.variable)
  const made = body(f, s, inside)
  return [...bounds.before, {
    is: 'range-loop', line: at, label: made.label, index, low: bounds.low, high: bounds.high, reverse: control.reverse,
    body: [line(`${pg} := ${index};`, at, { safe: true }), ...made.body]
  }]
}

const isQuery = (cursor: CursorControl['cursor']): cursor is QueryNode => 'type' in cursor

function queryLoop(f: Frame, s: Labelled<LoopStatement>, control: CursorControl, scope: Scope): readonly Code[] {
  const { cursor, variable } = control
  if (!isQuery(cursor)) return cursorLoop(f, s, cursor, variable, scope, inside => body(f, s, inside))
  const at = f.unit.line(s.start)
  const query = f.unit.attempt(cursor, 'SQL Statement', () => queryOf(f.unit.c, cursor, scope), undefined)
  if (!query) return []
  const opening = openingOf(query, cursor)
  const row = rowOfQuery(f.unit.c, `${f.unit.c.unit}.${variable.name}#${variable.start}`, query.columns)
  const { pg, scope: inside } = rowVariable(f, variable, row, scope)
  const made = body(f, s, inside)
  const prepared = preparing(query)
  return [...prepared.map(step => line(step, at)), {
    is: 'query-loop', line: at, label: made.label, query: lastStep(query), row: pg, effect: query.effect, body: made.body,
    drive: (maker, driven) => ({
      do: 'cursor-loop', labels: [made.label], row: maker.slot(pg), body: driven,
      cursor: { open: maker.open(opening.text, at), shape: f.unit.shape(opening.columns) }
    })
  }]
}

/** The loop's record. */
export function rowVariable(f: Frame, variable: Name, row: ReturnType<typeof rowOfQuery>, scope: Scope): { readonly pg: string; readonly scope: Scope } {
  const inside = childScope(scope)
  const pg = f.declare('v', row.pg, { type: row, called: variable.name, key: keyAt(variable.start) })
  declare(f.unit.c, inside, { is: 'variable', name: variable.name, type: row, assignable: true, pg }, variable)
  return { pg, scope: inside }
}

export function exitStatement(f: Frame, s: ExitStatement, scope: Scope): readonly Code[] {
  const label = f.loopLabel(s.label, s.start)
  const at = f.unit.line(s.start)
  if (!s.when) return [{ is: s.type, label, line: at }]
  const { before, value } = evaluateCondition(f, s.when, scope)
  return [...before, { is: s.type, label, when: value, line: at }]
}
