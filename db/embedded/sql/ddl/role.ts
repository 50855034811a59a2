/** CREATE ROLE, DROP ROLE. */
import { oraError } from '../../errors/messages'
import { quoteLiteral } from '../expr'
import type { Translation } from '../statement'
import type { CreateRole, DropStatement } from '../tree'
import { checkedName, type DdlContext } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { requirePrivilege } from './user'

/** Who makes a role holds it with ADMIN OPTION. */
export function createRole(statement: CreateRole, ddl: DdlContext): Translation {
  requirePrivilege('CREATE ROLE', ddl)
  const name = checkedName(statement.name)
  if (ddl.catalog.hasUser(name) || ddl.catalog.hasRole(name) || name === 'PUBLIC') throw oraError(1921, [name], statement.name.start)
  const plan = new DdlPlan(ddl.catalog)
  plan.write(`with id as (update ora.version set next_user = next_user + 1 returning next_user - 1 as role_id)
    insert into ora.roles (name, role_id) select ${quoteLiteral(name)}, role_id from id`)
  plan.write(`insert into ora.role_grants (grantee, role, admin) values (${quoteLiteral(ddl.context.user)}, ${quoteLiteral(name)}, true)`)
  return plan.build()
}

export function dropRole(statement: DropStatement, ddl: DdlContext): Translation {
  const { name } = statement.name.object
  if (!ddl.catalog.hasRole(name)) throw oraError(1919, [name], statement.name.start)
  const admin = ddl.catalog.data.roleGrants.get(ddl.context.user)?.get(name)
  if (!admin) requirePrivilege('DROP ANY ROLE', ddl)
  const plan = new DdlPlan(ddl.catalog)
  const role = quoteLiteral(name)
  for (const table of ['system_grants', 'role_grants', 'object_grants']) plan.write(`delete from ora.${table} where grantee = ${role}`)
  plan.write(`delete from ora.roles where name = ${role}`)
  return plan.build()
}
