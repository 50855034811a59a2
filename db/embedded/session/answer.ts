/** The answer to one request in the making. */
import type { StatementKind } from '../sql/statement'
import type { ClientTraits } from '../ttc/messages/capabilities'
import type { WireWriter } from '../ttc/wire-writer'
import type { Cursor } from './cursor'

export interface Answer {
  readonly writer: WireWriter
  readonly traits: ClientTraits
  /** Of the statement, once known: decides how an error is named. */
  kind: StatementKind
  /** Opened by this request: closed again if it fails. */
  opened?: Cursor
  /** Rows done before an error of an array execution. */
  rowCount?: number
}
