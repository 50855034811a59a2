/** FOR r IN cursor(args): the cursor itself is open while the loop runs, for its attributes and WHERE CURRENT OF. */
import type { Argument, Name } from '../../../sql/tree'
import type { CursorSymbol, Scope } from '../../model'
import type { LoopStatement } from '../../tree'
import { line, type Code } from '../code'
import { keyAt, type Frame } from '../frame'
import { cursorOf, open, queryWith } from './cursors'
import { describeColumns } from './describe'
import { rowVariable } from './loops'

type Body = (scope: Scope) => { readonly label: string; readonly body: readonly Code[] }

export function cursorLoop(
  f: Frame, s: LoopStatement, use: { readonly path: readonly Name[]; readonly args: readonly Argument[] }, variable: Name, scope: Scope, body: Body
): readonly Code[] {
  const at = f.unit.line(s.start)
  const named = cursorOf(f, use.path, scope)
  // A package's cursor is not shared here: nothing of its state can be seen.
  const cursor = named.packaged ? { ...named, pg: cursorState(f, named.name, s.start) } : named
  const { before, query } = queryWith(f, cursor, use.args, scope, s)
  const { pg: row, scope: inside } = rowVariable(f, variable, cursor.row, scope)
  const looping = f.declare('looping', 'boolean', { key: keyAt(s.start, 'looping') })
  const { label, body: made } = body(inside)
  return [
    ...before,
    { is: 'driven', must: false, line: at, plain: byHand(f, cursor, query, { at, row, label, made, looping }), drive: maker => [{
      do: 'cursor-loop', labels: [label], row: maker.slot(row), body: maker.driven(made),
      cursor: { open: maker.open(query.steps[0], at), shape: f.unit.shape(describeColumns(query.columns)) }
    }] }
  ]
}

/** A loop that an error or a jump left has not closed it: `looping` tells such a cursor from one that the program opened. */
function byHand(
  f: Frame, cursor: CursorSymbol, query: Parameters<typeof open>[2],
  { at, row, label, made, looping }: { at: number; row: string; label: string; made: readonly Code[]; looping: string }
): readonly Code[] {
  const { pg } = cursor
  return [
    ...plainly(open(f, pg, query, at, `${pg} is not null and ${looping} is not true`)),
    line(`${looping} := true;`, at, { safe: true }),
    { is: 'loop', label, line: at, body: [
      line(`fetch ${pg} into ${row}; ${pg}_found := found; if found then ${pg}_rows := ${pg}_rows + 1; end if;`, at),
      { is: 'exit', label, when: `not ${pg}_found`, line: at },
      ...made
    ] },
    line(`close ${pg}; ${pg} := null; ${looping} := false;`, at, { effect: true })
  ]
}
const plainly = (codes: readonly Code[]): readonly Code[] => codes.flatMap(c => (c.is === 'driven' ? c.plain : [c]))

/** Variables of a cursor's state: the portal (null: closed), rows fetched, whether the last FETCH gave one. */
export function cursorState(f: Frame, name: string, start: number): string {
  const pg = f.declare('c', 'refcursor', { called: name, key: keyAt(start, 'cursor') })
  f.variables.push(
    { name: `${pg}_rows`, pgType: 'numeric', key: keyAt(start, 'rows') },
    { name: `${pg}_found`, pgType: 'boolean', key: keyAt(start, 'found') }
  )
  return pg
}
