/** ALTER SESSION SET CONTAINER. Source: SQL Language Reference 19c, "ALTER SESSION"; Multitenant Administrator's Guide, "About Container Switches". */
import { oraError } from '../errors/messages'
import { refuse } from '../errors/ora-error'
import type { ServerContext } from './server-context'
import type { Session } from './session'

/** Users that are the same in every container. */
const COMMON_USERS: ReadonlySet<string> = new Set(['SYS', 'SYSTEM'])

/** @returns where to go, undefined when the session is there. @throws OraError */
export function containerOf(session: Session, name: string): ServerContext | undefined {
  const { context } = session
  if ((session.parent ?? session).answering?.kind === 'plsql') refuse('ALTER SESSION SET CONTAINER in PL/SQL')
  if (!COMMON_USERS.has(session.user)) throw oraError(1031)
  if (name === 'CDB$ROOT' || name === 'PDB$SEED') refuse(`the container ${name}`)
  const wanted = context.services.find(name)
  if (!wanted) throw oraError(65011, [name])
  if (wanted === context) return undefined
  if (session.transaction.active) throw oraError(65023, [context.serviceName])
  return wanted
}
