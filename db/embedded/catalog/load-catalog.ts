/** Reads the catalog from the `ora` tables in one query. */
import { type CatalogData, CatalogSnapshot, type ObjectGrant, ObjectRow } from './catalog-snapshot'

/** Rows of text; null stands as null or ''. */
export type Query = (sql: string) => Promise<readonly (readonly (string | null)[])[]>

/**
 * @param previous an earlier snapshot of the same database: definitions that did not change since are taken
 *   from it (DDL runs one at a time, so a row's `change` tells) and are not sent again.
 */
export async function loadCatalog(query: Query, previous?: CatalogSnapshot): Promise<CatalogSnapshot> {
  const since = previous?.version ?? 0
  const rows = await query(`
    select 'version', version::text, next_object::text, next_constraint::text, '', '', '', '' from ora.version
    union all
    select 'object', object_id::text, owner, name, type, status, change::text || case when generated then 'G' else '' end, definition::text
      from ora.objects where change > ${since}
    union all select 'ids', string_agg(object_id::text, ','), '', '', '', '', '', '' from ora.objects
    union all select 'user', name, '', '', '', '', '', '' from ora.users
    union all select 'role', name, '', '', '', '', '', '' from ora.roles
    union all select 'role-grant', grantee, role, admin::text, '', '', '', '' from ora.role_grants
    union all select 'system-grant', grantee, string_agg(case when admin then '+' else '-' end || privilege, ','), '', '', '', '', ''
      from ora.system_grants group by grantee
    union all select 'object-grant', grantee, object_id::text, privilege, column_name, grantor, grantable::text, '' from ora.object_grants`)

  let [version, nextObject, nextConstraint] = [0, 0, 0]
  let ids: readonly number[] = []
  const changed = new Map<number, ObjectRow>()
  const users = new Set<string>()
  const roles = new Set<string>()
  const roleGrants = new Map<string, Map<string, boolean>>()
  const systemGrants = new Map<string, Map<string, boolean>>()
  const objectGrants: ObjectGrant[] = []
  const addGrant = (grants: Map<string, Map<string, boolean>>, grantee: string, what: string, admin: string): void => {
    const held = grants.get(grantee)
    if (held) held.set(what, admin === 'true')
    else grants.set(grantee, new Map([[what, admin === 'true']]))
  }
  for (const row of rows) {
    const [what, a, b, c, d, e, f, g] = row.map((v) => v ?? '')
    switch (what) {
      case 'version':
        ;[version, nextObject, nextConstraint] = [Number(a), Number(b), Number(c)]
        break
      case 'object': {
        changed.set(Number(a), new ObjectRow(Number(a), b, c, d, e as 'VALID' | 'INVALID', f.endsWith('G'), Number.parseInt(f, 10), g))
        break
      }
      case 'ids':
        ids = a.split(',').map(Number)
        break
      case 'user':
        users.add(a)
        break
      case 'role':
        roles.add(a)
        break
      case 'role-grant':
        addGrant(roleGrants, a, b, c)
        break
      case 'system-grant':
        systemGrants.set(a, new Map(b.split(',').map((p) => [p.slice(1), p.startsWith('+')])))
        break
      case 'object-grant':
        objectGrants.push({ grantee: a, objectId: Number(b), privilege: c, column: d, grantor: e, grantable: f === 'true' })
        break
    }
  }
  const objects = new Map<number, ObjectRow>()
  for (const id of ids) {
    const row = changed.get(id) ?? previous?.data.objects.get(id)
    if (!row) return loadCatalog(query) // `previous` is of another database
    objects.set(id, row)
  }
  const data: CatalogData = { version, nextObject, nextConstraint, objects, users, roles, roleGrants, systemGrants, objectGrants }
  return new CatalogSnapshot(data)
}
