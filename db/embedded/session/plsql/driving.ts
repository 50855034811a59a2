import type { Driven, Fragment } from '../../plsql/compiled'
import type { Session } from '../session'
import type { Statements } from '../statements'
import type { Send } from '../transaction'
import type { DrivenCursors, Row } from './driven-cursors'
import type { Frame } from './driven-frame'

/** The driver of a block as its parts see it. */
export interface Driving {
  readonly session: Session
  readonly statements: Statements
  readonly cursors: DrivenCursors
  /** Before the first change. */
  begin(): Promise<void>
  /** One part of the program as a statement of its own. */
  part<T>(work: (send: Send) => Promise<T>): Promise<T>
  /** Around what ends a transaction. */
  end(work: () => Promise<void>): Promise<void>
  /** Runs a fragment and keeps what it gives. @throws PlsqlError */
  fragment(fragment: Fragment, from: Frame, to?: Frame): Promise<Row>
  all(steps: readonly Driven[], frame: Frame): Promise<unknown>
}
