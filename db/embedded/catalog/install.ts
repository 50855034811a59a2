/** Makes a PostgreSQL database into an empty Oracle one: helper functions, dictionary, predefined users and roles. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { quoteLiteral } from '../sql/expr'
import type { Query } from './load-catalog'
import { plsqlTables } from './plsql-tables'
import { PREDEFINED_ROLES } from './privileges'

export interface InstallOptions {
  /** Passwords are set afterwards by the session layer, which knows how verifiers are derived. */
  readonly role?: string
}

/** Changes when a stored table of schema ora gets other columns: an existing data folder cannot follow by itself then. */
export const STORED_SHAPE = '1'

/** Runs every catalog/sql/*.sql in name order, then the rows that they do not hold. Safe to repeat. `query` is a superuser's. */
export async function installCatalog(query: Query, options: InstallOptions = {}): Promise<void> {
  const role = options.role ?? 'ora_session'
  await query('set search_path = pg_catalog')
  await query(`do $$ begin
    if not exists (select from pg_roles where rolname = ${quoteLiteral(role)}) then create role "${role}" login; end if;
  end $$`)
  const folder = sqlFolder()
  for (const file of readdirSync(folder)
    .filter((f) => f.endsWith('.sql'))
    .sort())
    await query(readFileSync(join(folder, file), 'utf8'))
  await query(plsqlTables())
  await query(predefined())
  await query(`do $$ begin
    execute format('grant create on database %I to "${role}"', current_database());
    execute format('alter database %I set search_path = pg_catalog', current_database());
  end $$`)
  await query(`
    grant usage on schema ora, "SYS", "SYSTEM" to "${role}";
    grant create on schema "SYS", "SYSTEM" to "${role}";
    grant usage, create on schema ora_block, ora_type to "${role}";
    grant select, insert, update, delete on all tables in schema ora to "${role}";
    grant usage on all sequences in schema ora to "${role}";
    grant select on all tables in schema "SYS" to "${role}";
    revoke create on schema public from public;
    comment on schema ora is '${STORED_SHAPE}'`)
  await query('analyze')
}

/** Beside the sources, and beside the compiled output when the package was built. */
function sqlFolder(): string {
  for (const candidate of [join(__dirname, 'sql'), join(__dirname, '..', '..', 'catalog', 'sql')])
    if (existsSync(candidate)) return candidate
  throw new Error(`catalog/sql is missing beside ${__dirname}`)
}

function predefined(): string {
  const texts: string[] = []
  const roles = Object.keys(PREDEFINED_ROLES)
  roles.forEach((name, i) => {
    if (name === 'PUBLIC') return
    texts.push(
      `insert into ora.roles (name, role_id, oracle_maintained) values (${quoteLiteral(name)}, ${i + 2}, true) on conflict do nothing`
    )
    for (const privilege of PREDEFINED_ROLES[name]) texts.push(systemGrant(name, privilege))
  })
  texts.push(
    `insert into ora.users (name, user_id, default_tablespace, oracle_maintained)
       values ('SYS', 0, 'SYSTEM', true), ('SYSTEM', 9, 'SYSTEM', true) on conflict do nothing`,
    `insert into ora.role_grants (grantee, role, admin)
       values ('SYS', 'DBA', true), ('SYSTEM', 'DBA', true), ('DBA', 'SELECT_CATALOG_ROLE', true) on conflict do nothing`
  )
  return texts.join(';\n')
}

const systemGrant = (grantee: string, privilege: string): string =>
  `insert into ora.system_grants (grantee, privilege, admin)
     values (${quoteLiteral(grantee)}, ${quoteLiteral(privilege)}, false) on conflict do nothing`
