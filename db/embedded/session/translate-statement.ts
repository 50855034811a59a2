/** From a statement's text to something that can run, through the session's cache. */
import { InvalidUnit, OraError, refuse } from '../errors/ora-error'
import type { OraType } from '../sql/types'
import { bindType, isArrayBind, type BindMetadata } from '../ttc/types/bind-codecs'
import type { PreparedStatement } from './prepared-statement'
import type { Session } from './session'

/** Types of a statement's placeholders by position. */
export interface BindTypes {
  readonly types: readonly (OraType | undefined)[]
  readonly arrays: ReadonlySet<number>
}

/** `absent`: binds without a type of their own when the client gives none. */
export function bindTypesOf(binds: readonly BindMetadata[], absent: ReadonlySet<number>): BindTypes {
  const arrays = new Set<number>()
  binds.forEach((meta, i) => isArrayBind(meta) && arrays.add(i))
  return { types: binds.map((meta, i) => (absent.has(i) && meta.wireType === 0 ? undefined : bindType(meta))), arrays }
}

/**
 * Another session's DDL is visible in the dictionary from its commit on, a moment before our snapshot has it. So while DDL is
 * under way, an error of the translator counts only when it also stands in the newest snapshot. A unit that must be compiled
 * first is compiled, and the statement translated again. `owner`: whose names and rights count instead of the session's.
 * @throws OraError of the translator
 */
export async function translateStatement(session: Session, sql: string, binds: BindTypes | undefined, owner?: string):
  Promise<PreparedStatement> {
  const { catalogs } = session.context
  const compiled = new Set<string>()
  for (;;) {
    const { version } = catalogs.current()
    try {
      return translateNow(session, sql, binds, owner)
    } catch (e) {
      if (e instanceof InvalidUnit) await compileUnit(session, e, compiled)
      else if (!(e instanceof OraError) || catalogs.changing === 0) throw e
      else {
        await catalogs.reload()
        if (catalogs.current().version === version) throw e
      }
    }
  }
}

/** @throws what Oracle says of an INVALID unit, when it still is one */
async function compileUnit(session: Session, unit: InvalidUnit, compiled: Set<string>): Promise<void> {
  const key = JSON.stringify([unit.owner, unit.unit, unit.type])
  if (compiled.has(key)) throw unit.otherwise
  compiled.add(key)
  await session.context.recompile(unit, session.parameters.nls)
}

function translateNow(session: Session, sql: string, binds: BindTypes | undefined, owner: string | undefined): PreparedStatement {
  const { parameters, context, user, statements } = session
  if (sql.length > context.limits.statementLength) refuse(`a statement of more than ${context.limits.statementLength} characters`)
  const catalog = context.catalogs.current()
  session.transaction.sawCatalog(catalog.version)
  const types = binds?.types.map((type, i) => keyOf(type) + (binds.arrays.has(i) ? '[]' : '')).join() ?? ''
  const key = `${parameters.version}\0${owner ?? ''}\0${types}\0${sql}`
  const cached = statements.get(key, catalog.version)
  if (cached) return cached
  const whose = { user: owner ?? user, schema: owner ?? parameters.schema, nls: parameters.nls }
  const translation = context.translate(sql, { ...whose, bindTypes: binds?.types, bindArrays: binds?.arrays }, catalog)
  return statements.prepare(key, translation)
}

const keyOf = (type: OraType | undefined): string => {
  if (!type) return '?'
  return 'size' in type ? `${type.kind}${type.size ?? ''}` : type.kind
}
