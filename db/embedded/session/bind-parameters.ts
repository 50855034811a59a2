/** Values of binds as parameters of one PostgreSQL statement. */
import type { ParamSlot } from '../sql/expr'
import { PG_TYPE } from '../sql/types'
import { oraError } from '../errors/messages'
import { refuse } from '../errors/ora-error'
import type { ParamValue } from '../postgres/flight'
import * as c from '../ttc/constants'
import type { BindValue } from '../ttc/messages/bind-metadata'
import { bindFormat, bindType, decodeBind, isArrayBind, type BindMetadata } from '../ttc/types/bind-codecs'
import type { PlsqlType } from '../plsql/types'
import type { LobTable } from './lob-table'
import { arrayText, compositeText } from './plsql/pg-literal'
import { textOf, type SlotValue } from './plsql/slot-values'
import { isBinary } from './prepared-statement'

export interface Parameters {
  readonly values: readonly ParamValue[]
  readonly formats: readonly number[]
}
const NO_PARAMETERS: Parameters = { values: [], formats: [] }

/** Where the values of a statement's placeholders come from. */
export interface ParameterSource {
  /** Times that the statement runs: rows of values; 1 without binds. */
  readonly rows: number
  of(slots: readonly ParamSlot[], row: number): Parameters
  /** Number of the cursor that the client has in this bind. */
  openCursor?(position: number, row: number): number | undefined
  /** The value of a block's bind variable. */
  slot(position: number, row: number, type: PlsqlType): SlotValue
}

/** What a client bound. */
export class BindParameters implements ParameterSource {
  constructor(private readonly metadata: readonly BindMetadata[], private readonly values: readonly BindValue[], private readonly lobs: LobTable) {}

  /** Number of bind rows; 1 for a statement without binds. */
  get rows(): number {
    return this.metadata.length === 0 ? 1 : this.values.length / this.metadata.length
  }

  /** @throws ORA-01008 when the statement has more placeholders than the client bound */
  of(slots: readonly ParamSlot[], row: number): Parameters {
    if (slots.length === 0) return NO_PARAMETERS
    const values: ParamValue[] = []
    const formats: number[] = []
    for (const slot of slots) {
      if (slot.param >= this.metadata.length) throw oraError(1008)
      const target = PG_TYPE[slot.type.kind]
      formats.push(isBinary(target) ? 1 : 0)
      values.push(this.value(slot.param, row, target))
    }
    return { values, formats }
  }

  /** Of an array its elements, tables from 1 on. @throws ORA-01008 */
  slot(position: number, row: number, type: PlsqlType): SlotValue {
    if (position >= this.metadata.length) throw oraError(1008)
    const meta = this.metadata[position]
    const raw = this.values[row * this.metadata.length + position] ?? null
    if (!isArrayBind(meta)) {
      if (type.kind === 'COLLECTION' || type.kind === 'RECORD') return refuse('a single value for a collection or record')
      return raw === null ? null : this.text(raw as Buffer, meta, type)
    }
    if (type.kind !== 'COLLECTION' || type.key?.type.kind === 'VARCHAR2')
      return refuse('a PL/SQL array bind for anything but a table indexed by PLS_INTEGER')
    const elements = (raw ?? []) as readonly (Buffer | null)[]
    return arrayText(elements.map(element => compositeText([element === null ? null : this.text(element, meta, type.element)])))
  }

  openCursor(position: number, row: number): number | undefined {
    const raw = this.values[row * this.metadata.length + position]
    return Buffer.isBuffer(raw) && this.metadata[position].wireType === c.TNS_DATA_TYPE_CURSOR ? raw.readUInt32BE(0) : undefined
  }

  private text(raw: Buffer, meta: BindMetadata, type: PlsqlType): SlotValue {
    const source = bindType(meta)
    const target = type.kind === 'SCALAR' ? type.type : source
    if (PG_TYPE[source.kind] !== PG_TYPE[target.kind]) refuse(`a bind of type ${source.kind} where ${target.kind} is wanted`)
    const isLob = meta.wireType === c.TNS_DATA_TYPE_CLOB || meta.wireType === c.TNS_DATA_TYPE_BLOB
    const value = isLob ? this.lobs.bytesOf(raw) : decodeBind(raw, meta)
    const text = textOf(value, bindFormat(meta), source)
    return text === '' && source.kind !== 'CLOB' ? null : text
  }

  private value(position: number, row: number, target: string): ParamValue {
    const meta = this.metadata[position]
    const raw = this.values[row * this.metadata.length + position] ?? null
    if (raw === null) return null
    if (!Buffer.isBuffer(raw)) return refuse('a PL/SQL array bind')
    const isLob = meta.wireType === c.TNS_DATA_TYPE_CLOB || meta.wireType === c.TNS_DATA_TYPE_BLOB
    const value = isLob ? this.lobs.bytesOf(raw) : decodeBind(raw, meta)
    const source = PG_TYPE[bindType(meta).kind]
    return source === target ? value : converted(value, bindFormat(meta), source, target)
  }
}

/** The translator asked for another type than the client binds: only what loses nothing. */
function converted(value: ParamValue, format: 0 | 1, source: string, target: string): ParamValue {
  if (value === null) return null
  let text: string
  if (format === 0) text = value.toString()
  else if (source === 'bytea') text = (value as Buffer).toString('hex').toUpperCase()
  else text = String(source === 'float4' ? (value as Buffer).readFloatBE(0) : (value as Buffer).readDoubleBE(0))
  if (target === 'bytea') return Buffer.from(text, 'hex')
  if (target === 'float4' || target === 'float8') {
    const bytes = Buffer.alloc(target === 'float4' ? 4 : 8)
    if (target === 'float4') bytes.writeFloatBE(Number(text), 0)
    else bytes.writeDoubleBE(Number(text), 0)
    return bytes
  }
  return text
}
