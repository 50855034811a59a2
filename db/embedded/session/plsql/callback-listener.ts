/**
 * Answers functions that ask the server something while their session waits for them (catalog/sql/36-callback.sql). To dblink this
 * is a PostgreSQL server that knows the simple query protocol: a question is a query text, the answer one row of one text column.
 * Source: PostgreSQL manual 54.2.2, 54.7.
 */
import { randomBytes } from 'node:crypto'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { SESSION_SETTINGS } from '../../catalog/session-settings'

/** `asker` is what was admitted. @throws CallbackError or any error: it is raised where the question was asked */
export type Answer = (asker: unknown, question: string) => Promise<string>

/** Of a session: what its backend must be told to reach us, until `leave` makes it worthless. */
export interface Admission {
  readonly settings: Readonly<Record<string, string>>
  leave(): void
}

export class CallbackError extends Error {
  /** Fields of ErrorResponse by their letters; C and M must be among them. */
  constructor(readonly fields: Readonly<Record<string, string>>) {
    super(fields.M)
  }
}

const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104
const PROTOCOL_3 = 196608
const LONGEST = 64 << 20

export class CallbackListener {
  /** By their secrets. */
  private readonly askers = new Map<string, { readonly asker: unknown }>()
  private readonly sockets = new Set<Socket>()

  private constructor(private readonly server: Server, private readonly answer: Answer) {}

  static async start(answer: Answer): Promise<CallbackListener> {
    const server = createServer()
    const listener = new CallbackListener(server, answer)
    server.on('connection', socket => listener.accept(socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    server.unref()
    return listener
  }

  admit(asker: unknown): Admission {
    const secret = randomBytes(24).toString('hex')
    this.askers.set(secret, { asker })
    const { port } = this.server.address() as AddressInfo
    const place = `host=127.0.0.1 port=${port} user=callback dbname=${secret} sslmode=disable gssencmode=disable`
    return {
      settings: { [SESSION_SETTINGS.callback]: place },
      leave: () => void this.askers.delete(secret)
    }
  }

  close(): void {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    let admitted: { readonly asker: unknown } | undefined
    let held = Buffer.alloc(0)
    let busy = Promise.resolve()
    socket.on('data', chunk => {
      held = Buffer.concat([held, chunk])
      for (;;) {
        const typed = admitted !== undefined
        const at = typed ? 1 : 0
        if (held.length < at + 4) return
        const length = held.readUInt32BE(at)
        if (length < 4 || length > LONGEST) return void socket.destroy()
        if (held.length < at + length) return
        const letter = typed ? String.fromCharCode(held[0]) : ''
        const body = held.subarray(at + 4, at + length)
        held = held.subarray(at + length)
        if (!admitted) {
          const kind = body.readUInt32BE(0)
          if (kind === SSL_REQUEST || kind === GSS_REQUEST) socket.write('N')
          else {
            admitted = kind === PROTOCOL_3 ? this.askers.get(startupValue(body, 'database')) : undefined
            if (!admitted) return void socket.destroy()
            socket.write(WELCOME)
          }
        } else if (letter === 'Q') {
          const { asker } = admitted
          const question = body.toString('utf8', 0, body.length - 1)
          busy = busy.then(() => this.reply(socket, asker, question))
        } else if (letter === 'X') return void socket.end()
      }
    })
  }

  private async reply(socket: Socket, asker: unknown, question: string): Promise<void> {
    let reply: Buffer
    try {
      const text = Buffer.from(await this.answer(asker, question), 'utf8')
      reply = Buffer.concat([ROW_DESCRIPTION, message('D', int16(1), int32(text.length), text), message('C', cstring('SELECT 1')), READY])
    } catch (e) {
      const fields = e instanceof CallbackError ? e.fields : { C: 'XX000', M: e instanceof Error ? e.message : String(e) }
      const all = Object.entries({ S: 'ERROR', V: 'ERROR', ...fields })
      const parts = all.flatMap(([letter, value]) => [Buffer.from(letter, 'latin1'), cstring(value)])
      reply = Buffer.concat([message('E', ...parts, Buffer.from([0])), READY])
    }
    if (!socket.destroyed) socket.write(reply)
  }
}

const int16 = (n: number): Buffer => {
  const b = Buffer.alloc(2)
  b.writeInt16BE(n)
  return b
}
const int32 = (n: number): Buffer => {
  const b = Buffer.alloc(4)
  b.writeInt32BE(n)
  return b
}
const cstring = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf8')
function message(letter: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(letter, 'latin1'), int32(body.length + 4), body])
}
const parameter = (name: string, value: string): Buffer => message('S', cstring(name), cstring(value))
const READY = message('Z', Buffer.from('I'))
/** AuthenticationOk, what libpq wants to know of a server, ReadyForQuery. */
const WELCOME = Buffer.concat([
  message('R', int32(0)), parameter('client_encoding', 'UTF8'), parameter('server_version', '18.0'),
  parameter('standard_conforming_strings', 'on'), parameter('DateStyle', 'ISO, MDY'), parameter('IntervalStyle', 'postgres'), READY
])
/** One column of type text. */
const ROW_DESCRIPTION = message('T', int16(1), cstring('a'), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0))

/** Behind the version: name, zero, value, zero, …, zero. */
function startupValue(body: Buffer, name: string): string {
  const words = body.toString('utf8', 4).split('\0')
  for (let i = 0; i + 1 < words.length; i += 2) if (words[i] === name) return words[i + 1]
  return ''
}
