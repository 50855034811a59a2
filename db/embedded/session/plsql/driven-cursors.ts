/** Cursors of a driven program: their rows are fetched at once and kept by the server, where no COMMIT or ROLLBACK harms them. */
import { oraError } from '../../errors/messages'
import type { RowBuffer } from '../../postgres/row-buffer'
import { quoteName } from '../../sql/expr'
import type { ColumnInfo } from '../../sql/statement'
import type { Send } from '../transaction'
import type { SlotValue } from './slot-values'

export type Row = readonly SlotValue[]

/** Rows as they are taken, one by one. */
export interface RowReader {
  next(): Row | undefined
}

export interface OpenCursor {
  readonly columns: readonly ColumnInfo[]
  readonly rows: RowReader
  fetched: number
}

/** Rows of text. */
export class TextRows implements RowReader {
  constructor(private readonly buffer: RowBuffer) {}

  next(): Row | undefined {
    let row: SlotValue[] | undefined
    this.buffer.take((bytes, start) => {
      row = []
      let at = start
      for (let n = bytes.readUInt16BE(start - 2); n > 0; n--) {
        const length = bytes.readInt32BE(at)
        at += 4
        row.push(length < 0 ? null : bytes.toString('utf8', at, at + length))
        if (length > 0) at += length
      }
    })
    return row
  }
}

/** All that a portal has left, as text; it is closed then. */
export async function drainPortal(send: Send, portal: string): Promise<RowBuffer> {
  const [result] = await send(flight => flight.command(`fetch all in ${quoteName(portal)}`).command(`close ${quoteName(portal)}`))
  return result.rows
}

export class DrivenCursors {
  private readonly open = new Map<string, OpenCursor>()
  private next = 1

  /** @returns what its variable holds from now on */
  add(shape: string, columns: readonly ColumnInfo[], rows: RowReader): string {
    const name = `ora$${shape}$d${this.next++}`
    this.open.set(name, { columns, rows, fetched: 0 })
    return name
  }
  has(name: SlotValue): boolean {
    return name !== null && this.open.has(name)
  }
  find(name: SlotValue): OpenCursor | undefined {
    return name === null ? undefined : this.open.get(name)
  }
  /** @throws ORA-01001 */
  get(name: SlotValue): OpenCursor {
    const cursor = this.find(name)
    if (!cursor) throw oraError(1001)
    return cursor
  }
  /** @throws ORA-01001 */
  close(name: SlotValue): void {
    if (name === null || !this.open.delete(name)) throw oraError(1001)
  }
}
