/** TNS_FUNC_LOB_OP (96). */
import { ProtocolError } from '../../net/packet'
import * as c from '../constants'
import type { WireReader } from '../wire-reader'
import type { WireWriter } from '../wire-writer'

export interface LobOpRequest {
  readonly function: 'lob-op'
  readonly operation: number
  readonly locator?: Buffer
  /** 1-based; characters of a CLOB, bytes of a BLOB. */
  readonly sourceOffset: number
  /** CREATE_TEMP: the LOB's type (112, 113). */
  readonly destOffset: number
  readonly sendAmount: boolean
  readonly amount: number
  readonly charset: number
  readonly data?: Buffer
}

const MAX_LOCATORS = 1 << 22

export function readLobOp(r: WireReader): LobOpRequest {
  const hasSource = r.u8()
  const sourceLength = r.ub()
  if (sourceLength > MAX_LOCATORS) throw new ProtocolError(`locators of ${sourceLength} bytes`)
  r.u8()
  r.ub() // destination length
  r.ub()
  r.ub()
  r.skip(3)
  const operation = r.ub()
  r.skip(2)
  const sourceOffset = r.ub()
  const destOffset = r.ub()
  const sendAmount = r.u8() !== 0
  r.skip(6)
  const locator = hasSource ? r.raw(sourceLength) : undefined
  const charset = operation === c.TNS_LOB_OP_CREATE_TEMP ? r.ub() : 0
  let data: Buffer | undefined
  if (operation === c.TNS_LOB_OP_WRITE) {
    if (r.u8() !== c.TNS_MSG_TYPE_LOB_DATA) throw new ProtocolError('LOB data expected')
    data = r.bytesWithLength() ?? Buffer.alloc(0)
  }
  const amount = sendAmount ? r.ub() : 0
  return { function: 'lob-op', operation, locator, sourceOffset, destOffset, sendAmount, amount, charset, data }
}

export interface LobOpAnswer {
  readonly data?: Buffer
  readonly amount?: number
  readonly isOpen?: boolean
}

/** The caller finishes with ERROR 0, not STATUS: an old client waits for it. */
export function writeLobOp(w: WireWriter, request: LobOpRequest, locator: Buffer, answer: LobOpAnswer): void {
  if (answer.data) w.u8(c.TNS_MSG_TYPE_LOB_DATA).bytesWithLength(answer.data)
  w.u8(c.TNS_MSG_TYPE_PARAMETER).raw(locator)
  if (request.operation === c.TNS_LOB_OP_CREATE_TEMP) w.ub(request.charset).u8(0)
  if (request.sendAmount) w.sb(answer.amount ?? request.amount)
  if (answer.isOpen !== undefined) w.u8(answer.isOpen ? 1 : 0)
}
