/** Logon, phase one (function 118) and two (115); the key exchange itself is in ttc/auth. */
import { ProtocolError } from '../../net/packet'
import { TNS_MSG_TYPE_PARAMETER } from '../constants'
import type { WireReader } from '../wire-reader'
import type { WireWriter } from '../wire-writer'

export interface AuthRequest {
  /** As sent: upper-case it unless quoted. */
  readonly user: string
  readonly mode: number
  /** In order, because AUTH_APPCTX_* keys repeat. */
  readonly pairs: readonly (readonly [key: string, value: string])[]
}

const MAX_PAIRS = 1000

export function readAuth(r: WireReader): AuthRequest {
  const hasUser = r.u8()
  r.ub()
  const mode = r.ub()
  r.u8()
  const count = r.ub()
  if (count > MAX_PAIRS) throw new ProtocolError(`${count} pairs at logon`)
  r.skip(2)
  const user = hasUser ? (r.bytesWithLength()?.toString('utf8') ?? '') : ''
  const pairs: [string, string][] = []
  for (let i = 0; i < count; i++) {
    const key = r.text().replace(/\0+$/, '')
    const value = r.text()
    r.ub()
    pairs.push([key, value])
  }
  return { user, mode, pairs }
}

export interface AuthPair {
  readonly key: string
  readonly value: string
  readonly flags?: number
}

export function writeAuthPairs(w: WireWriter, pairs: readonly AuthPair[]): void {
  w.u8(TNS_MSG_TYPE_PARAMETER).ub(pairs.length)
  for (const { key, value, flags } of pairs) w.text(key).text(value).ub(flags ?? 0)
}
