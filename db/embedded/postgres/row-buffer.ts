/**
 * Rows as PostgreSQL sent them: whole DataRow messages one behind the other, no object for each row.
 * A message is 'D', u32 length (without the letter), u16 number of columns, then for each column i32
 * length (-1 = null) and the bytes.
 */
export class RowBuffer {
  private bytes: Buffer = EMPTY
  private end = 0
  private next = 0
  /** Rows appended so far, and how many of them were taken. */
  count = 0
  taken = 0

  /** Bytes held, for the bound on buffered results. */
  get size(): number {
    return this.end - this.next
  }
  get remaining(): number {
    return this.count - this.taken
  }

  /** Copies `rows` complete DataRow messages lying in `source`. */
  append(source: Buffer, start: number, end: number, rows: number): void {
    const length = end - start
    if (this.end + length > this.bytes.length) this.grow(length)
    source.copy(this.bytes, this.end, start, end)
    this.end += length
    this.count += rows
  }

  /** Hands the next row to `visit`: the buffer and the offset of its first column's length. False when none is left. */
  take(visit: (bytes: Buffer, at: number) => void): boolean {
    if (this.taken === this.count) return false
    const at = this.next
    this.next += 1 + this.bytes.readUInt32BE(at + 1)
    this.taken++
    visit(this.bytes, at + 7)
    return true
  }

  /** All rows as text; for maintenance queries, not for results of any size. */
  toRows(): (string | null)[][] {
    const rows: (string | null)[][] = []
    let more = true
    while (more) {
      more = this.take((bytes, start) => {
        const row: (string | null)[] = []
        let at = start
        for (let n = bytes.readUInt16BE(start - 2); n > 0; n--) {
          const length = bytes.readInt32BE(at)
          at += 4
          row.push(length < 0 ? null : bytes.toString('utf8', at, at + length))
          if (length > 0) at += length
        }
        rows.push(row)
      })
    }
    return rows
  }

  private grow(extra: number): void {
    const live = this.end - this.next
    const capacity = Math.max(4096, (live + extra) * 2)
    const bytes = Buffer.allocUnsafe(capacity)
    this.bytes.copy(bytes, 0, this.next, this.end)
    this.bytes = bytes
    this.end = live
    this.next = 0
  }
}
const EMPTY = Buffer.alloc(0)
