/** The catalog of one moment, as loaded (load-catalog.ts) or as it will be once a DDL statement has run. */
import type { Catalog, CatalogObject, Constraint } from './catalog'
import { firingOrder } from './firing-order'
import { isGuarded, unitMeets } from './guarded-tables'
import type { ObjectKey } from './object-key'
import { phys } from './physical-names'
import type { StoredIndex, StoredNamed, StoredObject, StoredProgram, StoredTable, StoredTrigger, StoredView } from './stored-objects'

/** Object types of the kind 'program'. */
export const PROGRAMS: ReadonlySet<string> = new Set(['PROCEDURE', 'FUNCTION', 'PACKAGE', 'PACKAGE BODY', 'TYPE'])

/** OBJECT_TYPE of an object. */
export const typeOfObject = (object: StoredObject): string => (object.kind === 'program' ? object.type : object.kind.toUpperCase())

/** One row of ora.objects. `type` is Oracle's OBJECT_TYPE; the definition is parsed when first asked for. */
export class ObjectRow {
  private parsed: StoredObject | undefined
  constructor(
    readonly id: number,
    readonly owner: string,
    readonly name: string,
    readonly type: string,
    readonly status: 'VALID' | 'INVALID',
    readonly generated: boolean,
    readonly change: number,
    readonly definition: string
  ) {}

  get object(): StoredObject {
    this.parsed ??= {
      ...(JSON.parse(this.definition) as object),
      kind: PROGRAMS.has(this.type) ? 'program' : this.type.toLowerCase(),
      ...(PROGRAMS.has(this.type) && { type: this.type }),
      owner: this.owner,
      name: this.name,
      id: this.id,
      status: this.status
    } as unknown as StoredObject
    return this.parsed
  }
}

export interface ObjectGrant {
  readonly grantee: string
  readonly objectId: number
  readonly privilege: string
  /** '' for the whole object. */
  readonly column: string
  readonly grantor: string
  readonly grantable: boolean
}
export interface CatalogData {
  readonly version: number
  readonly nextObject: number
  readonly nextConstraint: number
  readonly objects: ReadonlyMap<number, ObjectRow>
  readonly users: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
  /** grantee → role → ADMIN OPTION */
  readonly roleGrants: ReadonlyMap<string, ReadonlyMap<string, boolean>>
  /** grantee → privilege → ADMIN OPTION */
  readonly systemGrants: ReadonlyMap<string, ReadonlyMap<string, boolean>>
  readonly objectGrants: readonly ObjectGrant[]
}

/** Name spaces within a schema: SQL Language Reference, "Schema Object Naming Rules". */
const namespaceOf = (type: string): string =>
  type === 'INDEX' ? 'index' : type === 'TRIGGER' ? 'trigger' : type.endsWith(' BODY') ? 'body' : 'object'

const SCHEMA_OBJECTS = new Set(['TABLE', 'VIEW', 'SEQUENCE', 'SYNONYM'])

/** ANY privilege that stands for an object privilege, by kind of object. */
const ANY_PRIVILEGE: Readonly<Record<string, readonly string[]>> = {
  'table SELECT': ['SELECT ANY TABLE', 'READ ANY TABLE'],
  'table READ': ['SELECT ANY TABLE', 'READ ANY TABLE'],
  'table INSERT': ['INSERT ANY TABLE'],
  'table UPDATE': ['UPDATE ANY TABLE'],
  'table DELETE': ['DELETE ANY TABLE'],
  'table ALTER': ['ALTER ANY TABLE'],
  'table INDEX': ['CREATE ANY INDEX'],
  'table LOCK': ['LOCK ANY TABLE'],
  'sequence SELECT': ['SELECT ANY SEQUENCE'],
  'sequence ALTER': ['ALTER ANY SEQUENCE'],
  'program EXECUTE': ['EXECUTE ANY PROCEDURE'],
  'program DEBUG': ['DEBUG ANY PROCEDURE'],
  'type EXECUTE': ['EXECUTE ANY TYPE']
}

export class CatalogSnapshot implements Catalog {
  readonly version: number
  private readonly names = new Map<string, ObjectRow>()
  private readonly byOwner = new Map<string, ObjectRow[]>()
  private readonly grantsByObject = new Map<number, ObjectGrant[]>()
  private constraints: Map<string, { table: StoredTable; constraint: Constraint }> | undefined
  private references: Map<string, { table: StoredTable; constraint: Constraint }[]> | undefined
  private tableIndexes: Map<string, StoredIndex[]> | undefined
  private tableTriggers: Map<string, readonly StoredTrigger[]> | undefined
  private shortened: Map<string, string> | undefined
  private readonly closures = new Map<string, ReadonlySet<string>>()

  constructor(readonly data: CatalogData) {
    this.version = data.version
    for (const row of data.objects.values()) {
      this.names.set(key(namespaceOf(row.type), row.owner, row.name), row)
      const rows = this.byOwner.get(row.owner)
      if (rows) rows.push(row)
      else this.byOwner.set(row.owner, [row])
    }
    for (const grant of data.objectGrants) {
      const grants = this.grantsByObject.get(grant.objectId)
      if (grants) grants.push(grant)
      else this.grantsByObject.set(grant.objectId, [grant])
    }
  }

  hasUser(name: string): boolean {
    return this.data.users.has(name)
  }
  hasRole(name: string): boolean {
    return this.data.roles.has(name)
  }

  find(owner: string, name: string): StoredNamed | undefined {
    const row = this.names.get(key('object', owner, name))
    return row && SCHEMA_OBJECTS.has(row.type) ? (row.object as StoredNamed) : undefined
  }
  findProgram(owner: string, name: string, part?: 'body'): StoredProgram | undefined {
    const row = this.names.get(key(part ?? 'object', owner, name))
    return row && PROGRAMS.has(row.type) ? (row.object as StoredProgram) : undefined
  }
  findTrigger(owner: string, name: string): StoredTrigger | undefined {
    return this.names.get(key('trigger', owner, name))?.object as StoredTrigger | undefined
  }
  triggersOn(owner: string, table: string): readonly StoredTrigger[] {
    if (!this.tableTriggers) {
      const all = new Map<string, StoredTrigger[]>()
      for (const row of this.data.objects.values()) {
        if (row.type !== 'TRIGGER') continue
        const trigger = row.object as StoredTrigger
        const at = key(trigger.tableOwner, trigger.tableName)
        all.set(at, [...(all.get(at) ?? []), trigger])
      }
      this.tableTriggers = new Map([...all].map(([at, triggers]) => [at, firingOrder(triggers)]))
    }
    return this.tableTriggers.get(key(owner, table)) ?? []
  }
  findIndex(owner: string, name: string): StoredIndex | undefined {
    return this.names.get(key('index', owner, name))?.object as StoredIndex | undefined
  }
  /** Whatever holds a name in the name space of tables, procedures and packages too. */
  rowNamed(owner: string, name: string, type = 'TABLE'): ObjectRow | undefined {
    return this.names.get(key(namespaceOf(type), owner, name))
  }

  findConstraint(owner: string, name: string): { readonly table: StoredTable; readonly constraint: Constraint } | undefined {
    if (!this.constraints) {
      this.constraints = new Map()
      for (const table of this.tables())
        for (const constraint of table.constraints) this.constraints.set(key(table.owner, constraint.name), { table, constraint })
    }
    return this.constraints.get(key(owner, name))
  }

  referencing(owner: string, name: string): readonly { readonly table: StoredTable; readonly constraint: Constraint }[] {
    if (!this.references) {
      this.references = new Map()
      for (const table of this.tables())
        for (const constraint of table.constraints) {
          if (!constraint.references) continue
          const at = key(constraint.references.owner, constraint.references.table)
          this.references.set(at, [...(this.references.get(at) ?? []), { table, constraint }])
        }
    }
    return this.references.get(key(owner, name)) ?? []
  }

  indexesOf(owner: string, table: string): readonly StoredIndex[] {
    if (!this.tableIndexes) {
      this.tableIndexes = new Map()
      for (const row of this.data.objects.values()) {
        if (row.type !== 'INDEX') continue
        const index = row.object as StoredIndex
        const at = key(index.tableOwner, index.tableName)
        this.tableIndexes.set(at, [...(this.tableIndexes.get(at) ?? []), index])
      }
    }
    return this.tableIndexes.get(key(owner, table)) ?? []
  }

  objectsOf(owner: string): readonly CatalogObject[] {
    return (this.byOwner.get(owner) ?? []).map((r) => r.object)
  }
  rowsOf(owner: string): readonly ObjectRow[] {
    return this.byOwner.get(owner) ?? []
  }
  private *tables(): Iterable<StoredTable> {
    for (const row of this.data.objects.values()) if (row.type === 'TABLE') yield row.object as StoredTable
  }
  views(): readonly StoredView[] {
    return [...this.data.objects.values()].filter((r) => r.type === 'VIEW' && r.owner !== 'SYS').map((r) => r.object as StoredView)
  }

  meetsMutation(owner: string, table: string): boolean {
    return isGuarded(this, owner, table)
  }
  unitMeets(unit: ObjectKey, table: ObjectKey): boolean {
    return unitMeets(this, unit, table)
  }
  /** Programs and triggers of users. */
  units(): readonly (StoredProgram | StoredTrigger)[] {
    const rows = [...this.data.objects.values()].filter((r) => PROGRAMS.has(r.type) || r.type === 'TRIGGER')
    return rows.map((r) => r.object as StoredProgram | StoredTrigger)
  }

  /** Oracle's name of a PostgreSQL name: itself, unless it was shortened (physical-names.ts). */
  logicalName(physical: string): string {
    if (!/\$[0-9a-f]{16}$/.test(physical)) return physical
    if (!this.shortened) {
      this.shortened = new Map()
      const add = (name: string): void => {
        for (const form of [name, `${name}$i`, `${name}$n`]) if (Buffer.byteLength(form) > 63) this.shortened?.set(phys(form), form)
      }
      for (const user of this.data.users) add(user)
      for (const row of this.data.objects.values()) {
        add(row.name)
        if (row.type !== 'TABLE') continue
        const table = row.object as StoredTable
        for (const part of [...table.columns, ...table.constraints]) add(part.name)
      }
    }
    return this.shortened.get(physical) ?? physical
  }

  grantsOn(objectId: number): readonly ObjectGrant[] {
    return this.grantsByObject.get(objectId) ?? []
  }
  /** The user, PUBLIC, and every role reached from them. */
  grantees(user: string): ReadonlySet<string> {
    let all = this.closures.get(user)
    if (!all) {
      const reached = new Set([user, 'PUBLIC'])
      for (const grantee of reached) for (const role of this.data.roleGrants.get(grantee)?.keys() ?? []) reached.add(role)
      this.closures.set(user, (all = reached))
    }
    return all
  }

  hasSystemPrivilege(user: string, privilege: string): boolean {
    if (user === 'SYS') return true
    for (const grantee of this.grantees(user)) if (this.data.systemGrants.get(grantee)?.has(privilege)) return true
    return false
  }
  hasSystemPrivilegeWithAdmin(user: string, privilege: string): boolean {
    if (user === 'SYS') return true
    for (const grantee of this.grantees(user)) if (this.data.systemGrants.get(grantee)?.get(privilege)) return true
    return this.hasSystemPrivilege(user, 'GRANT ANY PRIVILEGE')
  }

  hasObjectPrivilege(user: string, privilege: string, owner: string, name: string, column?: string): boolean {
    if (user === owner || user === 'SYS') return true
    const row = this.names.get(key('object', owner, name))
    if (!row) return false
    const view = row.type === 'VIEW' ? (row.object as StoredView) : undefined
    if (view?.access && (privilege === 'SELECT' || privilege === 'READ')) {
      if (view.access === 'public') return true
      if (this.hasSystemPrivilege(user, 'SELECT ANY DICTIONARY') || this.grantees(user).has('SELECT_CATALOG_ROLE')) return true
    }
    const enough = privilege === 'SELECT' || privilege === 'READ' ? ['SELECT', 'READ'] : [privilege]
    const grantees = this.grantees(user)
    for (const grant of this.grantsOn(row.id)) {
      if (grantees.has(grant.grantee) && enough.includes(grant.privilege) && (grant.column === '' || grant.column === column)) return true
    }
    if (owner === 'SYS') return false
    const kind = row.type === 'SEQUENCE' ? 'sequence' : row.type === 'TYPE' ? 'type' : PROGRAMS.has(row.type) ? 'program' : 'table'
    return (ANY_PRIVILEGE[`${kind} ${privilege}`] ?? []).some((p) => this.hasSystemPrivilege(user, p))
  }
  /** Whether the object exists for this user at all: without any privilege Oracle says that it does not. */
  isVisible(user: string, owner: string, name: string): boolean {
    if (user === owner || user === 'SYS') return true
    const row = this.names.get(key('object', owner, name))
    if (!row) return false
    const grantees = this.grantees(user)
    if (this.grantsOn(row.id).some((g) => grantees.has(g.grantee))) return true
    return ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'ALTER', 'EXECUTE', 'DEBUG'].some((p) => this.hasObjectPrivilege(user, p, owner, name))
  }

  /** Whether the user may pass a privilege on. */
  mayGrant(user: string, privilege: string, owner: string, name: string): boolean {
    if (user === owner || user === 'SYS') return true
    const row = this.names.get(key('object', owner, name))
    return (
      row !== undefined &&
      this.grantsOn(row.id).some((g) => g.grantee === user && g.privilege === privilege && g.grantable && g.column === '')
    )
  }

  /** The same objects under other privileges. */
  withPrivileges(change: Partial<Pick<CatalogData, 'objectGrants' | 'systemGrants' | 'roleGrants' | 'roles' | 'users'>>): CatalogSnapshot {
    return new CatalogSnapshot({ ...this.data, ...change })
  }

  /** The catalog with some objects replaced (same id) or removed; privileges stay. */
  withObjects(put: Iterable<ObjectRow>, remove: Iterable<number> = []): CatalogSnapshot {
    const objects = new Map(this.data.objects)
    for (const id of remove) objects.delete(id)
    for (const row of put) objects.set(row.id, row)
    return new CatalogSnapshot({ ...this.data, objects })
  }
}

/** Names may hold any character but NUL. */
const key = (...parts: readonly string[]): string => parts.join('\0')
