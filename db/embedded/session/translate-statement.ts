/** From a statement's text to something that can run, through the session's cache. */
import { OraError, refuse } from '../errors/ora-error'
import type { OraType } from '../sql/types'
import { bindType, type BindMetadata } from '../ttc/types/bind-codecs'
import type { PreparedStatement } from './prepared-statement'
import type { Session } from './session'

/**
 * Another session's DDL is visible in the dictionary from its commit on, a moment before our snapshot has it. So while DDL is
 * under way, an error of the translator counts only when it also stands in the newest snapshot.
 * @throws OraError of the translator
 */
export async function translateStatement(session: Session, sql: string, binds: readonly BindMetadata[] | undefined, absent: ReadonlySet<number>): Promise<PreparedStatement> {
  const { catalogs } = session.context
  const { version } = catalogs.current()
  try {
    return translateNow(session, sql, binds, absent)
  } catch (e) {
    if (!(e instanceof OraError) || catalogs.changing === 0) throw e
    await catalogs.reload()
    if (catalogs.current().version === version) throw e
    return translateNow(session, sql, binds, absent)
  }
}

function translateNow(session: Session, sql: string, binds: readonly BindMetadata[] | undefined, absent: ReadonlySet<number>): PreparedStatement {
  const { parameters, context, user, statements } = session
  if (sql.length > context.limits.statementLength) refuse(`a statement of more than ${context.limits.statementLength} characters`)
  const bindTypes = binds?.map((meta, i): OraType | undefined => (absent.has(i) && meta.wireType === 0 ? undefined : bindType(meta)))
  const catalog = context.catalogs.current()
  const key = `${parameters.version}\0${bindTypes?.map(keyOf).join() ?? ''}\0${sql}`
  const cached = statements.get(key, catalog.version)
  if (cached) return cached
  const translation = context.translate(sql, { user, schema: parameters.schema, nls: parameters.nls, bindTypes }, catalog)
  return statements.prepare(key, translation)
}

const keyOf = (type: OraType | undefined): string => {
  if (!type) return '?'
  return 'size' in type ? `${type.kind}${type.size ?? ''}` : type.kind
}
