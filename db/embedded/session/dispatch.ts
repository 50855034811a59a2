/**
 * What this server does with each function of the protocol. A function that it does not have is a row too and is
 * refused by name; a number that is in neither table closes the connection.
 */
import { refuse } from '../errors/ora-error'
import { oraError } from '../errors/messages'
import { SESSION_SETTINGS } from '../catalog/session-settings'
import { ProtocolError } from '../net/packet'
import * as c from '../ttc/constants'
import { writeError, writeStatus } from '../ttc/messages/error'
import type { EndToEndName, Piggyback } from '../ttc/messages/piggybacks'
import type { RequestBody } from '../ttc/messages/request-parser'
import type { Answer } from './answer'
import { execute, fetch, reexecute } from './execute-request'
import { lobOp } from './lob-request'
import type { Session } from './session'

type Body<F extends RequestBody['function']> = Extract<RequestBody, { readonly function: F }>
type Handler<F extends RequestBody['function']> = (session: Session, body: Body<F>, answer: Answer) => void | Promise<void>
/** Functions after logon; what comes before is in logon.ts. */
type SessionFunction = Exclude<RequestBody['function'], 'protocol' | 'data-types' | 'auth-phase-one' | 'auth-phase-two'>

const done = (session: Session, answer: Answer): void => writeStatus(answer.writer, session.transaction.active)

const HANDLERS: { readonly [F in SessionFunction]: Handler<F> } = {
  execute,
  reexecute,
  fetch,
  'lob-op': (session, body, answer) => {
    lobOp(session.lobs, body, answer.writer)
    writeError(answer.writer, { code: 0, inTransaction: session.transaction.active })
  },
  commit: async (session, _, answer) => {
    await session.transaction.commit()
    session.lobs.trim()
    done(session, answer)
  },
  rollback: async (session, _, answer) => {
    await session.transaction.rollback()
    session.lobs.trim()
    done(session, answer)
  },
  ping: (session, _, answer) => done(session, answer),
  logoff: async (session, _, answer) => {
    // Both drivers roll back before; work that is still open was not meant to be kept.
    await session.sources.closeAll()
    await session.transaction.rollback()
    await session.leave()
    done(session, answer)
  },
  'session-release': async session => {
    await session.sources.closeAll()
    await session.transaction.rollback()
  },
  'unknown-cursor': () => {
    throw oraError(1001)
  },
  unsupported: (_, body) => refuse(UNSUPPORTED[body.code] ?? `protocol function ${body.code}`)
}

/** By code: named in ORA-03001. */
export const UNSUPPORTED: Readonly<Record<number, string>> = {
  [c.TNS_FUNC_TPC_TXN_SWITCH]: 'a distributed or sessionless transaction',
  [c.TNS_FUNC_TPC_TXN_CHANGE_STATE]: 'a distributed transaction',
  [c.TNS_FUNC_AQ_ENQ]: 'Advanced Queuing',
  [c.TNS_FUNC_AQ_DEQ]: 'Advanced Queuing',
  [c.TNS_FUNC_ARRAY_AQ]: 'Advanced Queuing',
  [c.TNS_FUNC_SUBSCRIBE]: 'change notification',
  [c.TNS_FUNC_NOTIFY]: 'change notification',
  [c.TNS_FUNC_DIRECT_PATH_PREPARE]: 'direct path load',
  [c.TNS_FUNC_DIRECT_PATH_LOAD_STREAM]: 'direct path load',
  [c.TNS_FUNC_DIRECT_PATH_OP]: 'direct path load',
  [c.TNS_FUNC_APP_CONTEXT]: 'an application context',
  [c.TNS_FUNC_SESSION_GET]: 'resident connection pooling',
  [c.TNS_FUNC_SESSION_STATE]: 'request boundaries',
  [c.TNS_FUNC_PIPELINE_BEGIN]: 'pipelining',
  [c.TNS_FUNC_PIPELINE_END]: 'pipelining'
}

export async function dispatch(session: Session, body: RequestBody, answer: Answer): Promise<void> {
  const handler = HANDLERS[body.function as SessionFunction] as Handler<SessionFunction> | undefined
  if (!handler) throw new ProtocolError(`${body.function} after logon`)
  await handler(session, body as Body<SessionFunction>, answer)
}

const END_TO_END_SETTING: Readonly<Partial<Record<EndToEndName, string>>> = {
  clientId: SESSION_SETTINGS.clientIdentifier, module: SESSION_SETTINGS.module, action: SESSION_SETTINGS.action, clientInfo: SESSION_SETTINGS.clientInfo
}

/** Runs before the request that it rode in front of. */
export async function runPiggyback(session: Session, piggyback: Piggyback, answer: Answer): Promise<void> {
  switch (piggyback.do) {
    case 'close-cursors':
      for (const id of piggyback.ids) await session.cursors.close(id)
      break
    case 'cancel-cursors':
      for (const id of piggyback.ids) await session.cursors.cancel(id)
      break
    case 'end-to-end': {
      const settings: Record<string, string> = {}
      for (const [name, value] of Object.entries(piggyback.attributes)) {
        const setting = END_TO_END_SETTING[name as EndToEndName]
        if (setting) settings[setting] = value
      }
      await session.configure(settings)
      break
    }
    case 'set-schema': {
      const name = piggyback.schema.startsWith('"') ? piggyback.schema.replace(/"/g, '') : piggyback.schema.toUpperCase()
      if (name === session.parameters.schema) break // node-oracledb repeats it with every request
      if (!session.context.catalogs.current().hasUser(name)) throw oraError(1435)
      await session.setParameter('CURRENT_SCHEMA', name)
      break
    }
    case 'lob-op': {
      const at = answer.writer.at // a piggyback has no answer
      lobOp(session.lobs, piggyback.request, answer.writer)
      answer.writer.at = at
      break
    }
    default:
  }
}
