/** Cursors of a driven program: their rows are fetched at once and kept by the server, where no COMMIT or ROLLBACK harms them. */
import type { RowBuffer } from '../../postgres/row-buffer'
import { quoteName } from '../../sql/expr'
import type { ColumnInfo } from '../../sql/statement'
import type { Send } from '../transaction'
import { cellText, type SlotValue } from './slot-values'

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

/** Rows in the formats that columns come in, as text. */
export class CellRows implements RowReader {
  constructor(private readonly buffer: RowBuffer, private readonly columns: readonly ColumnInfo[]) {}

  next(): Row | undefined {
    let row: SlotValue[] | undefined
    this.buffer.take((bytes, start) => {
      let at = start
      row = this.columns.map(column => {
        const length = bytes.readInt32BE(at)
        at += 4
        if (length < 0) return null
        at += length
        return cellText(bytes.subarray(at - length, at), column.type)
      })
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
  /** One that PostgreSQL had so far. */
  adopt(name: string, columns: readonly ColumnInfo[], rows: RowReader): OpenCursor {
    const cursor: OpenCursor = { columns, rows, fetched: 0 }
    this.open.set(name, cursor)
    return cursor
  }
  has(name: SlotValue): boolean {
    return name !== null && this.open.has(name)
  }
  find(name: SlotValue): OpenCursor | undefined {
    return name === null ? undefined : this.open.get(name)
  }
  close(name: string): void {
    this.open.delete(name)
  }
}
