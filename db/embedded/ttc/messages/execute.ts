/** TNS_FUNC_EXECUTE (94): parse, bind, execute, define and fetch in one request; and the short forms 4 and 78. */
import { ProtocolError } from '../../net/packet'
import * as c from '../constants'
import type { BindMetadata } from '../types/bind-codecs'
import type { WireReader } from '../wire-reader'
import { MAX_BINDS, readMetadata, type BindValue } from './bind-metadata'

export interface ExecuteRequest {
  readonly function: 'execute'
  readonly options: number
  /** 0 = a new statement, whose text is `sql`. */
  readonly cursorId: number
  readonly sql?: string
  /** Rows wanted at once. */
  readonly fetchRows: number
  /** Of a statement that is not a query: how often it runs (the length of executemany). */
  readonly iterations: number
  readonly isQuery: boolean
  /** al8i4[9]: row counts, scrollable, … */
  readonly flags: number
  readonly binds?: readonly BindMetadata[]
  readonly defines?: readonly BindMetadata[]
  /** One value for each bind, row after row. */
  readonly values: BindValue[]
  /** Rows of binds to come. */
  readonly rows: number
}

export interface ReexecuteRequest {
  readonly function: 'reexecute'
  readonly cursorId: number
  /** Iterations, or with `fetch` rows to fetch. */
  readonly count: number
  readonly fetch: boolean
  readonly commit: boolean
  readonly values: BindValue[]
}

const VECTOR_LENGTH = 13
const MAX_STATEMENT_BYTES = 16 << 20

/** Up to, not including, the bind rows. */
export function readExecute(r: WireReader): ExecuteRequest {
  const options = r.ub()
  const cursorId = r.ub()
  const hasSql = r.u8()
  const sqlLength = r.ub()
  if (sqlLength > MAX_STATEMENT_BYTES) throw new ProtocolError(`statement of ${sqlLength} bytes`)
  r.u8()
  if (r.ub() !== VECTOR_LENGTH) throw new ProtocolError('execute vector of another length')
  r.skip(2)
  r.ub() // prefetch buffer size
  const fetchRows = r.ub()
  r.ub() // maximum LONG
  r.u8()
  const bindCount = r.ub()
  r.skip(5)
  const hasDefines = r.u8()
  const defineCount = r.ub()
  if (bindCount > MAX_BINDS || defineCount > MAX_BINDS) throw new ProtocolError(`${bindCount} binds, ${defineCount} defines`)
  r.ub() // registration id
  r.skip(3)
  r.ub()
  r.u8()
  r.ub()
  r.ub() // registration id
  r.u8() // DML row counts
  r.ub()
  r.u8()
  r.u8() // SQL signature, SQL id, chunk ids: field versions 8 and 9
  r.ub()
  r.u8()
  r.ub()
  r.u8()
  r.u8()
  r.ub()
  const sql = hasSql ? (r.bytesWithLength()?.toString('utf8') ?? '') : undefined
  const vector: number[] = []
  for (let i = 0; i < VECTOR_LENGTH; i++) vector.push(r.ub())
  const isQuery = vector[7] === 1
  const defines = hasDefines ? readMetadata(r, defineCount) : undefined
  const binds = !hasDefines && bindCount > 0 ? readMetadata(r, bindCount) : undefined
  return { function: 'execute', options, cursorId, sql, fetchRows, iterations: vector[1], isQuery, flags: vector[9], binds, defines, values: [],
    rows: binds ? (isQuery ? 1 : vector[1]) : 0 }
}

export function readReexecute(r: WireReader, fetch: boolean): ReexecuteRequest {
  const cursorId = r.ub()
  const count = r.ub()
  r.ub()
  const flags = r.ub()
  return { function: 'reexecute', cursorId, count, fetch, commit: (flags & c.TNS_EXEC_OPTION_COMMIT_REEXECUTE) !== 0, values: [] }
}
