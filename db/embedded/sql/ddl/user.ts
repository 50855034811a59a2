/** CREATE, ALTER, DROP USER. A user is a PostgreSQL schema and a row; passwords are the session's business. */
import { phys } from '../../catalog/physical-names'
import type { StoredTable } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { quoteLiteral, quoteName } from '../expr'
import type { Translation } from '../statement'
import type { CreateUser, DropStatement, Name } from '../tree'
import { checkedName, type DdlContext } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { dropDependentViews, recompileViews } from './recompile-views'
import { withoutConstraints } from './table-changes'

const TABLESPACES = new Set(['SYSTEM', 'SYSAUX', 'USERS', 'UNDOTBS1', 'TEMP'])
const PREDEFINED = new Set(['SYS', 'SYSTEM', 'PUBLIC'])

function tablespace(name: Name | undefined, fallback: string): string {
  if (!name) return fallback
  if (!TABLESPACES.has(name.name)) throw oraError(959, [name.name], name.start)
  return name.name
}

export function createUser(statement: CreateUser, ddl: DdlContext): Translation {
  if (statement.type === 'alter-user') return alterUser(statement, ddl)
  requirePrivilege('CREATE USER', ddl)
  const name = checkedName(statement.name)
  if (ddl.catalog.hasUser(name) || ddl.catalog.hasRole(name) || PREDEFINED.has(name)) throw oraError(1920, [name], statement.name.start)
  if (statement.passwordExpire) refuse('PASSWORD EXPIRE', statement.start)
  const plan = new DdlPlan(ddl.catalog)
  plan.run(`create schema ${quoteName(phys(name))}`)
  const locked = statement.accountLock ? `'LOCKED', pg_catalog.statement_timestamp()` : `'OPEN', null`
  const spaces = [tablespace(statement.defaultTablespace, 'USERS'), tablespace(statement.temporaryTablespace, 'TEMP')].map(quoteLiteral)
  plan.write(`with id as (update ora.version set next_user = next_user + 1 returning next_user - 1 as user_id)
    insert into ora.users (name, user_id, account_status, lock_date, default_tablespace, temporary_tablespace)
    select ${quoteLiteral(name)}, user_id, ${locked}, ${spaces.join(', ')} from id`)
  if (statement.password !== undefined) plan.step({ do: 'set-password', user: name, password: statement.password })
  return plan.build()
}

function alterUser(statement: CreateUser, ddl: DdlContext): Translation {
  const { name } = statement.name
  const onlyPassword =
    statement.password !== undefined &&
    statement.accountLock === undefined &&
    !statement.defaultTablespace &&
    !statement.temporaryTablespace
  if (!(onlyPassword && name === ddl.context.user)) requirePrivilege('ALTER USER', ddl)
  if (!ddl.catalog.hasUser(name)) throw oraError(1918, [name], statement.name.start)
  if (statement.passwordExpire) refuse('PASSWORD EXPIRE', statement.start)
  if (statement.replacedPassword !== undefined) refuse('IDENTIFIED BY … REPLACE', statement.start)
  if (statement.defaultRoles !== undefined && statement.defaultRoles !== 'ALL') refuse('DEFAULT ROLE other than ALL', statement.start)
  const plan = new DdlPlan(ddl.catalog)
  const set = (change: string): void => plan.write(`update ora.users set ${change} where name = ${quoteLiteral(name)}`)
  if (statement.accountLock === true) set(`account_status = 'LOCKED', lock_date = pg_catalog.statement_timestamp()`)
  if (statement.accountLock === false) set(`account_status = 'OPEN', lock_date = null`)
  if (statement.defaultTablespace) set(`default_tablespace = ${quoteLiteral(tablespace(statement.defaultTablespace, ''))}`)
  if (statement.temporaryTablespace) set(`temporary_tablespace = ${quoteLiteral(tablespace(statement.temporaryTablespace, ''))}`)
  if (statement.password !== undefined) plan.step({ do: 'set-password', user: name, password: statement.password })
  return plan.build()
}

export function dropUser(statement: DropStatement, ddl: DdlContext): Translation {
  requirePrivilege('DROP USER', ddl)
  const { name } = statement.name.object
  if (!ddl.catalog.hasUser(name)) throw oraError(1918, [name], statement.name.start)
  if (PREDEFINED.has(name)) throw oraError(28050, [], statement.name.start)
  const rows = ddl.catalog.rowsOf(name)
  if (rows.length && !statement.cascade) throw oraError(1922, [name], statement.name.start)
  const plan = new DdlPlan(ddl.catalog)
  plan.checkBefore(`select 1940 where exists (select from pg_catalog.pg_stat_activity
    where datname = pg_catalog.current_database() and application_name like 'ora:%'
      and pg_catalog.split_part(application_name, ':', 4) = ${quoteLiteral(name)})`)
  for (const row of rows) {
    const object = row.object
    if (object.kind === 'program') dropDependentViews(object, plan, ddl)
    if (object.kind !== 'table' && object.kind !== 'view') continue
    if (object.kind === 'table') {
      for (const r of plan.catalog.referencing(object.owner, object.name)) {
        if (r.table.owner === name) continue
        withoutConstraints(plan.catalog.data.objects.get(r.table.id)?.object as StoredTable, [r.constraint], plan)
      }
    }
    for (const trigger of plan.catalog.triggersOn(object.owner, object.name)) plan.removeUnit(trigger)
    dropDependentViews(object, plan, ddl)
  }
  for (const { object } of rows) {
    if (object.kind === 'program' || object.kind === 'trigger') plan.removeUnit(object)
    else plan.remove(object)
  }
  plan.run(`drop schema ${quoteName(phys(name))} cascade`)
  const user = quoteLiteral(name)
  for (const table of ['system_grants', 'role_grants', 'object_grants']) plan.write(`delete from ora.${table} where grantee = ${user}`)
  plan.write(`delete from ora.object_grants where grantor = ${user}`)
  plan.write(`delete from ora.users where name = ${user}`)
  recompileViews(plan, ddl)
  return plan.build()
}

export function requirePrivilege(privilege: string, ddl: DdlContext): void {
  if (!ddl.catalog.hasSystemPrivilege(ddl.context.user, privilege)) throw oraError(1031)
}
