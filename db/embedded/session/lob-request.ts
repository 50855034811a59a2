/** TNS_FUNC_LOB_OP: reading and writing through locators. Amounts and offsets are characters (UTF-16 units) of a CLOB, bytes of a BLOB. */
import { oraError } from '../errors/messages'
import { refuse } from '../errors/ora-error'
import * as c from '../ttc/constants'
import { writeLobOp, type LobOpAnswer, type LobOpRequest } from '../ttc/messages/lob-op'
import { LOB_CHUNK_SIZE } from '../ttc/types/codecs'
import type { WireWriter } from '../ttc/wire-writer'
import type { Lob, LobTable } from './lob-table'

type Operation = (request: LobOpRequest, lobs: LobTable, lob: Lob) => LobOpAnswer

const isText = (lob: Lob): boolean => lob.type === c.TNS_DATA_TYPE_CLOB
const lengthOf = (lob: Lob, lobs: LobTable): number => (isText(lob) ? lobs.text(lob).length : lob.value.length)

const read: Operation = (request, lobs, lob) => {
  const start = Math.max(request.sourceOffset - 1, 0)
  if (!isText(lob)) {
    const part = (lob.value as Buffer).subarray(start, start + request.amount)
    return { data: part, amount: part.length }
  }
  const part = lobs.text(lob).slice(start, start + request.amount)
  const data = lob.national ? Buffer.from(part, 'utf16le').swap16() : Buffer.from(part, 'utf8')
  return { data, amount: part.length }
}

const write: Operation = (request, lobs, lob) => {
  const data = request.data ?? Buffer.alloc(0)
  const start = Math.max(request.sourceOffset - 1, 0)
  if (isText(lob)) {
    const text = lob.national ? Buffer.from(data).swap16().toString('utf16le') : data.toString('utf8')
    const old = lobs.text(lob).padEnd(start, ' ')
    lobs.write(lob, old.slice(0, start) + text + old.slice(start + text.length))
    return { amount: text.length }
  }
  const old = lob.value as Buffer
  const value = Buffer.alloc(Math.max(old.length, start + data.length))
  old.copy(value)
  data.copy(value, start)
  lobs.write(lob, value)
  return { amount: data.length }
}

const trim: Operation = (request, lobs, lob) => {
  if (request.amount > lengthOf(lob, lobs)) throw oraError(22926)
  lobs.write(lob, isText(lob) ? lobs.text(lob).slice(0, request.amount) : (lob.value as Buffer).subarray(0, request.amount))
  return { amount: request.amount }
}

const setOpen = (open: boolean): Operation => (_, __, lob) => {
  if (lob.open === open) throw oraError(open ? 22293 : 22289)
  lob.open = open
  return {}
}

const OPERATIONS: Readonly<Record<number, Operation>> = {
  [c.TNS_LOB_OP_GET_LENGTH]: (_, lobs, lob) => ({ amount: lengthOf(lob, lobs) }),
  [c.TNS_LOB_OP_READ]: read,
  [c.TNS_LOB_OP_WRITE]: write,
  [c.TNS_LOB_OP_TRIM]: trim,
  [c.TNS_LOB_OP_GET_CHUNK_SIZE]: () => ({ amount: LOB_CHUNK_SIZE }),
  [c.TNS_LOB_OP_OPEN]: setOpen(true),
  [c.TNS_LOB_OP_CLOSE]: setOpen(false),
  [c.TNS_LOB_OP_IS_OPEN]: (_, __, lob) => ({ isOpen: lob.open })
}

/** Writes all but the closing ERROR 0. */
export function lobOp(lobs: LobTable, request: LobOpRequest, writer: WireWriter): void {
  const operation = request.operation & ~c.TNS_LOB_OP_ARRAY
  const locator = request.locator ?? Buffer.alloc(40)
  if (operation === c.TNS_LOB_OP_FREE_TEMP) {
    lobs.free(locator)
    return writeLobOp(writer, request, locator, {})
  }
  if (operation === c.TNS_LOB_OP_CREATE_TEMP) {
    const created = Buffer.alloc(locator.length)
    lobs.createTemporary(request.destOffset, request.charset === c.TNS_CHARSET_UTF16).copy(created)
    return writeLobOp(writer, request, created, {})
  }
  const run = OPERATIONS[operation] ?? refuse(`LOB operation 0x${operation.toString(16)}`)
  writeLobOp(writer, request, locator, run(request, lobs, lobs.find(locator)))
}
