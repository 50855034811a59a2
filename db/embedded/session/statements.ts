/** What runs statements, as the parts see it that run some inside others. */
import type { RowBuffer } from '../postgres/row-buffer'
import type { BatchError } from '../ttc/messages/error'
import type { Answer } from './answer'
import type { ParameterSource } from './bind-parameters'
import type { Cursor } from './cursor'
import type { BlockStep } from './plsql/block-step'
import type { SlotValue } from './plsql/slot-values'
import type { PreparedStatement } from './prepared-statement'
import type { RowSource } from './row-source'
import type { Session } from './session'
import type { BindTypes } from './translate-statement'

export interface Outcome {
  readonly statement: PreparedStatement
  /** Of a query. */
  readonly source?: RowSource
  /** Rows changed, for each iteration. */
  readonly counts: readonly number[]
  /** Rows given back by RETURNING, for each iteration. */
  readonly returned: readonly RowBuffer[]
  readonly batchErrors: readonly BatchError[]
  /** Of a block: for each row of binds the values of all of them afterwards. */
  readonly block?: { readonly step: BlockStep; readonly rows: readonly (readonly SlotValue[])[] }
}

/** A cursor of a client, or a statement that a block runs. */
export type Runnable = Pick<Cursor, 'sql' | 'binds' | 'returnBinds'> & {
  /** Of the placeholders, when they are not a client's `binds`. */
  readonly types?: BindTypes
  /** Whose names and rights count; absent: the session's. */
  readonly owner?: string
}
export interface OneRun {
  readonly parameters: ParameterSource
  readonly commit: boolean
  /** Only a block can run more than once. */
  readonly iterations?: number
}

export interface Statements {
  run(session: Session, statement: Runnable, answer: Answer, run: OneRun): Promise<Outcome>
  prepare(session: Session, statement: Runnable): Promise<PreparedStatement>
}
