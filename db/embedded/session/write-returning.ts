/** RETURNING … INTO: per iteration a ROW DATA with, for each return bind, the number of rows and the values. */
import { refuse } from '../errors/ora-error'
import type { RowBuffer } from '../postgres/row-buffer'
import type { ColumnInfo } from '../sql/statement'
import * as c from '../ttc/constants'
import type { BindMetadata } from '../ttc/types/bind-codecs'
import { codecOf, type Codec } from '../ttc/types/codecs'
import { bindType } from '../ttc/types/bind-codecs'
import { writeNull } from '../ttc/messages/rows'
import type { Answer } from './answer'
import type { Cursor } from './cursor'
import type { Session } from './session'

export function writeReturning(session: Session, cursor: Cursor, answer: Answer, returned: readonly RowBuffer[]): void {
  const { writer } = answer
  const context = { keepLob: session.lobs.keep.bind(session.lobs) }
  const codecs = returningCodecs(cursor, cursor.statement?.translation.returning ?? [])
  for (const rows of returned) {
    writer.u8(c.TNS_MSG_TYPE_ROW_DATA)
    const values: { bytes: Buffer; at: number }[] = []
    while (rows.take((bytes, at) => values.push({ bytes, at: at }))) { /* offsets of every row first: the layout is by column */ }
    codecs.forEach((codec, i) => {
      writer.ub(values.length)
      for (const row of values) {
        let at = row.at
        for (let skip = 0; skip < i; skip++) at += 4 + Math.max(0, row.bytes.readInt32BE(at))
        const length = row.bytes.readInt32BE(at)
        if (length < 0) writeNull(writer, codec)
        else codec.encode(writer, row.bytes, at + 4, length, context)
        writer.u8(0)
      }
    })
  }
}

/** Asked for before the statement runs: a bind that cannot take its value must not leave changed rows behind. @throws ORA-03001 */
export function returningCodecs(cursor: Pick<Cursor, 'binds' | 'returnBinds'>, columns: readonly ColumnInfo[]): Codec[] {
  const binds = [...cursor.returnBinds].map(i => cursor.binds[i])
  return columns.map((column, i) => outCodec(column, binds[i]))
}

/** The bind's type decides the wire's layout; a text bind takes any value that has a canonical text. */
function outCodec(column: ColumnInfo, bind: BindMetadata): Codec {
  const codec = codecOf(column.type)
  const wanted = bindType(bind)
  const out = codecOf(wanted)
  if (wanted.kind === column.type.kind) return out
  if (column.type.kind === 'NUMBER' && wanted.kind === 'VARCHAR2') return { ...out, encode: numberAsText }
  if (out.format === codec.format && COMPATIBLE.has(`${column.type.kind}>${wanted.kind}`)) return out
  return refuse(`RETURNING a ${column.type.kind} into a bind of type ${wanted.kind}`)
}
/** As TO_CHAR without a format writes it: no zero before the point, none behind the last digit. */
const numberAsText: Codec['encode'] = (w, source, at, length) => {
  const text = source.toString('latin1', at, at + length)
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  w.bytesWithLength(Buffer.from(short.replace(/^(-?)0\./, '$1.') || '0', 'latin1'))
}
/** Pairs whose PostgreSQL text is right for the other type too. */
const COMPATIBLE: ReadonlySet<string> = new Set([
  'VARCHAR2>CHAR', 'CHAR>VARCHAR2', 'VARCHAR2>CLOB', 'CHAR>CLOB', 'CLOB>VARCHAR2', 'ROWID>VARCHAR2', 'ROWID>CHAR', 'RAW>BLOB', 'BLOB>RAW',
  'DATE>TIMESTAMP', 'TIMESTAMP>DATE', 'TIMESTAMP_TZ>TIMESTAMP_LTZ', 'TIMESTAMP_LTZ>TIMESTAMP_TZ', 'NULL>VARCHAR2', 'NULL>NUMBER', 'NULL>DATE'
])
