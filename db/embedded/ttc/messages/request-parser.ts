/**
 * Makes requests of a byte stream. Keeps its place after every piggyback, after the statement's header and
 * after every complete bind row, so that a request in many packets is read once: no flag of the client and
 * no timer is needed to know where it ends.
 */
import { ProtocolError } from '../../net/packet'
import * as c from '../constants'
import { NEED_MORE, WireReader } from '../wire-reader'
import { readAuth, type AuthRequest } from './auth'
import { readBindRow, type BindValue, type RowLayout } from './bind-metadata'
import { readDataTypes, type DataTypesRequest } from './data-types'
import { readExecute, readReexecute, type ExecuteRequest, type ReexecuteRequest } from './execute'
import { readLobOp, type LobOpRequest } from './lob-op'
import { PIGGYBACKS, type Piggyback } from './piggybacks'
import { readProtocol, type ProtocolRequest } from './protocol'

export type RequestBody =
  | ({ readonly function: 'protocol' } & ProtocolRequest)
  | ({ readonly function: 'data-types' } & DataTypesRequest)
  | ({ readonly function: 'auth-phase-one' | 'auth-phase-two' } & AuthRequest)
  | ExecuteRequest
  | ReexecuteRequest
  | LobOpRequest
  | { readonly function: 'fetch'; readonly cursorId: number; readonly rows: number }
  | { readonly function: 'commit' | 'rollback' | 'ping' | 'logoff' }
  | { readonly function: 'session-release' }
  /** A cursor that the session does not know: the binds behind it cannot be read. */
  | { readonly function: 'unknown-cursor'; readonly cursorId: number }
  /** A function that this server does not have. */
  | { readonly function: 'unsupported'; readonly code: number }

export interface Request {
  readonly piggybacks: readonly Piggyback[]
  readonly body: RequestBody
}

/** What only the session knows, and the layout depends on. */
export interface ParseContext {
  /** Positions of the placeholders behind RETURNING … INTO. */
  returnBinds(sql: string): ReadonlySet<number>
  /** Of an open cursor: its remembered binds, as they travel in a full and in a short execution. */
  cursorLayout(cursorId: number, short: boolean): RowLayout | undefined
}

type Started = { body: RequestBody; rows: number; layout?: RowLayout; values: BindValue[] }

/** Longest request held; a value of a LOB bind may be large. */
const MAX_REQUEST_BYTES = 1 << 30

export class RequestParser {
  private readonly reader = new WireReader()
  private piggybacks: Piggyback[] = []
  private started?: Started

  constructor(private readonly context: ParseContext) {}

  push(payload: Buffer): void {
    if (this.reader.available + payload.length > MAX_REQUEST_BYTES) throw new ProtocolError('request too long')
    this.reader.push(payload)
  }

  /** Forgets what has arrived: after a break the client's request is void. */
  discard(): void {
    this.reader.drop()
    this.started = undefined
    this.piggybacks = []
  }

  /** The next complete request, undefined while bytes are missing. @throws ProtocolError */
  next(): Request | undefined {
    let checkpoint = this.reader.pos
    try {
      while (!this.started) {
        if (this.reader.available === 0) return undefined
        this.started = this.start()
        checkpoint = this.reader.pos
      }
      while (this.started.rows > 0) {
        readBindRow(this.reader, this.started.layout as RowLayout, this.started.values)
        this.started.rows--
        checkpoint = this.reader.pos
      }
    } catch (e) {
      if (e !== NEED_MORE) throw e
      this.reader.pos = checkpoint
      return undefined
    }
    const request = { piggybacks: this.piggybacks, body: this.started.body }
    this.started = undefined
    this.piggybacks = []
    if (this.reader.available === 0) this.reader.drop()
    return request
  }

  /** Reads one message up to its bind rows; undefined after a piggyback. */
  private start(): Started | undefined {
    const r = this.reader
    const type = r.u8()
    switch (type) {
      case c.TNS_MSG_TYPE_PROTOCOL:
        return complete({ function: 'protocol', ...readProtocol(r) })
      case c.TNS_MSG_TYPE_DATA_TYPES:
        return complete({ function: 'data-types', ...readDataTypes(r) })
      case c.TNS_MSG_TYPE_PIGGYBACK: {
        const code = r.u8()
        r.u8()
        const read = PIGGYBACKS[code]
        if (!read) return this.unsupported(code)
        this.piggybacks.push(read(r))
        return undefined
      }
      case c.TNS_MSG_TYPE_FUNCTION:
      case c.TNS_MSG_TYPE_ONEWAY_FN: {
        const code = r.u8()
        r.u8() // sequence number
        const read = FUNCTIONS[code]
        return read ? read.call(this, r) : this.unsupported(code)
      }
      default:
        throw new ProtocolError(`message type ${type}`)
    }
  }

  /** Its length is not known: all that has arrived belongs to it. */
  private unsupported(code: number): Started {
    this.reader.drop()
    return complete({ function: 'unsupported', code })
  }

  execute(r: WireReader): Started {
    const body = readExecute(r)
    if (!body.binds || body.rows === 0) return { ...complete(body), values: body.values }
    const absent = body.sql !== undefined ? this.context.returnBinds(body.sql) : this.context.cursorLayout(body.cursorId, false)?.absent
    if (!absent) return this.unknownCursor(body.cursorId)
    const plsql = (body.options & c.TNS_EXEC_OPTION_NOT_PLSQL) === 0
    const rows = absent.size >= body.binds.length ? 0 : body.rows
    return { body, rows, values: body.values, layout: { metadata: body.binds, absent, plsql } }
  }

  reexecute(r: WireReader, fetch: boolean): Started {
    const body = readReexecute(r, fetch)
    const layout = this.context.cursorLayout(body.cursorId, true)
    if (!layout) return this.unknownCursor(body.cursorId)
    const rows = layout.absent.size >= layout.metadata.length ? 0 : fetch ? 1 : body.count
    return { body, rows, values: body.values, layout }
  }

  private unknownCursor(cursorId: number): Started {
    this.reader.drop()
    return complete({ function: 'unknown-cursor', cursorId })
  }
}

const complete = (body: RequestBody): Started => ({ body, rows: 0, values: [] })

/** Functions whose requests are understood; what is missing here is refused by name, see session/dispatch.ts. */
const FUNCTIONS: Readonly<Record<number, (this: RequestParser, r: WireReader) => Started>> = {
  [c.TNS_FUNC_AUTH_PHASE_ONE]: r => complete({ function: 'auth-phase-one', ...readAuth(r) }),
  [c.TNS_FUNC_AUTH_PHASE_TWO]: r => complete({ function: 'auth-phase-two', ...readAuth(r) }),
  [c.TNS_FUNC_EXECUTE](r) {
    return this.execute(r)
  },
  [c.TNS_FUNC_REEXECUTE](r) {
    return this.reexecute(r, false)
  },
  [c.TNS_FUNC_REEXECUTE_AND_FETCH](r) {
    return this.reexecute(r, true)
  },
  [c.TNS_FUNC_FETCH]: r => complete({ function: 'fetch', cursorId: r.ub(), rows: r.ub() }),
  [c.TNS_FUNC_LOB_OP]: r => complete(readLobOp(r)),
  [c.TNS_FUNC_COMMIT]: () => complete({ function: 'commit' }),
  [c.TNS_FUNC_ROLLBACK]: () => complete({ function: 'rollback' }),
  [c.TNS_FUNC_PING]: () => complete({ function: 'ping' }),
  [c.TNS_FUNC_LOGOFF]: () => complete({ function: 'logoff' }),
  [c.TNS_FUNC_SESSION_RELEASE](r) {
    r.ub()
    r.ub()
    return complete({ function: 'session-release' })
  }
}
