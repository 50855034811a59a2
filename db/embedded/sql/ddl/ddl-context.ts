/** What a DDL statement is translated in, and the questions that all of them ask. */
import type { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import type { StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import type { TranslateContext } from '../statement'
import type { Name, QualifiedName } from '../tree'
import type { DdlPlan } from './ddl-plan'

/** Who asks, and what there is. */
export interface NamingContext {
  readonly context: TranslateContext
  readonly catalog: CatalogSnapshot
}
export interface DdlContext extends NamingContext {
  readonly text: string
  /** Compiles anew what stands on objects that the plan changed (plsql/units); whether views may be tried again. */
  settleUnits(plan: DdlPlan, ddl: DdlContext): boolean
}

export interface ObjectName {
  readonly owner: string
  readonly name: string
}

/** Oracle's limit is in bytes of the database character set. @throws ORA-00972 */
export function checkedName(name: Name): string {
  if (Buffer.byteLength(name.name) > 128) throw oraError(972, [], name.start)
  return name.name
}

/** Name of something to be made: in the named schema or the current one. @throws ORA-01918 for a schema that is no user */
export function newName(name: QualifiedName, ddl: DdlContext): ObjectName {
  const owner = name.schema?.name ?? ddl.context.schema
  if (name.schema && !ddl.catalog.hasUser(owner)) throw oraError(1918, [owner], name.schema.start)
  return { owner, name: checkedName(name.object) }
}

/** Follows synonyms: private of the schema, then public. */
export function resolveName(name: QualifiedName, ddl: NamingContext): ObjectName {
  let found: ObjectName = { owner: name.schema?.name ?? ddl.context.schema, name: name.object.name }
  let object = ddl.catalog.find(found.owner, found.name)
  if (!object && ddl.catalog.findProgram(found.owner, found.name)) return found
  if (!object && !name.schema) {
    found = { owner: 'PUBLIC', name: name.object.name }
    object = ddl.catalog.find('PUBLIC', found.name)
    if (!object) return { owner: ddl.context.schema, name: name.object.name }
  }
  for (let depth = 0; object?.kind === 'synonym'; depth++) {
    if (depth > 32) throw oraError(1775, [], name.start)
    found = { owner: object.targetOwner, name: object.targetName }
    object = ddl.catalog.find(found.owner, found.name)
  }
  return found
}

/** CREATE x in one's own schema, CREATE ANY x elsewhere. @throws ORA-01031 */
export function requireCreate(what: string, owner: string, ddl: DdlContext): void {
  const { user } = ddl.context
  if (owner === 'SYS' && user !== 'SYS') throw oraError(1031)
  const any = ddl.catalog.hasSystemPrivilege(user, `CREATE ANY ${what}`)
  const own = owner === user && (what === 'INDEX' || ddl.catalog.hasSystemPrivilege(user, `CREATE ${what}`))
  if (!any && !own) throw oraError(1031)
}

/** Own object, or the ANY privilege. Another's object that cannot be seen is ORA-00942 (or `missing`), else ORA-01031. */
export function requireOwnOr(any: string, object: ObjectName, ddl: DdlContext, missing = 942): void {
  const { user } = ddl.context
  if (user === object.owner || user === 'SYS') return
  if (object.owner !== 'SYS' && ddl.catalog.hasSystemPrivilege(user, any)) return
  throw ddl.catalog.isVisible(user, object.owner, object.name) ? oraError(1031) : oraError(missing)
}

/** The table of ALTER TABLE, DROP TABLE, CREATE INDEX, …; synonyms are not followed unless asked for. @throws ORA-00942 */
export function findTable(name: QualifiedName, ddl: DdlContext, followSynonyms = false): StoredTable {
  const at = followSynonyms ? resolveName(name, ddl) : { owner: name.schema?.name ?? ddl.context.schema, name: name.object.name }
  const object = ddl.catalog.find(at.owner, at.name)
  if (object?.kind !== 'table') throw oraError(942, [], name.start)
  return object
}
