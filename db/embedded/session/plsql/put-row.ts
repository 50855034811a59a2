/** A row of a query into the variables of PL/SQL: SELECT … INTO, FETCH and RETURNING of what is known only when it runs. */
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { Slot } from '../../plsql/compiled'
import { type PlsqlType, pgTypeOf, type RecordType } from '../../plsql/types'
import type { ColumnInfo } from '../../sql/statement'
import { type OraType, PG_TYPE } from '../../sql/types'
import type { Row } from './driven-cursors'
import { arrayText, compositeText } from './pg-literal'
import type { SlotValue } from './slot-values'

/** An assignment of PL/SQL from one type to another, with its checks. */
export type Convert = (value: string, from: OraType, to: PlsqlType) => Promise<SlotValue>

/** One value for each slot. @throws ORA-01007 when columns and variables do not match */
export async function rowValues(row: Row, columns: readonly ColumnInfo[], slots: readonly Slot[], convert: Convert): Promise<SlotValue[]> {
  return values(row, columns, slots.map(slot => slot.type), convert)
}

/** For BULK COLLECT: one collection for each slot. */
export async function bulkValues(rows: readonly Row[], columns: readonly ColumnInfo[], slots: readonly Slot[], convert: Convert):
  Promise<SlotValue[]> {
  const elements = slots.map(({ type }) => {
    if (type.kind !== 'COLLECTION') return refuse('BULK COLLECT into anything but collections')
    if (type.key?.type.kind === 'VARCHAR2') return refuse('BULK COLLECT into a table indexed by VARCHAR2')
    return type.element
  })
  const collected: string[][] = slots.map(() => [])
  for (const row of rows) (await values(row, columns, elements, convert)).forEach((value, i) => collected[i].push(compositeText([value])))
  return collected.map(arrayText)
}

async function values(row: Row, columns: readonly ColumnInfo[], types: readonly PlsqlType[], convert: Convert): Promise<SlotValue[]> {
  const [first] = types
  if (types.length === 1 && first.kind === 'RECORD' && !isOpaque(first)) return [await recordValue(row, columns, first, convert)]
  if (types.length !== columns.length) throw oraError(1007)
  return Promise.all(types.map((type, i) => one(row[i], columns[i].type, type, convert)))
}

async function recordValue(row: Row, columns: readonly ColumnInfo[], type: RecordType, convert: Convert): Promise<string> {
  if (type.fields.length !== columns.length) throw oraError(1007)
  return compositeText(await Promise.all(type.fields.map((field, i) => one(row[i], columns[i].type, field.type, convert))))
}

async function one(value: SlotValue, from: OraType, to: PlsqlType, convert: Convert): Promise<SlotValue> {
  if (isOpaque(to)) return value
  if (to.kind === 'REF CURSOR' && from.kind === 'CURSOR') return value
  if (to.kind !== 'SCALAR') return refuse(`a column as a variable of a ${to.kind.toLowerCase()} type`)
  if (value === null || isSame(from, to.type)) return value
  return convert(value, from, to)
}

/** A variable of plpgsql that has the column's own type. */
const isOpaque = (type: PlsqlType): boolean => type.kind === 'RECORD' && type.fields.length === 0

/** Every value of one is a value of the other, written alike; sizes are checked by what copies it to its target. */
export function isSame(from: OraType, to: OraType): boolean {
  return from.kind === to.kind || (PG_TYPE[from.kind] === pgTypeOf({ kind: 'SCALAR', type: to }) && WIDER.has(`${from.kind}>${to.kind}`))
}
const WIDER: ReadonlySet<string> = new Set([
  'CHAR>VARCHAR2', 'VARCHAR2>CLOB', 'CHAR>CLOB', 'ROWID>VARCHAR2', 'RAW>BLOB', 'DATE>TIMESTAMP', 'LONG>CLOB'
])
