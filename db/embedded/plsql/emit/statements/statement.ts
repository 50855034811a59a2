/** Statements of PL/SQL as code: one table, by the parser's name of the statement. */
import { refuse } from '../../../errors/ora-error'
import type { Scope } from '../../model'
import type { PlsqlStatement } from '../../tree'
import type { Code } from '../code'
import type { Frame } from '../frame'
import { assignment } from './assignment'
import { block } from './block'
import { callStatement } from './call-statement'
import { caseStatement } from './case-statement'
import { closeCursor, fetch, openCursor } from './cursors'
import { executeImmediate, transactionControl } from './driven-statements'
import { forall } from './forall'
import { gotoStatement, withGotoTargets } from './goto'
import { ifStatement } from './if-statement'
import { exitStatement, loop } from './loops'
import { openFor } from './open-for'
import { raise } from './raise'
import { pipeRow, returnStatement } from './return-statement'
import { sqlStatement } from './sql-statement'

type Kind = PlsqlStatement['type']
type Of<K extends Kind> = Extract<PlsqlStatement, { readonly type: K }>
type Emit<K extends Kind> = (f: Frame, statement: Of<K>, scope: Scope) => readonly Code[]

const STATEMENTS: { readonly [K in Kind]: Emit<K> } = {
  'null-statement': () => [],
  pragma: (_, s) => (s.name === 'INLINE' ? [] : refuse(`PRAGMA ${s.name} among statements`, s.start)),
  assign: assignment,
  block,
  'call-statement': callStatement,
  'case-statement': caseStatement,
  close: closeCursor,
  commit: transactionControl,
  continue: exitStatement,
  'execute-immediate': executeImmediate,
  exit: exitStatement,
  fetch,
  forall,
  goto: gotoStatement,
  if: ifStatement,
  loop,
  open: openCursor,
  'open-for': openFor,
  'pipe-row': pipeRow,
  raise,
  return: returnStatement,
  rollback: transactionControl,
  savepoint: transactionControl,
  'set-transaction': transactionControl,
  sql: sqlStatement
}

/** What does not compile is noted and left out. */
function one(f: Frame, s: PlsqlStatement, scope: Scope): readonly Code[] {
  const emit = STATEMENTS[s.type] as Emit<Kind>
  return f.unit.attempt(s, s.type === 'sql' ? 'SQL Statement' : 'Statement', () => emit(f, s as Of<Kind>, scope), [])
}

export const statements = (f: Frame, list: readonly PlsqlStatement[], scope: Scope): readonly Code[] =>
  withGotoTargets(f, list, part => part.flatMap(s => one(f, s, scope)))
