/** Open cursors: statements that a client may run again by number, with the rows not fetched yet. */
import { oraError } from '../errors/messages'
import type { ColumnInfo } from '../sql/statement'
import type { RowLayout } from '../ttc/messages/bind-metadata'
import type { BindMetadata } from '../ttc/types/bind-codecs'
import type { Codec } from '../ttc/types/codecs'
import type { PreparedStatement } from './prepared-statement'
import type { RowSource } from './row-source'

export interface Cursor {
  readonly id: number
  readonly sql: string
  readonly plsql: boolean
  isQuery: boolean
  /** Metadata of all binds as last sent. */
  binds: readonly BindMetadata[]
  returnBinds: ReadonlySet<number>
  /** OUT binds as the IO vector told the client: they do not travel in a short re-execution. */
  outBinds: ReadonlySet<number>
  statement?: PreparedStatement
  /** As described to the client. */
  described?: readonly ColumnInfo[]
  /** Types in which the client wants the columns. */
  defines?: readonly BindMetadata[]
  /** How each column is written, after the defines. */
  codecs: readonly Codec[]
  source?: RowSource
  /** The source's rows are text in all columns. */
  overText?: true
  delivered: number
}

const NONE: ReadonlySet<number> = new Set()

export class CursorTable {
  private readonly cursors = new Map<number, Cursor>()
  private readonly free: number[] = []
  private highest = 0

  constructor(private readonly limit: number) {}

  /** @throws ORA-01000 */
  open(sql: string, plsql: boolean): Cursor {
    if (this.cursors.size >= this.limit) throw oraError(1000)
    const id = this.free.pop() ?? ++this.highest
    const cursor: Cursor = { id, sql, plsql, isQuery: false, binds: [], returnBinds: NONE, outBinds: NONE, codecs: [], delivered: 0 }
    this.cursors.set(id, cursor)
    return cursor
  }
  find(id: number): Cursor | undefined {
    return this.cursors.get(id)
  }
  /** @throws ORA-01001 */
  get(id: number): Cursor {
    const cursor = this.cursors.get(id)
    if (!cursor) throw oraError(1001)
    return cursor
  }
  async close(id: number): Promise<void> {
    await this.cancel(id)
    if (this.cursors.delete(id)) this.free.push(id)
  }
  /** Drops the rows not fetched yet. */
  async cancel(id: number): Promise<void> {
    const cursor = this.cursors.get(id)
    const source = cursor?.source
    if (cursor) cursor.source = undefined
    await source?.close()
  }
  clear(): void {
    this.cursors.clear()
    this.free.length = 0
    this.highest = 0
  }

  /** In another container the client's statements keep their numbers; each is translated anew, and its rows are gone. */
  adopt(other: CursorTable): void {
    this.highest = other.highest
    this.free.push(...other.free)
    for (const { id, sql, plsql, isQuery, binds, returnBinds, outBinds } of other.cursors.values()) {
      this.cursors.set(id, { id, sql, plsql, isQuery, binds, returnBinds, outBinds, codecs: [], delivered: 0 })
    }
  }

  layout(id: number, short: boolean): RowLayout | undefined {
    const cursor = this.cursors.get(id)
    if (!cursor) return undefined
    const absent = short && cursor.outBinds.size > 0 ? new Set([...cursor.returnBinds, ...cursor.outBinds]) : cursor.returnBinds
    return { metadata: cursor.binds, absent, plsql: cursor.plsql }
  }
}
