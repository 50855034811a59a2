/** What PostgreSQL cannot do inside a function: transaction control and SQL that is known only at run time. */

import { refuse } from '../../../errors/ora-error'
import { plsError } from '../../../errors/pls-messages'
import { quoteLiteral, type Span } from '../../../sql/expr'
import type { ExprNode, IntoClause } from '../../../sql/tree'
import type { DrivenArgument, DynamicSql, Slot } from '../../compiled'
import type { Scope, Target, Value } from '../../model'
import { coerce, target, text, variableValue } from '../../resolve'
import { parameterType } from '../../resolve/calls'
import type { ExecuteImmediate, OpenForStatement, TransactionStatement, UsingItem } from '../../tree'
import { type PlsqlType, scalar } from '../../types'
import { type Code, line } from '../code'
import type { DrivenMaker } from '../driven-maker'
import { evaluate, evaluateAs } from '../evaluate'
import type { Frame } from '../frame'
import { askedQuery, askedStatement } from './ask-server'

// -------------------------------------------------------- transaction control
export function transactionControl(f: Frame, s: TransactionStatement): readonly Code[] {
  const at = f.unit.line(s.start)
  return [{
    is: 'driven', must: true, line: at, plain: [line(`perform ora.no_transaction_control(${quoteLiteral(verbOf(s))});`, at)],
    drive: () => {
      switch (s.type) {
        case 'set-transaction':
          return [{ do: 'set-transaction', mode: s.mode, line: at }]
        case 'savepoint':
          return [{ do: 'savepoint', name: s.name.name, line: at }]
        case 'rollback':
          return [{ do: 'rollback', ...(s.to && { name: s.to.name }), line: at }]
        case 'commit':
          return [{ do: 'commit', line: at }]
      }
    }
  }]
}
const verbOf = (s: TransactionStatement): string => (s.type === 'set-transaction' ? 'SET TRANSACTION' : s.type === 'savepoint' ? 'SET SAVEPOINT' : s.type.toUpperCase())

// ---------------------------------------------------------------- dynamic SQL
const TEXT = scalar({ kind: 'CLOB' })

export function executeImmediate(f: Frame, s: ExecuteImmediate, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const sql = dynamicText(f, s.text, scope)
  const using = s.using.map(item => argument(f, item, scope))
  const into = s.into && destination(f, s.into, scope)
  const returning = s.returning && destination(f, s.returning, scope)
  const after = [
    line('sql_found := sql_rowcount > 0;', at, { safe: true }),
    ...[into, returning].flatMap(d => (d ? d.after(s, at) : [])),
    ...using.flatMap(u => u.after(at))
  ]
  return [
    ...sql.before, ...using.flatMap(u => u.before),
    {
      is: 'driven', must: true, line: at,
      plain: askedStatement(f, { sql: sql.value, using, ...((into ?? returning) && { into: { ...(into ?? returning)!.variables, returning: !into } }), after: after.slice(1) }, s),
      drive: (maker): DynamicSql[] => [{
        do: 'dynamic', line: at, text: sql.fragment(maker, at), using: using.map(u => u.argument(maker)),
        ...(into && { into: into.slots(maker) }), ...(returning && { returning: returning.slots(maker) }),
        rowCount: maker.slot('sql_rowcount'), after: maker.driven(after)
      }]
    }
  ]
}

export function openDynamic(f: Frame, s: OpenForStatement, query: ExprNode, to: Target, scope: Scope): readonly Code[] {
  const at = f.unit.line(s.start)
  const sql = dynamicText(f, query, scope)
  const using = s.using.map(item => argument(f, item, scope))
  const cursor = to.pg
  if (cursor === undefined) return refuse('OPEN FOR text into a part of a variable', s.start)
  return [
    ...sql.before, ...using.flatMap(u => u.before),
    {
      is: 'driven', must: true, line: at, plain: askedQuery(f, sql.value, using, portal => to.assign(portal), s),
      drive: maker => [{
        do: 'open-dynamic', cursor: maker.slot(cursor), text: sql.fragment(maker, at), using: using.map(u => u.argument(maker)), line: at
      }]
    }
  ]
}

interface DynamicText { readonly before: readonly Code[]; readonly value: string; fragment(maker: DrivenMaker, at: number): DynamicSql['text'] }
function dynamicText(f: Frame, node: ExprNode, scope: Scope): DynamicText {
  const { before, value } = evaluateAs(f, node, scope, TEXT)
  return { before, value, fragment: (maker, at) => maker.values([{ sql: value, slot: { name: 'text$', type: TEXT } }], at) }
}

interface Using { readonly name: string; readonly type: PlsqlType; readonly mode: UsingItem['mode']; readonly before: readonly Code[]; argument(maker: DrivenMaker): DrivenArgument; after(at: number): readonly Code[] }
function argument(f: Frame, item: UsingItem, scope: Scope): Using {
  const { before, value } = item.mode === 'OUT' ? { before: [], value: undefined } : evaluate(f, item.value, scope)
  const to = item.mode === 'IN' ? undefined : target(f.unit.c, item.value, scope)
  const type = to ? parameterType(to.type) : typeOfArgument(value as Value, item)
  const slot = f.slot('using', type)
  const set = value && [line(`${slot} := ${text(to ? coerce(f.unit.c, value, type) : value.sql)};`, f.unit.line(item.start))]
  return {
    name: slot, type, mode: item.mode,
    before: [...before, ...(set ?? [])],
    argument: maker => ({ mode: item.mode, slot: maker.slot(slot) }),
    after: at => (to ? [line(to.assign(text(coerce(f.unit.c, variableValue(type, slot, item), to.type))), at)] : [])
  }
}
function typeOfArgument(value: Value, at: Span): PlsqlType {
  if ('composite' in value) return value.composite
  // PLS-00457: an untyped NULL is nothing that SQL could take.
  if (value.type.kind === 'NULL' || value.type.kind === 'BOOLEAN') throw plsError(457, [], at.start)
  return scalar(value.type)
}

interface Destination { readonly variables: { readonly targets: readonly Slot[]; readonly bulk: boolean }; slots(maker: DrivenMaker): { readonly slots: readonly Slot[]; readonly bulk: boolean }; after(at: Span, line: number): readonly Code[] }
function destination(f: Frame, into: IntoClause, scope: Scope): Destination {
  const targets = into.targets.map(node => {
    const to = target(f.unit.c, node, scope)
    if (into.bulk && to.type.kind !== 'COLLECTION') throw plsError(497, [], node.start)
    const type = parameterType(to.type)
    return { to, type, slot: f.slot('into', type) }
  })
  return {
    variables: { targets: targets.map(t => ({ name: t.slot, type: t.type })), bulk: into.bulk },
    slots: maker => ({ slots: targets.map(t => maker.slot(t.slot)), bulk: into.bulk }),
    after: (at, line_) => targets.map(({ to, type, slot }) => line(to.assign(text(coerce(f.unit.c, variableValue(type, slot, at), to.type))), line_))
  }
}
