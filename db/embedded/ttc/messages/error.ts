/** ERROR (also "no error") and STATUS: the two ways to end an answer. */
import * as c from '../constants'
import { writeRowidParts, type RowidParts } from '../types/rowid'
import type { WireWriter } from '../wire-writer'

export interface BatchError {
  readonly code: number
  readonly row: number
  readonly message: string
}

export interface ErrorMessage {
  /** 0 = success; 1403 = the rows are exhausted. */
  readonly code: number
  /** With the `ORA-nnnnn: ` prefix. */
  readonly message?: string
  /** 0-based character in the statement. */
  readonly offset?: number
  readonly inTransaction: boolean
  /** Must be 0 with an error: the client would close the cursor. */
  readonly cursorId?: number
  readonly rowCount?: number
  readonly rowid?: RowidParts
  readonly batchErrors?: readonly BatchError[]
  readonly compilationWarning?: boolean
}

const NO_ROWID: RowidParts = { object: 0, file: 0, block: 0, slot: 0 }

export function writeStatus(w: WireWriter, inTransaction: boolean): void {
  w.u8(c.TNS_MSG_TYPE_STATUS).ub(inTransaction ? c.TNS_EOCS_FLAGS_TXN_IN_PROGRESS : 0).ub(0)
}

export function writeError(w: WireWriter, e: ErrorMessage): void {
  const rowCount = e.rowCount ?? 0
  w.u8(c.TNS_MSG_TYPE_ERROR).ub(e.inTransaction ? c.TNS_EOCS_FLAGS_TXN_IN_PROGRESS : 0).ub(0)
  w.ub(Math.min(rowCount, 0x7fffffff)).ub(Math.min(e.code, 65535)).ub(0).ub(0).ub(e.cursorId ?? 0).sb(Math.min(e.offset ?? 0, 32767))
  w.zeros(5).u8(e.compilationWarning ? c.TNS_WARN_COMPILATION_CREATE : 0)
  writeRowidParts(w, e.rowid ?? NO_ROWID)
  w.ub(0).u8(0).u8(0).ub(0).ub(0).ub(0)
  writeBatchErrors(w, e.batchErrors ?? [])
  w.ub(e.code).ub(rowCount)
  if (e.code !== 0) w.bytesWithLength(Buffer.from(`${e.message ?? ''}\n`, 'utf8'))
}

function writeBatchErrors(w: WireWriter, errors: readonly BatchError[]): void {
  const n = errors.length
  w.ub(n)
  if (n > 0) {
    w.u8(254)
    for (const e of errors) w.ub(2).ub(e.code)
    w.u8(0)
  }
  w.ub(n)
  if (n > 0) {
    w.u8(254)
    for (const e of errors) w.ub(4).ub(e.row)
    w.u8(0)
  }
  w.ub(n)
  if (n > 0) {
    w.u8(0)
    for (const e of errors) {
      const text = Buffer.from(e.message, 'utf8')
      w.ub(text.length).bytesWithLength(text).u8(0).u8(0)
    }
  }
}
