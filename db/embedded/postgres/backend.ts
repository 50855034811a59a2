/**
 * One connection to PostgreSQL: our own client of its protocol, because we need several commands in one
 * flight, rows as raw bytes, and portals. Each Oracle session owns one.
 * Source: PostgreSQL manual, chapter 54 "Frontend/Backend Protocol", version 3.0.
 */
import { createConnection, type Socket } from 'node:net'
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { Flight, type ExecuteResult, type FlightResult } from './flight'
import { type PgError, type PgErrorFields, parsePgError } from './pg-error'
import { RowBuffer } from './row-buffer'

export interface BackendAddress {
  /** Folder of the unix socket, or a host name. */
  readonly host: string
  readonly port: number
}
export interface BackendOptions extends BackendAddress {
  readonly user: string
  readonly database: string
  readonly password?: string
  /** Run-time settings of the session, e.g. TimeZone. */
  readonly settings?: Readonly<Record<string, string>>
}

interface Pending {
  readonly executes: readonly ExecuteResult[]
  done: number
  error?: PgError
  /** Of a simple query: each result set starts a new buffer. */
  readonly simple?: RowBuffer
  /** Ends with its last Execute or an error instead of ReadyForQuery. */
  readonly open?: boolean
  readonly resolve: (result: FlightResult) => void
  readonly reject: (reason: Error) => void
}

/** We closed the connection ourselves; what was under way ends with this. */
export class BackendClosed extends Error {}

export class Backend {
  processId = 0
  private secretKey = 0
  /** I idle, T in a transaction, E in a failed one; as of the last answer. */
  status = 'I'
  private parts: Buffer[] = []
  private have = 0
  private need = 5
  private readonly queue: Pending[] = []
  private closed?: Error
  private started?: { resolve: () => void; reject: (e: Error) => void }
  /** Called for each notice, in order, before what follows it is answered. */
  onNotice?: (notice: PgErrorFields) => void
  /** Called once when the connection is gone. */
  onClose?: (reason: Error) => void

  private constructor(private readonly socket: Socket, private readonly options: BackendOptions) {
    socket.setNoDelay(true)
    socket.on('data', chunk => this.receive(chunk))
    socket.on('error', e => this.fail(e))
    socket.on('close', () => this.fail(new Error('PostgreSQL closed the connection')))
  }

  static async connect(options: BackendOptions): Promise<Backend> {
    const socket = openSocket(options)
    const backend = new Backend(socket, options)
    await new Promise<void>((resolve, reject) => {
      backend.started = { resolve, reject }
      socket.once('connect', () => socket.write(startupMessage(options)))
    })
    return backend
  }

  flight(): Flight {
    return new Flight()
  }

  /** Sends a flight; resolves also when a command failed (`error`), rejects only when the connection is lost. */
  send(flight: Flight): Promise<FlightResult> {
    return this.enqueue(flight.finish(), flight.executes)
  }

  /**
   * Sends a flight without its Sync: portals stay open, and with them the implicit transaction. Resolves when the last
   * Execute is answered, or with the error, after which PostgreSQL is in sync again. Then comes `sync`, or another `sendOpen`.
   */
  async sendOpen(flight: Flight): Promise<FlightResult> {
    const result = await this.enqueue(flight.finish('H'), flight.executes, undefined, true)
    if (result.error) await this.sync()
    return result
  }
  /** Ends what `sendOpen` left open. */
  async sync(): Promise<void> {
    await this.send(new Flight())
  }

  /** Text without parameters, several statements allowed; rows of all of them as text. For maintenance. */
  async query(text: string): Promise<(string | null)[][]> {
    const body = Buffer.from(text + '\0', 'utf8')
    const message = Buffer.allocUnsafe(5)
    message[0] = 0x51
    message.writeUInt32BE(body.length + 4, 1)
    const rows = new RowBuffer()
    const result = await this.enqueue(Buffer.concat([message, body]), [], rows)
    if (result.error) throw result.error
    return rows.toRows()
  }

  /** Asks PostgreSQL, over a connection of its own, to stop what this backend is doing. Resolves when it has been told. */
  cancel(): Promise<void> {
    if (this.queue.length === 0) return Promise.resolve()
    const message = Buffer.alloc(16)
    message.writeUInt32BE(16, 0)
    message.writeUInt32BE(80877102, 4)
    message.writeUInt32BE(this.processId, 8)
    message.writeUInt32BE(this.secretKey, 12)
    return new Promise(resolve => {
      const socket = openSocket(this.options)
      socket.on('error', () => undefined)
      socket.once('close', () => resolve())
      socket.once('connect', () => socket.write(message)) // PostgreSQL closes when the signal is sent
      socket.resume()
    })
  }

  close(): void {
    if (this.closed) return
    this.socket.end(Buffer.from([0x58, 0, 0, 0, 4]))
    this.fail(new BackendClosed('closed'))
  }

  private enqueue(bytes: Buffer, executes: readonly ExecuteResult[], simple?: RowBuffer, open = false): Promise<FlightResult> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(this.closed)
      this.queue.push({ executes, done: 0, simple, open, resolve, reject })
      this.socket.write(bytes)
    })
  }

  /** Chunks wait until the message they belong to is complete, so that a long one is joined only once. */
  private receive(chunk: Buffer): void {
    this.parts.push(chunk)
    this.have += chunk.length
    if (this.have < this.need) return
    const bytes = this.parts.length === 1 ? chunk : Buffer.concat(this.parts, this.have)
    let at = 0
    this.need = 5
    while (bytes.length - at >= 5) {
      const end = bytes[at] === DATA_ROW ? this.receiveRows(bytes, at) : at + 1 + bytes.readUInt32BE(at + 1)
      if (end === at || end > bytes.length) {
        this.need = 1 + bytes.readUInt32BE(at + 1)
        break
      }
      if (bytes[at] !== DATA_ROW) this.handle(String.fromCharCode(bytes[at]), bytes.subarray(at + 5, end))
      at = end
    }
    this.have = bytes.length - at
    this.parts = this.have === 0 ? [] : [bytes.subarray(at)]
  }

  /** Takes a run of complete DataRow messages at once. Returns where it ends. */
  private receiveRows(bytes: Buffer, start: number): number {
    let at = start
    let rows = 0
    while (bytes.length - at >= 5 && bytes[at] === DATA_ROW) {
      const end = at + 1 + bytes.readUInt32BE(at + 1)
      if (end > bytes.length) break
      at = end
      rows++
    }
    const pending = this.queue[0]
    const target = pending.simple ?? pending.executes[pending.done]?.rows
    if (rows > 0 && target) target.append(bytes, start, at, rows)
    return at
  }

  private handle(letter: string, body: Buffer): void {
    const pending = this.queue[0]
    switch (letter) {
      case 'C': // CommandComplete
        if (pending && !pending.simple) pending.executes[pending.done++].tag = body.toString('latin1', 0, body.length - 1)
        this.finishOpen(pending)
        break
      case 's': // PortalSuspended
        pending.executes[pending.done++].suspended = true
        this.finishOpen(pending)
        break
      case 'I': // EmptyQueryResponse
        if (!pending.simple) pending.done++
        break
      case 'E': {
        const error = parsePgError(body)
        if (this.started) this.started.reject(error)
        else if (pending) {
          pending.error = error
          this.finishOpen(pending)
        }
        else this.fail(error)
        break
      }
      case 'Z':
        this.status = String.fromCharCode(body[0])
        if (this.started) {
          this.started.resolve()
          this.started = undefined
        } else {
          this.queue.shift()
          pending.resolve({ results: pending.executes.slice(0, pending.done), error: pending.error, status: this.status })
        }
        break
      case 'N':
        this.onNotice?.(parsePgError(body).fields)
        break
      case 'K':
        this.processId = body.readUInt32BE(0)
        this.secretKey = body.readUInt32BE(4)
        break
      case 'R':
        this.authenticate(body)
        break
      default: // ParseComplete, BindComplete, CloseComplete, descriptions, parameter status
    }
  }

  private finishOpen(pending: Pending | undefined): void {
    if (!pending?.open || (!pending.error && pending.done < pending.executes.length)) return
    this.queue.shift()
    pending.resolve({ results: pending.executes.slice(0, pending.done), error: pending.error, status: this.status })
  }

  private scram?: { clientFirst: string; nonce: string; serverSignature?: string }

  private authenticate(body: Buffer): void {
    const kind = body.readUInt32BE(0)
    const password = this.options.password ?? ''
    if (kind === 0) return
    if (kind === 10) {
      const nonce = randomBytes(18).toString('base64')
      const clientFirst = `n=,r=${nonce}`
      this.scram = { clientFirst, nonce }
      const first = Buffer.from(`n,,${clientFirst}`)
      this.password(Buffer.concat([Buffer.from('SCRAM-SHA-256\0'), u32(first.length), first]))
    } else if (kind === 11 && this.scram) {
      this.password(Buffer.from(scramFinal(this.scram, body.toString('utf8', 4), password)))
    } else if (kind === 12 && this.scram) {
      if (body.toString('utf8', 4) !== `v=${this.scram.serverSignature}`) this.fail(new Error('PostgreSQL did not prove that it knows the password'))
    } else this.fail(new Error(`PostgreSQL asks for an unsupported authentication (${kind})`))
  }

  private password(body: Buffer): void {
    this.socket.write(Buffer.concat([Buffer.from('p'), u32(body.length + 4), body]))
  }

  private fail(reason: Error): void {
    if (this.closed) return
    this.closed = reason
    this.socket.destroySoon()
    this.started?.reject(reason)
    for (const pending of this.queue.splice(0)) pending.reject(reason)
    this.onClose?.(reason)
  }
}
const DATA_ROW = 0x44

function openSocket(address: BackendAddress): Socket {
  return address.host.startsWith('/')
    ? createConnection(`${address.host}/.s.PGSQL.${address.port}`)
    : createConnection(address.port, address.host)
}

function startupMessage(options: BackendOptions): Buffer {
  const pairs: Record<string, string> = { user: options.user, database: options.database, client_encoding: 'UTF8', ...options.settings }
  const text = Object.entries(pairs).map(([k, v]) => `${k}\0${v}\0`).join('') + '\0'
  const body = Buffer.from(text, 'utf8')
  return Buffer.concat([u32(body.length + 8), u32(196608), body])
}

/** Client's last SCRAM-SHA-256 message. Source: RFC 5802, 7677. */
function scramFinal(state: { clientFirst: string; nonce: string; serverSignature?: string }, serverFirst: string, password: string): string {
  const fields = Object.fromEntries(serverFirst.split(',').map(f => [f[0], f.slice(2)]))
  if (!fields.r?.startsWith(state.nonce)) throw new Error('SCRAM nonce mismatch')
  const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(fields.s, 'base64'), Number(fields.i), 32, 'sha256')
  const hmac = (key: Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
  const clientKey = hmac(salted, 'Client Key')
  const storedKey = createHash('sha256').update(clientKey).digest()
  const withoutProof = `c=biws,r=${fields.r}`
  const authMessage = `${state.clientFirst},${serverFirst},${withoutProof}`
  const signature = hmac(storedKey, authMessage)
  const proof = Buffer.from(clientKey.map((b, i) => b ^ signature[i]))
  state.serverSignature = hmac(hmac(salted, 'Server Key'), authMessage).toString('base64')
  return `${withoutProof},p=${proof.toString('base64')}`
}

function u32(n: number): Buffer {
  const b = Buffer.allocUnsafe(4)
  b.writeUInt32BE(n, 0)
  return b
}
