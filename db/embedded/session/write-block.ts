/** What a block gives back: IO VECTOR, a ROW DATA with the OUT and IN OUT values for each row of binds, implicit results. */
import { oraError } from '../errors/messages'
import { refuse } from '../errors/ora-error'
import type { PlsqlType } from '../plsql/types'
import type { BindInfo } from '../sql/statement'
import { PG_TYPE } from '../sql/types'
import * as c from '../ttc/constants'
import { writeDescribeBody } from '../ttc/messages/describe'
import { bindType, isArrayBind, type BindMetadata } from '../ttc/types/bind-codecs'
import { codecOf } from '../ttc/types/codecs'
import type { Answer } from './answer'
import type { Cursor } from './cursor'
import { openCollected } from './plsql/ref-cursors'
import type { BlockStep } from './plsql/block-step'
import { parseArray, parseComposite } from './plsql/pg-literal'
import { bytesOf, scalarType, type SlotValue } from './plsql/slot-values'
import type { Session } from './session'

const DIRECTIONS: Readonly<Record<BindInfo['direction'], number>> = {
  in: c.TNS_BIND_DIR_INPUT, out: c.TNS_BIND_DIR_OUTPUT, inout: c.TNS_BIND_DIR_INPUT_OUTPUT, return: c.TNS_BIND_DIR_OUTPUT
}

/** By the client's position: the value of a bind after the block, and its slot's type. Positions that the block does not have are IN. */
function directionsOf(step: BlockStep, count: number): BindInfo['direction'][] {
  const directions: BindInfo['direction'][] = new Array(count).fill('in')
  for (const bind of step.binds) for (const position of bind.positions) directions[position] = bind.direction
  return directions
}

/** Positions of OUT binds: their values do not travel in a short re-execution. */
export function outPositions(step: BlockStep, count: number): ReadonlySet<number> {
  return new Set(directionsOf(step, count).flatMap((direction, i) => (direction === 'out' ? [i] : [])))
}

/** @param full the client sent the whole request, and learns the directions of its binds from the answer */
export function writeBlock(session: Session, cursor: Cursor, answer: Answer, step: BlockStep, rows: readonly (readonly SlotValue[])[],
  full: boolean): void {
  const { writer } = answer
  const directions = directionsOf(step, cursor.binds.length)
  if (full && directions.length > 0) {
    writer.u8(c.TNS_MSG_TYPE_IO_VECTOR).u8(0).ub(directions.length % 256).ub(Math.floor(directions.length / 256)).ub(1).ub(0).ub(0).ub(0)
    for (const direction of directions) writer.u8(DIRECTIONS[direction])
  }
  if (directions.some(direction => direction !== 'in')) {
    for (const values of rows) {
      writer.u8(c.TNS_MSG_TYPE_ROW_DATA)
      directions.forEach((direction, position) => {
        if (direction === 'in') return
        const i = step.binds.findIndex(bind => bind.positions.includes(position))
        writeOut(session, answer, cursor.binds[position], step.binds[i].slot.type, values[i])
      })
    }
  }
  writeImplicitResults(session, answer)
}

function writeOut(session: Session, answer: Answer, meta: BindMetadata, type: PlsqlType, value: SlotValue): void {
  const { writer } = answer
  if (!isArrayBind(meta)) return writeValue(session, answer, meta, type, value)
  if (type.kind !== 'COLLECTION') return refuse('a single value for a PL/SQL array bind')
  const { low, elements } = value === null ? { low: 1, elements: [] } : parseArray(value)
  if (elements.length > 0 && low !== 1) throw oraError(6513)
  if (elements.length > meta.maxElements) throw oraError(6513)
  writer.ub(elements.length)
  for (const element of elements) writeValue(session, answer, meta, type.element, element === null ? null : parseComposite(element)[0])
}

/** The value as the client's bind type wants it, then what was cut off: nothing. */
function writeValue(session: Session, answer: Answer, meta: BindMetadata, type: PlsqlType, value: SlotValue): void {
  const { writer } = answer
  const wanted = bindType(meta)
  if (wanted.kind === 'CURSOR') {
    writeCursor(session, answer, type, value)
    writer.ub(0)
    return
  }
  const source = scalarType(type, 'an OUT bind')
  if (PG_TYPE[source.kind] !== PG_TYPE[wanted.kind]) refuse(`a value of type ${source.kind} for a bind of type ${wanted.kind}`)
  const codec = codecOf(wanted)
  if (value === null || (value === '' && source.kind !== 'CLOB')) writer.u8(0)
  else if (wanted.kind === 'BOOLEAN') writeBoolean(answer, value)
  else if (LONG.has(meta.wireType)) writer.bytesWithLength(bytesOf(value, source, codec))
  else {
    const bytes = bytesOf(value, source, codec)
    if (SIZED.has(wanted.kind) && outputBytes(bytes, meta) > meta.maxBytes)
      throw oraError(6502, [wanted.kind === 'RAW' ? ': raw variable length too long' : ': character string buffer too small'])
    codec.encode(writer, bytes, 0, bytes.length, { keepLob: session.lobs.keepTemporary.bind(session.lobs) })
  }
  writer.ub(0)
}
const LONG: ReadonlySet<number> = new Set([c.TNS_DATA_TYPE_LONG, c.TNS_DATA_TYPE_LONG_RAW])
const SIZED: ReadonlySet<string> = new Set(['VARCHAR2', 'CHAR', 'RAW'])
const outputBytes = (bytes: Buffer, meta: BindMetadata): number =>
  (meta.form === c.CSFRM_NCHAR ? bytes.toString('utf8').length * 2 : bytes.length)

function writeBoolean(answer: Answer, value: string): void {
  if (value.startsWith('t')) answer.writer.u8(2).u8(1).u8(1)
  else answer.writer.u8(1).u8(0)
}

function writeCursor(session: Session, answer: Answer, type: PlsqlType, portal: SlotValue): void {
  if (type.kind !== 'REF CURSOR') refuse(`a value of type ${type.kind} for a REF CURSOR bind`)
  const cursor = openCollected(session, portal)
  answer.writer.u8(1)
  writeDescribeBody(answer.writer, cursor?.described ?? [], answer.traits)
  answer.writer.ub(cursor?.id ?? 0)
}

function writeImplicitResults(session: Session, answer: Answer): void {
  const { writer } = answer
  const cursors = session.implicitResults.flatMap(portal => openCollected(session, portal) ?? [])
  if (cursors.length === 0) return
  writer.u8(c.TNS_MSG_TYPE_IMPLICIT_RESULTSET).ub(cursors.length)
  for (const cursor of cursors) {
    writer.u8(0)
    writeDescribeBody(writer, cursor.described ?? [], answer.traits)
    writer.ub(cursor.id)
  }
}
