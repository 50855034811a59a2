/** FOR r IN cursor(args): the cursor itself is open while the loop runs, for its attributes and WHERE CURRENT OF. */
import type { Argument, Name } from '../../../sql/tree'
import type { Scope } from '../../model'
import type { LoopStatement } from '../../tree'
import { line, type Code } from '../code'
import { keyAt, type Frame } from '../frame'
import { cursorOf, open, openingWith, plainly, stateOf, type CursorState, type Opening } from './cursors'
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
  return [
    ...opening.before,
    { is: 'driven', must: false, line: at, plain: byHand(f, state, opening, { at, row, label, made, looping }), drive: maker => [{
      do: 'cursor-loop', labels: [label], row: maker.slot(row), body: maker.driven(made),
      cursor: { open: maker.open(opening.text, at), shape: f.unit.shape(opening.columns) }
    }] }
  ]
}

/** A loop that an error or a jump left has not closed it: `looping` tells such a cursor from one that the program opened. */
function byHand(
  f: Frame, { pg, load, save }: CursorState, opening: Opening,
  { at, row, label, made, looping }: { at: number; row: string; label: string; made: readonly Code[]; looping: string }
): readonly Code[] {
  const kept = (text: string): readonly Code[] => (text === '' ? [] : [line(text, at)])
  return [
    ...kept(load),
    ...plainly(open(f, pg, opening, at, `${pg} is not null and ${looping} is not true`)),
    line(`${looping} := true;`, at, { safe: true }),
    ...kept(save),
    { is: 'loop', label, line: at, body: [
      line(`fetch ${pg} into ${row}; ${pg}_found := found; if found then ${pg}_rows := ${pg}_rows + 1; end if; ${save}`, at),
      { is: 'exit', label, when: `not ${pg}_found`, line: at },
      ...made
    ] },
    line(`close ${pg}; ${pg} := null; ${looping} := false; ${save}`, at, { effect: true })
  ]
}
