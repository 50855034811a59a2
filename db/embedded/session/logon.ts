/** From the first TTC message to a session: protocol, data types, and the two phases of authentication. */
import { oraError } from '../errors/messages'
import { type OraError, refuse } from '../errors/ora-error'
import { ProtocolError } from '../net/packet'
import { TNS_AUTH_MODE_CHANGE_PASSWORD, TNS_AUTH_MODE_SYSDBA } from '../ttc/constants'
import { Challenge } from '../ttc/auth/challenge'
import { fakeVerifier, matches } from '../ttc/auth/verifier'
import { writeAuthPairs, type AuthPair, type AuthRequest } from '../ttc/messages/auth'
import type { ClientTraits } from '../ttc/messages/capabilities'
import { writeDataTypes } from '../ttc/messages/data-types'
import { writeError, writeStatus } from '../ttc/messages/error'
import { writeProtocol } from '../ttc/messages/protocol'
import type { RequestBody } from '../ttc/messages/request-parser'
import type { WireWriter } from '../ttc/wire-writer'
import { runText } from './run-text'
import type { Account, ServerContext } from './server-context'
import { Session } from './session'
import { isDefaultPassword } from './default-passwords'
import { BANNER, SERVER_VERSION, SERVER_VERSION_NUMBER } from './version'

export class Logon {
  traits: ClientTraits = { driver: '', scaleIsOneByte: true }
  private challenge?: Challenge
  private account?: Account
  private user = ''
  private readonly facts = new Map<string, string>()

  /** `distant`: the client is on another machine, or may be. */
  constructor(private context: ServerContext, private readonly distant: boolean) {}

  /** Answers one message. @returns the session when the client is logged on */
  async handle(body: RequestBody, w: WireWriter): Promise<Session | undefined> {
    switch (body.function) {
      case 'protocol':
        this.traits = { ...this.traits, driver: body.driver }
        writeProtocol(w, BANNER)
        return undefined
      case 'data-types':
        this.traits = { ...this.traits, scaleIsOneByte: body.scaleIsOneByte }
        writeDataTypes(w, body.timeZones)
        return undefined
      case 'auth-phase-one':
        await this.phaseOne(body, w)
        return undefined
      case 'auth-phase-two':
        return this.phaseTwo(body, w)
      default:
        throw new ProtocolError(`${body.function} before logon`)
    }
  }

  /** Function 115 on a live session: the passwords are encrypted with the key of the logon. */
  async changePassword(request: AuthRequest, w: WireWriter): Promise<void> {
    const pairs = new Map(request.pairs)
    const [old, next] = [this.challenge?.decryptPassword(pairs.get('AUTH_PASSWORD')), this.challenge?.decryptPassword(pairs.get('AUTH_NEWPASSWORD'))]
    await this.replacePassword(old, next)
    writeAuthPairs(w, [])
    writeStatus(w, false)
  }

  private async phaseOne(request: AuthRequest, w: WireWriter): Promise<void> {
    for (const [key, value] of request.pairs) this.facts.set(key, value)
    this.user = userName(request.user)
    const { localLogin } = this.context
    const local = !this.distant && localLogin?.user === this.user
    this.account = local ? { name: 'SYS', verifier: localLogin.verifier, status: 'OPEN' } : await this.context.users.find(this.user)
    this.challenge = new Challenge(this.account?.verifier ?? fakeVerifier(this.user, this.context.users.secret))
    writeAuthPairs(w, this.challenge.pairs())
    writeStatus(w, false)
  }

  /** @throws OraError, after which the connection is closed */
  private async phaseTwo(request: AuthRequest, w: WireWriter): Promise<Session> {
    const { context } = this
    if (!this.challenge) throw new ProtocolError('phase two of the logon before phase one')
    const pairs = new Map(request.pairs)
    if (pairs.has('AUTH_TOKEN')) refuse('logging on with a token')
    if (pairs.has('PROXY_CLIENT_NAME')) refuse('a proxy user')
    if (request.mode & ~LOGON_MODES & ~TNS_AUTH_MODE_SYSDBA) refuse('an administrative logon mode')
    if (context.tries.isLocked(this.user)) throw oraError(28000)
    const password = this.challenge.password(pairs)
    const { account } = this
    if (!account?.verifier || password === undefined || !(await matches(account.verifier, password))) {
      context.tries.failed(this.user)
      throw oraError(1017)
    }
    context.tries.succeeded(this.user)
    if (account.status.includes('LOCKED')) throw oraError(28000)
    this.user = account.name
    if (this.distant && isDefaultPassword(this.user, password)) throw oraError(28003)
    const sysdba = (request.mode & TNS_AUTH_MODE_SYSDBA) !== 0
    if (this.user === 'SYS' && !sysdba) throw oraError(28009)
    if (this.user !== 'SYS' && sysdba) throw oraError(1017)
    if (!context.catalogs.current().hasSystemPrivilege(this.user, 'CREATE SESSION')) throw oraError(1045, [this.user])
    const next = pairs.get('AUTH_NEWPASSWORD')
    if (next !== undefined || request.mode & TNS_AUTH_MODE_CHANGE_PASSWORD) await this.replacePassword(password, this.challenge.decryptPassword(next))
    const session = await Session.open(context, this.user, this.facts)
    try {
      // Ends with a zero byte; may hold anything that ALTER SESSION can set.
      const alter = pairs.get('AUTH_ALTER_SESSION')?.replace(/\0+$/, '')
      if (alter) await runText(session, alter)
      if (session.moveTo) refuse('a container at logon')
    } catch (e) {
      session.close()
      throw e
    }
    writeAuthPairs(w, this.sessionPairs(session))
    writeStatus(w, false)
    return session
  }

  /** The same user in another container. */
  async move(from: Session, context: ServerContext): Promise<Session> {
    const to = await Session.open(context, from.user, this.facts)
    this.context = context
    this.account = await context.users.find(from.user)
    return to
  }

  private async replacePassword(old: string | undefined, next: string | undefined): Promise<void> {
    if (!this.account?.verifier || old === undefined || !(await matches(this.account.verifier, old))) throw oraError(1017)
    if (!next) throw oraError(988)
    await this.context.users.setPassword(this.user, next)
    this.account = await this.context.users.find(this.user)
  }

  private sessionPairs(session: Session): AuthPair[] {
    const { serviceName, instanceName, limits } = this.context
    const pairs: Record<string, string> = {
      AUTH_SVR_RESPONSE: this.challenge?.response() ?? '', AUTH_VERSION_NO: String(SERVER_VERSION_NUMBER), AUTH_VERSION_STRING: SERVER_VERSION,
      AUTH_SESSION_ID: String(session.sid), AUTH_SERIAL_NUM: String(session.serial), AUTH_DBNAME: serviceName, AUTH_SC_DBUNIQUE_NAME: serviceName,
      AUTH_SC_REAL_DBUNIQUE_NAME: serviceName, AUTH_SC_SERVICE_NAME: serviceName, AUTH_INSTANCENAME: instanceName, AUTH_SC_DB_DOMAIN: '',
      AUTH_MAX_OPEN_CURSORS: String(limits.openCursors), AUTH_MAX_IDEN_LENGTH: '128'
    }
    return Object.entries(pairs).map(([key, value]) => ({ key, value }))
  }
}

/** logon, change password, with password. */
const LOGON_MODES = 0x103

/** Upper case unless quoted. */
const userName = (text: string): string => (/^".*"$/.test(text) ? text.slice(1, -1) : text.toUpperCase())

export function writeLogonError(w: WireWriter, e: OraError): void {
  writeError(w, { code: e.code, message: e.message, inTransaction: false })
}
