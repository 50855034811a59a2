/**
 * One DDL statement in the making: collects checks, PostgreSQL statements and changed dictionary objects,
 * and orders them into steps. Reads and writes happen on a catalog of its own, so that later parts of the
 * statement see what earlier ones changed.
 */
import { type CatalogSnapshot, type ObjectGrant, ObjectRow, typeOfObject } from '../../catalog/catalog-snapshot'
import { guardedTables } from '../../catalog/guarded-tables'
import { phys, qualified } from '../../catalog/physical-names'
import type { StoredFunction, StoredObject, StoredProgram, StoredTable, StoredTrigger } from '../../catalog/stored-objects'
import { quoteLiteral } from '../expr'
import type { Step, Translation } from '../statement'
import { PHASES, type PhysicalItem, physicalItems } from './physical-table'
import { physicalTriggers, triggerItems } from './physical-triggers'
import { temporarySql } from './temporary-table'

const HIGHEST_ID = 65535

export const dropFunctions = (schema: string, names: readonly string[]): string =>
  `select ora.drop_functions(${quoteLiteral(phys(schema))}, array[${names.map(quoteLiteral).join(', ')}])`

export class DdlPlan {
  /** As it will be after the statement. */
  catalog: CatalogSnapshot
  private readonly changed = new Set<number>()
  private readonly removed = new Set<number>()
  private readonly early: Step[] = []
  private readonly late: Step[] = []
  private readonly viewsDown = new Map<number, string>()
  private readonly viewsUp: string[] = []
  private readonly functionsDown = new Map<number, string>()
  private readonly functionsUp = new Map<number, readonly string[]>()
  private readonly statements: string[] = []
  private readonly dictionary: string[] = []
  private readonly extra: Step[] = []
  private nextObject: number
  private nextConstraint: number
  warning?: 'compilation'

  /** @param runs 'as owner': on a connection of the server's, whose role is not the sessions'. */
  constructor(
    private readonly before: CatalogSnapshot,
    private readonly runs: 'by session' | 'as owner' = 'by session'
  ) {
    this.catalog = before
    this.nextObject = before.data.nextObject
    this.nextConstraint = before.data.nextConstraint
  }

  /** A free object number; they are small because a ROWID has 16 bits for them, so they are used again. */
  newId(): number {
    for (let tries = 0; tries < HIGHEST_ID; tries++) {
      const id = this.nextObject
      this.nextObject = id >= HIGHEST_ID ? 20000 : id + 1
      if (!this.catalog.data.objects.has(id)) return id
    }
    throw new Error('no object number is free')
  }
  newConstraintName(): string {
    return `SYS_C00${this.nextConstraint++}`
  }

  put(
    object: StoredObject,
    status: 'VALID' | 'INVALID' = 'VALID',
    generated = this.catalog.data.objects.get(object.id)?.generated ?? false
  ): void {
    const { kind, owner, name, id, ...definition } = object
    const row = new ObjectRow(
      id,
      owner,
      name,
      typeOfObject(object),
      status,
      generated,
      this.before.version + 1,
      JSON.stringify({ ...definition, status: undefined })
    )
    this.catalog = this.catalog.withObjects([row])
    this.changed.add(id)
    this.removed.delete(id)
  }
  remove(object: StoredObject): void {
    this.catalog = this.catalog.withObjects([], [object.id])
    this.changed.delete(object.id)
    this.removed.add(object.id)
  }

  /**
   * `sql` gives no row, or a row of error number and arguments. Runs when the columns are as they will be, before
   * constraints and indexes are made.
   */
  check(sql: string): void {
    this.late.push({ do: 'check', text: sql, params: [] })
  }
  /** The same before anything is changed. */
  checkBefore(sql: string): void {
    this.early.push({ do: 'check', text: sql, params: [] })
  }
  /** Between the dropping of constraints that go or change and the making of new ones. */
  run(sql: string): void {
    this.statements.push(sql)
  }
  /** Views go first and come last. */
  takeDown(id: number, sql: string): void {
    if (!this.viewsDown.has(id)) this.viewsDown.set(id, sql)
  }
  putUp(sql: string): void {
    this.viewsUp.push(sql)
  }
  /** A unit's functions that go: behind views, triggers and tables that use them, before what takes their place. The last word of a unit counts. */
  dropFunction(id: number, sql: string | undefined): void {
    if (sql === undefined) this.functionsDown.delete(id)
    else this.functionsDown.set(id, sql)
  }
  /** A unit's types and functions, before constraints, triggers and views are made. The last ones of a unit count. */
  makeFunctions(id: number, sql: readonly string[]): void {
    this.functionsUp.set(id, sql)
  }
  /** A unit or trigger, with its functions. */
  removeUnit(unit: StoredProgram | StoredTrigger): void {
    const names = this.functionsBefore(unit.id).map((f) => f.name)
    if (unit.kind === 'program') names.push(...(unit.stubs ?? []).map((f) => f.name))
    this.dropFunction(unit.id, names.length ? dropFunctions(unit.owner, names) : undefined)
    this.functionsUp.delete(unit.id)
    this.functionsUp.delete(-unit.id)
    this.remove(unit)
  }
  /** What PostgreSQL has of a unit. */
  functionsBefore(id: number): readonly StoredFunction[] {
    const object = this.before.data.objects.get(id)?.object
    return object?.kind === 'program' || object?.kind === 'trigger' ? object.functions : []
  }
  /** Objects that this statement made, changed or took away, with what they were and what they are. */
  changes(): readonly { readonly before?: StoredObject; readonly after?: StoredObject }[] {
    const ids = [...this.changed, ...this.removed]
    return ids.map((id) => ({ before: this.before.data.objects.get(id)?.object, after: this.catalog.data.objects.get(id)?.object }))
  }
  get catalogBefore(): CatalogSnapshot {
    return this.before
  }
  /** Changes of users, roles and grants, which are rows rather than objects. */
  write(sql: string): void {
    this.dictionary.push(sql)
  }
  grantObject(g: ObjectGrant): void {
    const same = (o: ObjectGrant): boolean =>
      o.objectId === g.objectId &&
      o.grantee === g.grantee &&
      o.privilege === g.privilege &&
      o.column === g.column &&
      o.grantor === g.grantor
    const { objectGrants } = this.catalog.data
    const grantable = g.grantable || objectGrants.some((o) => same(o) && o.grantable)
    this.catalog = this.catalog.withPrivileges({ objectGrants: [...objectGrants.filter((o) => !same(o)), { ...g, grantable }] })
    this.write(`insert into ora.object_grants as g (grantee, object_id, privilege, column_name, grantor, grantable)
      values (${quoteLiteral(g.grantee)}, ${g.objectId}, ${[g.privilege, g.column, g.grantor].map(quoteLiteral).join(', ')}, ${g.grantable})
      on conflict (grantee, object_id, privilege, column_name, grantor) do update set grantable = g.grantable or excluded.grantable`)
  }
  revokeObject(g: ObjectGrant): void {
    this.catalog = this.catalog.withPrivileges({ objectGrants: this.catalog.data.objectGrants.filter((o) => o !== g) })
    this.write(`delete from ora.object_grants where object_id = ${g.objectId} and
      (grantee, privilege, column_name, grantor) = (${[g.grantee, g.privilege, g.column, g.grantor].map(quoteLiteral).join(', ')})`)
  }
  /** What a grantee holds of system privileges or roles, after the statement. */
  setHeld(kind: 'systemGrants' | 'roleGrants', grantee: string, change: (held: Map<string, boolean>) => void): void {
    const held = new Map(this.catalog.data[kind].get(grantee))
    change(held)
    this.catalog = this.catalog.withPrivileges({ [kind]: new Map([...this.catalog.data[kind], [grantee, held]]) })
  }
  step(step: Step): void {
    this.extra.push(step)
  }

  build(): Translation {
    this.remakeTemporaries()
    const { drop, create } = this.difference()
    const onViews = this.viewTriggers()
    const sql = (text: string): Step => ({ do: 'sql', text, params: [], result: 'none' })
    const steps: Step[] = [
      ...(this.runs === 'as owner' ? [sql('select ora.become_owner()')] : []),
      sql(`select ora.begin_ddl(${this.before.version}, ${this.nextObject}, ${this.nextConstraint})`),
      ...this.early,
      ...[...onViews.drop, ...this.viewsDown.values(), ...drop, ...this.statements].map(sql),
      ...this.late,
      ...[...this.functionsDown.values(), ...[...this.functionsUp.values()].flat(), ...create, ...this.viewsUp, ...onViews.create, ...this.rows(), ...this.dictionary].map(sql),
      ...this.extra,
      { do: 'catalog-changed' }
    ]
    return {
      kind: 'ddl',
      steps,
      columns: [],
      returning: [],
      binds: [],
      implicitCommit: true,
      warning: this.warning,
      catalogVersion: this.before.version,
      cacheable: false
    }
  }

  /** A temporary table's constraints and indexes are not made now but in each session. */
  private remakeTemporaries(): void {
    const ids = new Set<number>()
    for (const id of [...this.changed, ...this.removed]) {
      for (const side of [this.catalog, this.before]) {
        const object = side.data.objects.get(id)?.object
        const table =
          object?.kind === 'index' || object?.kind === 'trigger'
            ? this.catalog.find(object.tableOwner, object.tableName)
            : this.catalog.data.objects.get(id)?.object
        if (table?.kind === 'table' && table.temporary) ids.add(table.id)
      }
    }
    for (const id of ids) {
      const table = this.catalog.data.objects.get(id)?.object as StoredTable
      this.put({ ...table, temporarySql: temporarySql(table, this.catalog) })
    }
  }

  /** INSTEAD OF triggers of every view that this statement touches; those of one that is taken down go with it. */
  private viewTriggers(): { drop: string[]; create: string[] } {
    const ids = new Set<number>(this.viewsDown.keys())
    for (const id of [...this.changed, ...this.removed])
      for (const side of [this.before, this.catalog]) {
        const object = side.data.objects.get(id)?.object
        const view = object?.kind === 'trigger' ? side.find(object.tableOwner, object.tableName) : object
        if (view?.kind === 'view') ids.add(view.id)
      }
    const drop: string[] = []
    const create: string[] = []
    for (const id of ids) {
      const remade = this.viewsDown.has(id)
      const old = remade ? [] : itemsOfView(id, this.before)
      const now = itemsOfView(id, this.catalog)
      drop.push(...old.filter((o) => !now.some((n) => n.name === o.name && n.body === o.body)).map((o) => o.drop))
      create.push(...now.filter((n) => !old.some((o) => n.name === o.name && n.body === o.body)).map((n) => n.create))
    }
    return { drop, create }
  }

  private *rows(): Iterable<string> {
    for (const id of this.removed) if (this.before.data.objects.has(id)) yield `select ora.drop_object(${id})`
    for (const id of this.changed) {
      const row = this.catalog.data.objects.get(id)
      if (!row) continue
      const values = [row.owner, row.name, row.type, row.status].map(quoteLiteral).join(', ')
      yield `select ora.put_object(${id}, ${values}, ${row.generated}, ${quoteLiteral(row.definition)}::jsonb)`
    }
  }

  /** Constraints and indexes of every table that this statement touches, or that refers to one, before against after. */
  private difference(): { drop: string[]; create: string[] } {
    const touched = new Set([...this.changed, ...this.removed])
    for (const table of guardsChanged(this.before, this.catalog)) touched.add(table)
    const before = itemsOf(this.before, touched, this.catalog)
    const after = itemsOf(this.catalog, touched, this.before)
    const gone = new Set([...this.removed].filter((id) => this.before.data.objects.get(id)?.type === 'TABLE'))
    const ordered = (items: Iterable<PhysicalItem>, phases: readonly string[]): PhysicalItem[] =>
      [...items].sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase))
    const same = (a: PhysicalItem | undefined, b: PhysicalItem): boolean => a?.body === b.body
    const drop = [...before.values()].filter(
      (i) => !same(after.get(i.key), i) && (i.phase === 'foreign key' || !gone.has(Number.parseInt(i.key, 10)))
    )
    const create = [...after.values()].filter((i) => !same(before.get(i.key), i))
    return {
      drop: ordered(drop, [...PHASES].reverse()).map((i) => i.drop),
      create: ordered(create, PHASES).map((i) => i.create)
    }
  }
}

/** Tables that are guarded against their own triggers now, or were. */
function guardsChanged(before: CatalogSnapshot, after: CatalogSnapshot): number[] {
  const [old, now] = [guardedTables(before), guardedTables(after)]
  const different = [...old, ...now].filter((key) => old.has(key) !== now.has(key))
  return different.flatMap((key) => {
    const [owner, name] = key.split('\0')
    const table = after.find(owner, name)
    return table ? [table.id] : []
  })
}

function itemsOfView(id: number, catalog: CatalogSnapshot): ReturnType<typeof triggerItems> {
  const view = catalog.data.objects.get(id)?.object
  if (view?.kind !== 'view' || view.status !== 'VALID') return []
  return triggerItems(physicalTriggers(catalog.triggersOn(view.owner, view.name), view.columns), qualified(view.owner, view.name))
}

/** Items of the touched tables, of tables whose indexes are touched, of their parents and of their children, as they stand in `catalog`. */
function itemsOf(catalog: CatalogSnapshot, touched: ReadonlySet<number>, other: CatalogSnapshot): Map<string, PhysicalItem> {
  const tables = new Map<number, StoredTable>()
  const addByName = (owner: string, name: string): void => {
    const object = catalog.find(owner, name)
    if (object?.kind === 'table') tables.set(object.id, object)
  }
  for (const id of touched) {
    for (const side of [catalog, other]) {
      const object = side.data.objects.get(id)?.object
      if (object?.kind === 'index' || object?.kind === 'trigger') addByName(object.tableOwner, object.tableName)
      if (object?.kind !== 'table') continue
      const here = catalog.data.objects.get(id)?.object
      if (here?.kind === 'table') tables.set(id, here)
      for (const c of object.constraints) if (c.references) addByName(c.references.owner, c.references.table)
      for (const r of side.referencing(object.owner, object.name)) addByName(r.table.owner, r.table.name)
    }
  }
  const items = new Map<string, PhysicalItem>()
  for (const table of tables.values()) if (!table.temporary) for (const item of physicalItems(table, catalog)) items.set(item.key, item)
  return items
}
