/** Object privileges: GRANT … ON, REVOKE … ON. */
import type { ObjectGrant } from '../../catalog/catalog-snapshot'
import { ANY_OBJECT_PRIVILEGE, COLUMN_PRIVILEGES, OBJECT_PRIVILEGES } from '../../catalog/privileges'
import type { StoredObject, StoredView } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import type { GrantStatement } from '../tree'
import { type DdlContext, resolveName } from './ddl-context'
import type { DdlPlan } from './ddl-plan'

/** Error of a privilege that this kind of object has not. */
const NOT_ALLOWED: Readonly<Record<string, number>> = { table: 2224, view: 2204, sequence: 2205, program: 2225 }

export function objectGrant(statement: GrantStatement, plan: DdlPlan, ddl: DdlContext): void {
  if (!statement.on) return
  const { user } = ddl.context
  const at = resolveName(statement.on, ddl)
  const object = ddl.catalog.find(at.owner, at.name) ?? ddl.catalog.findProgram(at.owner, at.name)
  const anyObject = ddl.catalog.hasSystemPrivilege(user, 'GRANT ANY OBJECT PRIVILEGE')
  if (!object || object.kind === 'synonym' || (!anyObject && !ddl.catalog.isVisible(user, at.owner, at.name)))
    throw oraError(statement.privileges.every((p) => p.name === 'EXECUTE') ? 4042 : 942, [], statement.on.start)
  const all = OBJECT_PRIVILEGES[object.kind]
  const grantor = user !== at.owner && anyObject && !held(object, user, ddl) ? at.owner : user
  for (const privilege of statement.privileges) {
    const everything = privilege.name === 'ALL' || privilege.name === 'ALL PRIVILEGES'
    if (!everything && !ANY_OBJECT_PRIVILEGE.has(privilege.name)) throw oraError(990, [], privilege.span.start)
    if (!everything && !all.includes(privilege.name)) throw oraError(NOT_ALLOWED[object.kind], [], privilege.span.start)
    if (privilege.columns.length && !COLUMN_PRIVILEGES.has(privilege.name)) throw oraError(969, [], privilege.span.end)
    const names = everything ? all : [privilege.name]
    if (statement.type === 'grant') give(statement, object, grantor, names, privilege, plan, ddl)
    else take(statement, object, grantor, names, everything, privilege, plan, ddl)
  }
}

const held = (object: StoredObject, user: string, ddl: DdlContext): boolean =>
  ddl.catalog.grantsOn(object.id).some((g) => g.grantee === user && g.grantable)

function give(
  statement: GrantStatement,
  object: StoredObject,
  grantor: string,
  names: readonly string[],
  privilege: GrantStatement['privileges'][number],
  plan: DdlPlan,
  ddl: DdlContext
): void {
  const may = (name: string): boolean =>
    grantor === object.owner || ddl.catalog.grantsOn(object.id).some((g) => g.grantee === grantor && g.privilege === name && g.grantable)
  const allowed = names.filter(may)
  if (!allowed.length) throw oraError(1031)
  const columns = columnsOf(privilege, object)
  for (const grantee of statement.grantees) {
    if (grantee.name === grantor && grantor === ddl.context.user) throw oraError(1749, [], grantee.start)
    for (const name of allowed) if (object.kind === 'view') requireGrantOption(object, name, ddl)
    if (statement.withOption && ddl.catalog.hasRole(grantee.name)) throw oraError(1926, [], grantee.start)
    for (const name of allowed)
      for (const column of columns)
        plan.grantObject({ grantee: grantee.name, objectId: object.id, privilege: name, column, grantor, grantable: statement.withOption })
  }
}

/** A view passes on what its owner may pass on. @throws ORA-01720 */
function requireGrantOption(view: StoredView, privilege: string, ddl: DdlContext): void {
  const needed = privilege === 'READ' ? ['SELECT', 'READ'] : [privilege]
  for (const { owner, name } of view.dependsOn) {
    const object = ddl.catalog.find(owner, name)
    if (!object && owner !== view.owner && ddl.catalog.findProgram(owner, name)) {
      if (!ddl.catalog.mayGrant(view.owner, 'EXECUTE', owner, name)) throw oraError(1720, [`${owner}.${name}`])
      continue
    }
    if (object?.kind === 'synonym' || object?.kind === 'sequence' || owner === view.owner) continue
    if (!needed.some((p) => ddl.catalog.mayGrant(view.owner, p, owner, name))) throw oraError(1720, [`${owner}.${name}`])
  }
}

function columnsOf(privilege: GrantStatement['privileges'][number], object: StoredObject): string[] {
  if (!privilege.columns.length) return ['']
  return privilege.columns.map((c) => {
    const known = 'columns' in object && object.columns.some((x) => (typeof x === 'string' ? x : x.name) === c.name)
    if (!known) throw oraError(904, [`"${c.name}"`], c.start)
    return c.name
  })
}

/** A revoked privilege takes along what its holder granted on. */
function take(
  statement: GrantStatement,
  object: StoredObject,
  grantor: string,
  names: readonly string[],
  everything: boolean,
  privilege: GrantStatement['privileges'][number],
  plan: DdlPlan,
  ddl: DdlContext
): void {
  if (privilege.columns.length) throw oraError(1750, [], privilege.span.start)
  for (const grantee of statement.grantees) {
    if (grantee.name === ddl.context.user && grantor === ddl.context.user) throw oraError(1749, [], grantee.start)
    const grants = ddl.catalog.grantsOn(object.id)
    const own = grants.filter((g) => g.grantee === grantee.name && g.grantor === grantor && names.includes(g.privilege))
    if (!own.length && !everything) throw oraError(1927, [], privilege.span.start)
    const gone = new Set<ObjectGrant>(own)
    for (const g of gone)
      for (const next of grants)
        if (next.grantor === g.grantee && next.privilege === g.privilege && g.grantee !== object.owner) gone.add(next)
    for (const g of gone) plan.revokeObject(g)
  }
}
