/**
 * One TCP connection: packets in, packets out, breaks, and requests strictly one after the other. While one
 * runs the socket is read on, because a break may arrive; the next is parsed only afterwards, because its layout may
 * depend on cursors that the one before opened.
 */
import type { Socket } from 'node:net'
import { encodeAccept, encodeRefuse, parseConnect, type ConnectRequest } from '../net/connect-packet'
import { descriptorValue, parseDescriptor } from '../net/connect-descriptor'
import { PacketReader } from '../net/packet-reader'
import * as p from '../net/packet'
import { OraError } from '../errors/ora-error'
import { writeError } from '../ttc/messages/error'
import { RequestParser, type Request } from '../ttc/messages/request-parser'
import { WireWriter } from '../ttc/wire-writer'
import type { Answer } from './answer'
import { dispatch, runPiggyback } from './dispatch'
import { Logon, writeLogonError } from './logon'
import { returnBinds } from './return-binds'
import type { ServiceDirectory } from './server-context'
import type { Session } from './session'

type Phase = 'connect' | 'connect-data' | 'ttc'
/** After our BREAK marker everything is dropped until the client's RESET. */
type Break = 'none' | 'pending' | 'awaiting-reset'

const FIRST_PACKET_LIMIT = 65535
const PYTHON = 'python-oracledb'

export class Connection {
  private phase: Phase = 'connect'
  private readonly packets = new PacketReader(FIRST_PACKET_LIMIT)
  private readonly parser: RequestParser
  private readonly writer = new WireWriter()
  /** Of the service that was asked for. */
  private logon?: Logon
  private readonly timer: NodeJS.Timeout
  private connect?: ConnectRequest
  private connectData = ''
  private sdu = 8192
  private session?: Session
  private busy = false
  private breaking: Break = 'none'
  private resetPending = false
  private cancelling?: Promise<void>
  private closed = false

  constructor(private readonly socket: Socket, private readonly services: ServiceDirectory, private readonly onClose: (c: Connection) => void) {
    this.parser = new RequestParser({ returnBinds: sql => returnBinds(sql, this.logon?.traits.driver !== PYTHON), cursorLayout: (id, short) => this.session?.cursors.layout(id, short) })
    this.timer = setTimeout(() => this.close('logon took too long'), services.limits.logonTime)
    socket.setNoDelay(true)
    socket.on('data', chunk => this.receive(chunk))
    socket.on('error', () => this.close())
    socket.on('close', () => this.close())
  }

  close(reason?: string): void {
    if (this.closed) return
    this.closed = true
    clearTimeout(this.timer)
    if (reason) this.services.log(`connection closed: ${reason}`)
    this.session?.close()
    this.socket.destroySoon()
    this.onClose(this)
  }

  private receive(chunk: Buffer): void {
    try {
      this.packets.push(chunk)
      for (let packet = this.packets.next(); packet && !this.closed; packet = this.packets.next()) this.handle(packet)
    } catch (e) {
      this.close(e instanceof p.ProtocolError ? `protocol violated: ${e.message}` : `unexpected: ${(e as Error).stack}`)
    }
  }

  private handle(packet: p.Packet): void {
    switch (this.phase) {
      case 'connect':
        if (packet.type !== p.TNS_PACKET_TYPE_CONNECT) throw new p.ProtocolError(`packet type ${packet.type} before CONNECT`)
        this.connect = parseConnect(packet.body)
        if (this.connect.data !== undefined) return this.accept(this.connect.data)
        this.phase = 'connect-data'
        return
      case 'connect-data':
        if (packet.type !== p.TNS_PACKET_TYPE_DATA || !this.connect || packet.body.length < 2) throw new p.ProtocolError('connect data expected')
        this.connectData += packet.body.toString('utf8', 2)
        if (Buffer.byteLength(this.connectData) >= this.connect.dataLength) this.accept(this.connectData)
        return
      case 'ttc':
        if (packet.type === p.TNS_PACKET_TYPE_DATA) return this.handleData(packet.body)
        if (packet.type === p.TNS_PACKET_TYPE_MARKER) return this.handleMarker(packet.body)
        throw new p.ProtocolError(`packet type ${packet.type}`)
    }
  }

  private accept(text: string): void {
    const { services, connect } = this
    const descriptor = parseDescriptor(text)
    const service = descriptorValue(descriptor, 'SERVICE_NAME')
    const sid = descriptorValue(descriptor, 'SID')
    const wanted = (service ?? sid ?? '').toUpperCase()
    const context = services.find(wanted)
    if (!context) return this.refuse(service === undefined && sid !== undefined ? 12505 : 12514)
    if (services.sessionCount() > services.limits.sessions) return this.refuse(12516)
    // What the client asked for: it sizes its buffers by that, and older ones do not look at the answer.
    this.sdu = Math.max(512, Math.min(connect?.sdu || 8192, services.limits.sdu))
    this.logon = new Logon(context, !isLoopback(this.socket.remoteAddress))
    this.socket.write(encodeAccept(connect?.version ?? 0, this.sdu))
    this.packets.largeHeader = true
    this.packets.limit = Math.max(this.sdu, FIRST_PACKET_LIMIT)
    this.phase = 'ttc'
  }

  private refuse(code: number): void {
    this.socket.end(encodeRefuse(code))
    this.close()
  }

  private handleData(body: Buffer): void {
    if (body.length < 2) throw new p.ProtocolError('DATA packet without flags')
    if (body.readUInt16BE(0) & p.TNS_DATA_FLAGS_EOF) return this.close()
    if (this.breaking === 'awaiting-reset') return
    this.parser.push(body.subarray(2))
    this.pump()
  }

  private handleMarker(body: Buffer): void {
    if (body.length < 3) throw new p.ProtocolError('marker of another length')
    const kind = body[2]
    if (kind === p.TNS_MARKER_TYPE_RESET) {
      if (this.busy) this.resetPending = true
      else this.finishBreak()
      return
    }
    if (this.breaking !== 'none') return
    if (this.busy) {
      this.breaking = 'pending'
      this.cancelling = this.session?.cancel()
    } else this.startBreak()
  }

  private startBreak(): void {
    this.breaking = 'awaiting-reset'
    this.parser.discard()
    this.socket.write(p.encodeMarker(p.TNS_MARKER_TYPE_BREAK))
    if (this.resetPending) this.finishBreak()
  }

  private finishBreak(): void {
    this.breaking = 'none'
    this.resetPending = false
    this.parser.discard()
    this.socket.write(p.encodeMarker(p.TNS_MARKER_TYPE_RESET))
    this.writer.reset()
    writeError(this.writer, { code: 1013, message: 'ORA-01013: user requested cancel of current operation', inTransaction: this.session?.transaction.active ?? false })
    this.flush()
  }

  private pump(): void {
    if (this.busy || this.closed) return
    const request = this.parser.next()
    if (!request) return
    this.busy = true
    void this.run(request)
      .catch(e => this.close(e instanceof p.ProtocolError ? `protocol violated: ${e.message}` : `unexpected: ${(e as Error).stack}`))
      .then(async () => {
        await this.cancelling
        this.cancelling = undefined
        this.busy = false
        if (this.closed) return
        if (this.breaking === 'pending') this.startBreak()
        else this.flush()
        this.receiveRest()
      })
  }

  private receiveRest(): void {
    try {
      this.pump()
    } catch (e) {
      this.close(`protocol violated: ${(e as Error).message}`)
    }
  }

  private async run(request: Request): Promise<void> {
    this.writer.reset()
    const { session, logon, writer } = this
    const { body } = request
    if (!logon) throw new p.ProtocolError('a request before the service')
    if (!session) {
      try {
        this.session = await logon.handle(body, writer)
        if (!this.session) return
        clearTimeout(this.timer)
        if (this.closed) this.session.close()
        this.session.backend.onClose = () => this.close()
      } catch (e) {
        if (!(e instanceof OraError)) throw e
        writeLogonError(writer, e)
        this.flush()
        this.socket.end()
      }
      return
    }
    const answer: Answer = { writer, traits: logon.traits, kind: 'query' }
    session.interrupted = false
    session.answering = answer
    try {
      for (const piggyback of request.piggybacks) await runPiggyback(session, piggyback, answer)
      if (body.function === 'auth-phase-two') await logon.changePassword(body, writer)
      else await dispatch(session, body, answer)
      if (session.moveTo) this.move(session, await logon.move(session, session.moveTo))
    } catch (e) {
      if (e instanceof p.ProtocolError) throw e
      const error = await session.fullErrorOf(e, answer.kind)
      if (answer.opened) await session.cursors.close(answer.opened.id)
      writer.reset()
      writeError(writer, { code: error.code, message: error.message, offset: error.offset, inTransaction: session.transaction.active, rowCount: answer.rowCount })
    }
    if (body.function === 'session-release') writer.reset()
  }

  /** Another container: from now on another session answers. */
  private move(from: Session, to: Session): void {
    this.session = to
    to.cursors.adopt(from.cursors)
    to.backend.onClose = () => this.close()
    from.backend.onClose = undefined
    from.close()
    if (this.closed) to.close()
  }

  private flush(): void {
    if (this.writer.at === 0 || this.closed) return
    this.socket.write(p.encodeData(this.writer.done(), this.sdu))
    this.writer.reset()
  }
}

/** As Node writes addresses: IPv4, IPv6, IPv4 within IPv6. A connection that is gone has none. */
const isLoopback = (address: string | undefined): boolean => address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address)
