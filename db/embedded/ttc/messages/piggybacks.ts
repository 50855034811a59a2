/** Requests that ride in front of another and are never answered themselves. */
import { ProtocolError } from '../../net/packet'
import * as c from '../constants'
import type { WireReader } from '../wire-reader'
import { readLobOp, type LobOpRequest } from './lob-op'

export type Piggyback =
  /** 'cancel': the rows not fetched are not wanted any more, the cursor stays open. */
  | { readonly do: 'close-cursors' | 'cancel-cursors'; readonly ids: readonly number[] }
  | { readonly do: 'end-to-end'; readonly attributes: Readonly<Partial<Record<EndToEndName, string>>> }
  | { readonly do: 'set-schema'; readonly schema: string }
  | { readonly do: 'lob-op'; readonly request: LobOpRequest }
  | { readonly do: 'app-context'; readonly namespace: string; readonly entries: readonly (readonly [string, string])[] }
  | { readonly do: 'ignore' }

const END_TO_END = ['clientId', 'module', 'action', 'ecid', 'clientInfo', 'dbop'] as const
export type EndToEndName = (typeof END_TO_END)[number]

const MAX_CURSORS = 100_000

const readCursorIds = (what: 'close-cursors' | 'cancel-cursors') => (r: WireReader): Piggyback => {
  r.u8()
  const count = r.ub()
  if (count > MAX_CURSORS) throw new ProtocolError(`${count} cursors to close`)
  const ids: number[] = []
  for (let i = 0; i < count; i++) ids.push(r.ub())
  return { do: what, ids }
}

/** Layout: two bytes, flags, four (present, length), then the pairs for client info and dbop between unused fields; then the texts. */
function readEndToEnd(r: WireReader): Piggyback {
  const present: boolean[] = []
  const lengths: number[] = []
  const pair = (): void => {
    present.push(r.u8() !== 0)
    lengths.push(r.ub())
  }
  r.skip(2)
  r.ub()
  for (let i = 0; i < 4; i++) pair()
  r.u8()
  r.ub()
  pair()
  r.u8()
  r.ub()
  r.u8()
  r.ub()
  pair()
  const attributes: Partial<Record<EndToEndName, string>> = {}
  END_TO_END.forEach((name, i) => {
    if (present[i]) attributes[name] = lengths[i] > 0 ? (r.bytesWithLength()?.toString('utf8') ?? '') : ''
  })
  return { do: 'end-to-end', attributes }
}

function readSetSchema(r: WireReader): Piggyback {
  r.u8()
  r.ub()
  return { do: 'set-schema', schema: r.bytesWithLength()?.toString('utf8') ?? '' }
}

export const PIGGYBACKS: Readonly<Record<number, (r: WireReader) => Piggyback>> = {
  [c.TNS_FUNC_CLOSE_CURSORS]: readCursorIds('close-cursors'),
  [c.TNS_FUNC_CANCEL_ALL]: readCursorIds('cancel-cursors'),
  [c.TNS_FUNC_SET_END_TO_END_ATTR]: readEndToEnd,
  [c.TNS_FUNC_SET_SCHEMA]: readSetSchema,
  [c.TNS_FUNC_LOB_OP]: r => ({ do: 'lob-op', request: readLobOp(r) })
}
