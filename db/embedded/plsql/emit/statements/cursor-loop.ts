/** FOR r IN cursor(args): the cursor itself is open while the loop runs, for its attributes and WHERE CURRENT OF. */
import type { Argument, Name } from '../../../sql/tree'
import type { Scope } from '../../model'
import type { LoopStatement } from '../../tree'
import type { RecordType } from '../../types'
import { type Code, type DrivenCode, line } from '../code'
import { type Frame, keyAt } from '../frame'
import { type CursorState, cursorOf, type Opening, open, openingWith, plainly, stateOf } from './cursors'
import { rowVariable } from './loops'

type Body = (scope: Scope) => { readonly label: string; readonly body: readonly Code[] }

export function cursorLoop(
  f: Frame, s: LoopStatement, use: { readonly path: readonly Name[]; readonly args: readonly Argument[] }, variable: Name, scope: Scope, body: Body
): readonly Code[] {
  const at = f.unit.line(s.start)
  const cursor = cursorOf(f, use.path, scope)
  const opening = openingWith(f, cursor, use.args, scope, s)
  const state = stateOf(f, cursor, s)
  const { pg: row, scope: inside } = rowVariable(f, variable, cursor.row, scope)
  const looping = f.declare('looping', 'boolean', { key: keyAt(s.start, 'looping') })
  const { label, body: made } = body(inside)
  const parts: Parts = { at, label, made, looping, opening, row: { pg: row, type: cursor.row } }
  const plain = byHand(f, state, parts)
  if (cursor.packaged) return [...opening.before, ...plain]
  return [...opening.before, { is: 'driven', must: false, line: at, plain, unless: made, drive: maker => maker.driven(byServer(f, state.pg, parts)) }]
}

interface Parts {
  readonly at: number
  readonly label: string
  readonly made: readonly Code[]
  /** A loop that an error or a jump left has not closed its cursor: this tells such a cursor from one that the program opened. */
  readonly looping: string
  readonly opening: Opening
  readonly row: { readonly pg: string; readonly type: RecordType }
}

function byHand(f: Frame, { pg, load, save }: CursorState, { at, row, label, made, looping, opening }: Parts): readonly Code[] {
  const kept = (text: string): readonly Code[] => (text === '' ? [] : [line(text, at)])
  return [
    ...kept(load),
    ...plainly(open(f, pg, opening, at, `${pg} is not null and ${looping} is not true`)),
    line(`${looping} := true;`, at, { safe: true }),
    ...kept(save),
    { is: 'loop', label, line: at, leave: `if ${looping} then ${pg} := null; ${looping} := false; ${save} end if;`, body: [
      line(`fetch ${pg} into ${row.pg}; ${pg}_found := found; if found then ${pg}_rows := ${pg}_rows + 1; end if; ${save}`, at),
      { is: 'exit', label, when: `not ${pg}_found`, line: at },
      ...made
    ] },
    line(`close ${pg}; ${pg} := null; ${looping} := false; ${save}`, at, { effect: true })
  ]
}

/** The same in steps of the server, which keeps the cursor. */
function byServer(f: Frame, pg: string, { at, row, label, made, looping, opening }: Parts): readonly Code[] {
  const columns = row.type.fields.map(field => f.slot('into', field.type))
  const whole = line(`${row.pg} := row(${columns.join(', ')})::${row.type.pg};`, at)
  const step = (drive: DrivenCode['drive']): Code => ({ is: 'driven', must: false, line: at, plain: [], drive })
  return [
    ...open(f, pg, opening, at, `${pg} is not null`),
    line(`${looping} := true;`, at, { safe: true }),
    { is: 'loop', label, line: at, leave: `if ${looping} then ${pg} := null; ${looping} := false; end if;`, body: [
      step(maker => [{ do: 'fetch', cursor: maker.slot(pg), into: columns.map(name => maker.slot(name)), bulk: false, line: at, after: maker.driven([whole]) }]),
      { is: 'exit', label, when: `not ${pg}_found`, line: at },
      ...made
    ] },
    step(maker => [{ do: 'close', cursor: maker.slot(pg), line: at }]),
    line(`${looping} := false;`, at, { safe: true })
  ]
}
