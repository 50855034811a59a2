/** GRANT and REVOKE: by what is granted. SQL Language Reference, "GRANT", "REVOKE". */
import { ADMINISTRATIVE_PRIVILEGES, SYSTEM_PRIVILEGES } from '../../catalog/privileges'
import { oraError } from '../../errors/messages'
import { quoteLiteral } from '../expr'
import type { Translation } from '../statement'
import type { GrantStatement, Name } from '../tree'
import type { DdlContext } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { objectGrant } from './grant-object'
import { recompileViews, revalidateViews } from './recompile-views'

export function grantOrRevoke(statement: GrantStatement, ddl: DdlContext): Translation {
  for (const grantee of statement.grantees) requireGrantee(grantee, ddl)
  const plan = new DdlPlan(ddl.catalog)
  if (statement.on) objectGrant(statement, plan, ddl)
  else for (const privilege of statement.privileges) systemGrant(statement, privilege, plan, ddl)
  if (statement.type === 'revoke') revalidateViews(plan, ddl)
  else recompileViews(plan, ddl)
  return plan.build()
}

const isPublic = (name: Name): boolean => name.name === 'PUBLIC' && !name.quoted

function requireGrantee(grantee: Name, ddl: DdlContext): void {
  const { name } = grantee
  if (!isPublic(grantee) && !ddl.catalog.hasUser(name) && !ddl.catalog.hasRole(name)) throw oraError(1917, [name], grantee.start)
}

type Privilege = GrantStatement['privileges'][number]

function systemGrant(statement: GrantStatement, privilege: Privilege, plan: DdlPlan, ddl: DdlContext): void {
  const { name, span } = privilege
  if (name === 'ALL PRIVILEGES' || name === 'ALL') {
    const all = [...SYSTEM_PRIVILEGES].filter((p) => !ADMINISTRATIVE_PRIVILEGES.has(p) && p !== 'SELECT ANY DICTIONARY')
    requireAdmin('GRANT ANY PRIVILEGE', ddl)
    for (const grantee of statement.grantees)
      for (const p of all) statement.type === 'grant' ? give(grantee, p, statement, plan) : take(grantee, p, plan)
    return
  }
  if (SYSTEM_PRIVILEGES.has(name)) {
    requireAdmin(name, ddl)
    for (const grantee of statement.grantees) {
      if (statement.type === 'grant') {
        if (name === 'UNLIMITED TABLESPACE' && ddl.catalog.hasRole(grantee.name)) throw oraError(1931, [name], grantee.start)
        give(grantee, name, statement, plan)
      } else {
        if (!ddl.catalog.data.systemGrants.get(grantee.name)?.has(name)) throw oraError(1952, [grantee.name], grantee.start)
        take(grantee, name, plan)
      }
    }
    return
  }
  if (!ddl.catalog.hasRole(name)) throw name.includes(' ') ? oraError(990, [], span.start) : oraError(1919, [name], span.start)
  roleGrant(statement, privilege, plan, ddl)
}

function requireAdmin(privilege: string, ddl: DdlContext): void {
  if (!ddl.catalog.hasSystemPrivilegeWithAdmin(ddl.context.user, privilege)) throw oraError(1031)
}

function give(grantee: Name, privilege: string, statement: GrantStatement, plan: DdlPlan): void {
  plan.write(`insert into ora.system_grants as g (grantee, privilege, admin)
    values (${quoteLiteral(grantee.name)}, ${quoteLiteral(privilege)}, ${statement.withOption})
    on conflict (grantee, privilege) do update set admin = g.admin or excluded.admin`)
  plan.setHeld('systemGrants', grantee.name, (held) => held.set(privilege, statement.withOption || held.get(privilege) === true))
}
function take(grantee: Name, privilege: string, plan: DdlPlan): void {
  plan.write(`delete from ora.system_grants where grantee = ${quoteLiteral(grantee.name)} and privilege = ${quoteLiteral(privilege)}`)
  plan.setHeld('systemGrants', grantee.name, (held) => held.delete(privilege))
}

function roleGrant(statement: GrantStatement, { name, span }: Privilege, plan: DdlPlan, ddl: DdlContext): void {
  const { user } = ddl.context
  const admin = [...ddl.catalog.grantees(user)].some((g) => ddl.catalog.data.roleGrants.get(g)?.get(name))
  if (!admin && !ddl.catalog.hasSystemPrivilege(user, 'GRANT ANY ROLE')) throw oraError(1932, [name], span.start)
  for (const grantee of statement.grantees) {
    const [to, role] = [quoteLiteral(grantee.name), quoteLiteral(name)]
    if (statement.type === 'grant') {
      if (grantee.name === name || ddl.catalog.grantees(name).has(grantee.name)) {
        if (!isPublic(grantee)) throw oraError(1934, [], grantee.start)
      }
      plan.write(`insert into ora.role_grants as g (grantee, role, admin) values (${to}, ${role}, ${statement.withOption})
        on conflict (grantee, role) do update set admin = g.admin or excluded.admin`)
      plan.setHeld('roleGrants', grantee.name, (held) => held.set(name, statement.withOption || held.get(name) === true))
    } else {
      if (!ddl.catalog.data.roleGrants.get(grantee.name)?.has(name)) throw oraError(1951, [name, grantee.name], grantee.start)
      plan.write(`delete from ora.role_grants where grantee = ${to} and role = ${role}`)
      plan.setHeld('roleGrants', grantee.name, (held) => held.delete(name))
    }
  }
}
