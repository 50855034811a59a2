/**
 * Cursors that PL/SQL opened and the client reads: portals named "ora$<shape>$<n>". Their rows are fetched at once, in the
 * statement that opened them, so that what happens to the transaction later does not harm them.
 */
import { refuse } from '../../errors/ora-error'
import { RowBuffer } from '../../postgres/row-buffer'
import { quoteLiteral, quoteName } from '../../sql/expr'
import type { ColumnInfo } from '../../sql/statement'
import { type Codec, codecOf } from '../../ttc/types/codecs'
import { columnCodecs } from '../column-codecs'
import type { Cursor } from '../cursor'
import { RowSource } from '../row-source'
import type { Session } from '../session'
import type { Send } from '../transaction'
import type { BlockStep } from './block-step'
import type { Row } from './driven-cursors'
import { bytesOf, type SlotValue } from './slot-values'

/** The portals among the values of a block's binds. */
export const portalsOf = (step: BlockStep, values: readonly SlotValue[]): string[] =>
  step.binds.flatMap((bind, i) => (bind.slot.type.kind === 'REF CURSOR' && values[i] !== null ? [values[i] as string] : []))

/** Fetches what these portals, and those given to DBMS_SQL.RETURN_RESULT, have left; closed ones are nothing to the client. */
export async function collectPortals(session: Session, portals: readonly string[], send: Send): Promise<void> {
  const wanted = [...new Set([...portals, ...session.implicitResults])]
  if (wanted.length === 0) return
  const [open] = await send(flight =>
    flight.command(`select name from pg_catalog.pg_cursors where name in (${wanted.map(quoteLiteral).join(', ')})`))
  const names = open.rows.toRows().map(([name]) => name as string)
  if (names.length === 0) return
  const columns = await Promise.all(names.map(name => columnsOf(session, name)))
  const results = await send(flight => {
    names.forEach((name, i) => {
      const formats = columns[i].map(column => codecOf(column.type).format)
      flight.parse('', `fetch all in ${quoteName(name)}`, []).bind('', '', [], [], formats).execute('')
      flight.command(`close ${quoteName(name)}`)
    })
  })
  names.forEach((name, i) => session.collected.set(name, { columns: columns[i], rows: results[2 * i].rows }))
}

async function columnsOf(session: Session, portal: string): Promise<readonly ColumnInfo[]> {
  const id = /^ora\$(.+)\$[^$]*$/.exec(portal)?.[1]
  const columns = id === undefined ? undefined : await session.context.blocks.shape(id)
  return columns ?? refuse('a REF CURSOR whose columns are not known')
}

/** Rows that the server kept for a driven block. */
export function keepCollected(session: Session, name: string, columns: readonly ColumnInfo[], rows: readonly Row[]): void {
  session.collected.set(name, { columns, rows: bufferOf(rows), text: true })
}

/** As PostgreSQL would have sent them. */
function bufferOf(rows: readonly Row[]): RowBuffer {
  const buffer = new RowBuffer()
  for (const row of rows) {
    const cells = row.flatMap(value => {
      const bytes = value === null ? NOTHING : Buffer.from(value, 'utf8')
      const length = Buffer.alloc(4)
      length.writeInt32BE(value === null ? -1 : bytes.length)
      return [length, bytes]
    })
    const body = Buffer.concat(cells)
    const head = Buffer.alloc(7)
    head[0] = 0x44
    head.writeUInt32BE(body.length + 6, 1)
    head.writeUInt16BE(row.length, 5)
    buffer.append(Buffer.concat([head, body]), 0, body.length + 7, 1)
  }
  return buffer
}
const NOTHING = Buffer.alloc(0)

/** From the value's text to what the codec takes. */
const overText = (column: ColumnInfo, codec: Codec): Codec =>
  codec.format === 0 ? codec : {
    ...codec,
    encode(w, source, at, length, context) {
      const bytes = bytesOf(source.toString('utf8', at, at + length), column.type, codec)
      codec.encode(w, bytes, 0, bytes.length, context)
    }
  }

/** A cursor over what was collected; undefined: it was never opened, or is closed. */
export function openCollected(session: Session, portal: string | null): Cursor | undefined {
  const collected = portal === null ? undefined : session.collected.get(portal)
  if (!collected) return undefined
  const cursor = session.cursors.open('', false)
  cursor.isQuery = true
  cursor.described = collected.columns
  cursor.overText = collected.text
  cursor.codecs = cursorCodecs(cursor, undefined)
  cursor.source = new RowSource(session.backend, session.transaction, '', { tag: '', suspended: false, rows: collected.rows }, false)
  return cursor
}

/** Codecs of a cursor over rows of text or of PostgreSQL's own formats. */
export function cursorCodecs(cursor: Cursor, defines: Cursor['defines']): Codec[] {
  const columns = cursor.described ?? []
  const codecs = columnCodecs(columns, defines)
  return cursor.overText ? codecs.map((codec, i) => overText(columns[i], codec)) : codecs
}

/** Not part of the statement any more: what no client cursor took is forgotten. */
export function forgetCollected(session: Session): void {
  session.collected.clear()
  session.implicitResults.length = 0
}

