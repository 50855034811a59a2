/**
 * Tables that a row trigger could meet while a statement changes them: ORA-04091 must be possible there. What a trigger
 * reads is taken from the names in its text and in what it calls; a name too many costs time, never an answer.
 */
import { isComment, scanTokens, type Token } from '@cicd-oracle/lexer'
import type { CatalogSnapshot } from './catalog-snapshot'
import type { ObjectKey, StoredObject, StoredTrigger } from './stored-objects'

const key = ({ owner, name }: ObjectKey): string => `${owner}\0${name}`
const sets = new WeakMap<CatalogSnapshot, ReadonlySet<string>>()

export const isGuarded = (catalog: CatalogSnapshot, owner: string, name: string): boolean => guardedTables(catalog).has(key({ owner, name }))

export function guardedTables(catalog: CatalogSnapshot): ReadonlySet<string> {
  let found = sets.get(catalog)
  if (!found) {
    found = new Set(catalog.units().flatMap((unit) => (unit.kind === 'trigger' && firesByRow(unit) ? guardedBy(unit, catalog) : [])))
    sets.set(catalog, found)
  }
  return found
}

const firesByRow = (t: StoredTrigger): boolean => t.enabled && !t.fails && !t.onView && t.points.some((p) => p.point.endsWith('EACH ROW'))

/** The trigger's table, and those whose deleted rows reach it by ON DELETE. */
function guardedBy(trigger: StoredTrigger, catalog: CatalogSnapshot): string[] {
  const tables = new Map<string, ObjectKey>()
  const add = (table: ObjectKey): void => {
    if (tables.has(key(table))) return
    tables.set(key(table), table)
    const object = catalog.find(table.owner, table.name)
    if (object?.kind !== 'table') return
    for (const c of object.constraints)
      if (c.references && c.deleteRule !== 'NO ACTION') add({ owner: c.references.owner, name: c.references.table })
  }
  add({ owner: trigger.tableOwner, name: trigger.tableName })
  const reach = reachOf(trigger, catalog)
  const meets = (table: ObjectKey): boolean => reach.dynamic || reach.names.has(table.name) || reach.views.some((v) => standsOn(v, table, catalog))
  return [...tables.values()].filter(meets).map(key)
}

/** Whether code that calls this unit could read or change the table. */
export function unitMeets(catalog: CatalogSnapshot, unit: ObjectKey, table: ObjectKey): boolean {
  const program = catalog.findProgram(unit.owner, unit.name)
  if (!program) return false
  const reach = reachOf(program, catalog)
  return reach.dynamic || reach.names.has(table.name) || reach.views.some((v) => standsOn(v, table, catalog))
}

interface Reach {
  names: Set<string>
  views: ObjectKey[]
  /** Some text is known only then. */
  dynamic: boolean
}

function reachOf(start: StoredObject, catalog: CatalogSnapshot): Reach {
  const reach: Reach = { names: new Set(), views: [], dynamic: false }
  const seen = new Set<StoredObject>()
  const visit = (object: StoredObject | undefined): void => {
    if (!object || seen.has(object)) return
    seen.add(object)
    if (object.kind === 'view') reach.views.push(object)
    if (object.kind === 'synonym') reach.views.push({ owner: object.targetOwner, name: object.targetName })
    // What it does to a table may fire that table's triggers, and those of the tables whose rows go with it.
    if (object.kind === 'table') {
      catalog.triggersOn(object.owner, object.name).forEach(visit)
      for (const { table, constraint } of catalog.referencing(object.owner, object.name))
        if (constraint.deleteRule !== 'NO ACTION') visit(table)
    }
    if (object.kind !== 'program' && object.kind !== 'trigger') return
    const text = textOf(object)
    for (const name of text.names) reach.names.add(name)
    reach.dynamic ||= text.dynamic
    for (const { owner, name } of object.dependsOn) {
      visit(catalog.find(owner, name))
      visit(catalog.findProgram(owner, name))
      visit(catalog.findProgram(owner, name, 'body'))
    }
    // A synonym is not what a unit depends on, but what stands in its text.
    for (const name of text.names) for (const owner of [object.owner, 'PUBLIC']) visitSynonym(owner, name)
  }
  const visitSynonym = (owner: string, name: string): void => {
    const object = catalog.find(owner, name)
    if (object?.kind === 'synonym') visit(object)
  }
  visit(start)
  visit(catalog.findProgram(start.owner, start.name, 'body'))
  return reach
}

function standsOn(view: ObjectKey, table: ObjectKey, catalog: CatalogSnapshot): boolean {
  if (key(view) === key(table)) return true
  const object = catalog.find(view.owner, view.name)
  return object?.kind === 'view' && object.dependsOn.some((d) => standsOn(d, table, catalog))
}

interface UnitText {
  readonly names: ReadonlySet<string>
  readonly dynamic: boolean
}
const texts = new WeakMap<StoredObject, UnitText>()

function textOf(unit: Extract<StoredObject, { kind: 'program' | 'trigger' }>): UnitText {
  let text = texts.get(unit)
  if (!text) {
    const tokens = scanTokens(unit.kind === 'trigger' ? unit.body : unit.source).tokens.filter((t) => !isComment(t))
    const names = tokens.filter((t, i) => (t.kind === 'word' || t.kind === 'quoted') && !onlyTyped(tokens, i)).map((t) => t.value)
    text = { names: new Set(names), dynamic: names.includes('IMMEDIATE') || names.includes('DBMS_SQL') }
    texts.set(unit, text)
  }
  return text
}

/** t.c%TYPE and t%ROWTYPE read nothing. */
function onlyTyped(tokens: readonly Token[], i: number): boolean {
  const is = (at: number, ...values: string[]): boolean => values.includes(tokens[at]?.value ?? '')
  if (is(i + 1, '.') && is(i + 3, '%') && is(i + 4, 'TYPE')) return true
  return is(i + 1, '%') && is(i + 2, 'ROWTYPE', 'TYPE')
}
