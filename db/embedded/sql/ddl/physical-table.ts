/**
 * A table's constraints and indexes as PostgreSQL objects, computed from the dictionary alone. ALTER of any
 * kind computes this list before and after and runs the difference, so that both never drift apart.
 *
 * Keys are UNIQUE constraints, deferrable so that `update t set id = id + 1` is checked at the end of the
 * statement as in Oracle, unless a foreign key references them: PostgreSQL does not allow both. Adding the first
 * foreign key therefore rebuilds the parent's key, dropping the last one rebuilds it back.
 * NOT NULL is managed by itself, so that dropping a primary key gives back what the column was.
 */
import type { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import { isGuarded } from '../../catalog/guarded-tables'
import { phys, physCompanion, physIndex, physLength, qualified, regclass, relationOf } from '../../catalog/physical-names'
import type { StoredColumn, StoredConstraint, StoredIndex, StoredTable } from '../../catalog/stored-objects'
import { refuse } from '../../errors/ora-error'
import { quoteLiteral, quoteName } from '../expr'
import { lengthTrigger, MUTATION_TRIGGERS, physicalTriggers, triggerItems } from './physical-triggers'

/** In order of creation; dropped in the opposite order. */
export type Phase = 'not null' | 'check' | 'key' | 'index' | 'foreign key' | 'view' | 'trigger'
export const PHASES: readonly Phase[] = ['not null', 'check', 'key', 'index', 'foreign key', 'view', 'trigger']

export interface PhysicalItem {
  readonly phase: Phase
  /** Two items with the same key and body are the same object. */
  readonly key: string
  readonly body: string
  readonly create: string
  readonly drop: string
}

const columnName = (name: string): string => quoteName(phys(name))
const columnList = (names: readonly string[]): string => names.map(columnName).join(', ')

export function physicalItems(table: StoredTable, catalog: CatalogSnapshot): PhysicalItem[] {
  if (table.owner === 'SYS') return []
  const target = relationOf(table)
  const schema = table.temporary ? 'pg_temp' : quoteName(phys(table.owner))
  const items: PhysicalItem[] = []
  const add = (phase: Phase, name: string, body: string, create: string, drop: string): void => {
    items.push({ phase, key: `${table.id} ${phase} ${name}`, body, create, drop })
  }
  const constraint = (phase: Phase, name: string, body: string, extra = ''): void =>
    add(
      phase,
      name,
      body,
      `alter table ${target} add constraint ${quoteName(name)} ${body}${extra}`,
      `alter table ${target} drop constraint ${quoteName(name)}`
    )

  for (const column of table.columns) {
    const name = columnName(column.name)
    if (!column.nullable)
      add(
        'not null',
        column.name,
        '',
        `alter table ${target} alter column ${name} set not null`,
        `alter table ${target} alter column ${name} drop not null`
      )
    const length = lengthTest(table, column, name)
    if (length) constraint('check', physLength(column.name), `check (${length})`, ' not valid')
  }

  const unique = (name: string, columns: readonly string[], deferrable: string): void => {
    constraint('key', physIndex(name), `unique (${columnList(columns)})${deferrable}`)
    if (columns.length === 1 || columns.every((c) => table.columns.some((x) => x.name === c && !x.nullable))) return
    const companion = quoteName(physCompanion(name))
    const list = columnList(columns)
    const body = `(${list}) nulls not distinct where pg_catalog.num_nulls(${list}) between 1 and ${columns.length - 1}`
    add('index', physCompanion(name), body, `create unique index ${companion} on ${target} ${body}`, `drop index ${schema}.${companion}`)
  }
  const referenced = new Set(
    catalog
      .referencing(table.owner, table.name)
      .flatMap((r) => (r.constraint.status === 'ENABLED' ? [r.constraint.references?.constraint] : []))
  )
  for (const c of table.constraints) {
    if (c.status === 'DISABLED' || c.notNull) continue
    if (c.type === 'C') constraint('check', phys(c.name), `check (${c.checkSql})`, c.notValidated ? ' not valid' : '')
    else if (c.type === 'R') constraint('foreign key', phys(c.name), foreignKey(c), c.notValidated ? ' not valid' : '')
    else {
      if (c.deferrable && referenced.has(c.name)) refuse('a foreign key to a DEFERRABLE primary or unique key')
      unique(c.name, c.columns, referenced.has(c.name) ? '' : deferral({ ...c, deferrable: true }))
    }
  }
  for (const index of catalog.indexesOf(table.owner, table.name)) {
    if (index.enforces !== undefined && table.constraints.some((c) => c.name === index.enforces && c.status === 'ENABLED')) continue
    if (index.unique && index.expressions.every((e) => e === null)) unique(index.name, index.columns, ' deferrable initially immediate')
    else {
      const name = quoteName(physIndex(index.name))
      const body = indexBody(index)
      const kind = index.unique ? 'unique index' : 'index'
      add('index', physIndex(index.name), `${kind} ${body}`, `create ${kind} ${name} on ${target} ${body}`, `drop index ${schema}.${name}`)
    }
  }
  if (!table.temporary && isGuarded(catalog, table.owner, table.name)) {
    const full = `${table.owner}.${table.name}`
    const test = `ora.not_mutating(${regclass(table.owner, table.name)}, ${quoteLiteral(full)})`
    const policy = `create policy mutating on ${target} using (${test}) with check (${test})`
    const [on, off] = ['enable row level security, force row level security', 'no force row level security, disable row level security']
    add('trigger', ' security', '', `alter table ${target} ${on}`, `alter table ${target} ${off}`)
    add('trigger', ' policy', full, policy, `drop policy mutating on ${target}`)
    for (const { name, body, create, drop } of triggerItems(MUTATION_TRIGGERS, target)) add('trigger', name, body, create, drop)
  }
  const own = catalog.triggersOn(table.owner, table.name)
  const triggers = physicalTriggers(own, table.columns)
  if (own.some((t) => t.enabled && !t.fails && t.points.some((p) => p.point === 'BEFORE EACH ROW'))) {
    const tested = table.columns.flatMap((column) => {
      const test = column.virtualSql ? undefined : lengthTest(table, column, `new.${columnName(column.name)}`)
      return test ? [{ column, test: `(${test})` }] : []
    })
    if (tested.length > 0) triggers.push(lengthTrigger(tested.map((t) => t.test).join(' and '), tested.map((t) => t.column)))
  }
  for (const { name, body, create, drop } of triggerItems(triggers, target)) add('trigger', name, body, create, drop)
  return items
}

const deferral = (c: StoredConstraint): string =>
  c.deferrable ? ` deferrable initially ${c.initiallyDeferred ? 'deferred' : 'immediate'}` : ''

function foreignKey(c: StoredConstraint): string {
  const to = c.references
  if (!to) throw new Error(`foreign key ${c.name} without a parent`)
  const rule = c.deleteRule === 'CASCADE' ? ' on delete cascade' : c.deleteRule === 'SET NULL' ? ' on delete set null' : ''
  const parent = `${qualified(to.owner, to.table)} (${columnList(to.columns)})`
  return `foreign key (${columnList(c.columns)}) references ${parent}${rule}${deferral(c)}`
}

function indexBody(index: StoredIndex): string {
  const parts = index.columns.map((column, i) => {
    const expression = index.expressions[i]
    return { sql: expression ? `(${expression.sql})` : columnName(column), descending: index.descending[i] }
  })
  const list = `(${parts.map((p) => p.sql + (p.descending ? ' desc' : '')).join(', ')})`
  if (!index.unique) return list
  // A key that is null throughout may repeat, one that is null in part may not.
  return `${list} nulls not distinct where not (${parts.map((p) => `${p.sql} is null`).join(' and ')})`
}

/** What makes ORA-12899 with the column's name; PostgreSQL's own length error has neither name nor bytes. */
function lengthTest(table: StoredTable, column: StoredColumn, name: string): string | undefined {
  const where = [table.owner, table.name, column.name].map(quoteLiteral).join(', ')
  const bounded = (measure: string, max: number): string =>
    `pg_catalog.${measure}(${name}) <= ${max} or ora.chk(pg_catalog.${measure}(${name}), ${max}, ${where})`
  switch (column.type.kind) {
    case 'VARCHAR2':
    case 'CHAR': {
      if (column.type.size === undefined) return undefined
      if (column.type.unit !== 'CHAR') return bounded('octet_length', column.type.size)
      const bytes = column.type.kind === 'CHAR' ? 2000 : 4000
      return column.type.size * 4 <= bytes
        ? bounded('length', column.type.size)
        : `(${bounded('length', column.type.size)}) and (${bounded('octet_length', bytes)})`
    }
    case 'RAW':
      return column.type.size === undefined ? undefined : bounded('octet_length', column.type.size)
    case 'INTERVAL_YM':
      return leadingField(name, `extract(year from ${name})`, column.type.precision)
    case 'INTERVAL_DS':
      return leadingField(name, `extract(day from pg_catalog.justify_hours(${name}))`, column.type.precision)
    default:
      return undefined
  }
}

/** @throws ORA-01873 when the value has more digits than the column's leading precision */
const leadingField = (name: string, field: string, digits = 2): string =>
  `${name} is null or pg_catalog.abs(${field}) < ${10 ** digits} or ora.raise_boolean(1873, '', ${name})`

/** Column as in CREATE TABLE or ADD COLUMN. */
export function columnDefinition(column: StoredColumn, pgType: string): string {
  const value = column.virtualSql
    ? ` generated always as (${column.virtualSql}) stored`
    : column.defaultSql
      ? ` default ${column.defaultSql}`
      : ''
  return `${columnName(column.name)} ${pgType}${value}`
}
