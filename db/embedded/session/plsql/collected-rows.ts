import type { RowBuffer } from '../../postgres/row-buffer'
import type { ColumnInfo } from '../../sql/statement'

/** Rows of a cursor that PL/SQL opened, for the client. */
export interface CollectedRows {
  readonly columns: readonly ColumnInfo[]
  readonly rows: RowBuffer
  /** All columns are text, whatever their codecs want. */
  readonly text?: true
}
