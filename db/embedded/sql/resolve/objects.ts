/** Names of schema objects: own schema, synonyms, the dictionary; and whether the user may use them. */
import type { Catalog, Sequence, Table, View } from '../../catalog/catalog'
import type { ObjectKey } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import type { NlsSettings, TranslateContext } from '../statement'
import type { QualifiedName } from '../tree'
import type { Resolver } from './model'

export type DmlPrivilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'
const PRIVILEGES = ['SELECT', 'READ', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES', 'ALTER', 'INDEX', 'DEBUG', 'FLASHBACK'] as const
const MAX_SYNONYMS = 16

/** What a name stands for, synonyms followed, without any privilege check. ORA-00980, ORA-01775. */
export function findObject(name: QualifiedName, context: TranslateContext, catalog: Catalog): Table | View | Sequence | undefined {
  const object = name.object.name
  let found = name.schema
    ? catalog.find(name.schema.name, object)
    : (catalog.find(context.schema, object) ?? catalog.find('PUBLIC', object) ?? catalog.find('SYS', object))
  for (let i = 0; found?.kind === 'synonym'; i++) {
    if (i === MAX_SYNONYMS) throw oraError(1775, [], name.start)
    const target = catalog.find(found.targetOwner, found.targetName)
    if (!target) throw oraError(980, [], name.start)
    found = target
  }
  return found
}

const isPublic = (o: Table | View | Sequence): boolean => o.kind === 'view' && o.system === true

/** Raises ORA-00942 when the user holds nothing on the object, ORA-01031 when only other privileges. */
export function requirePrivilege(
  o: Table | View | Sequence,
  privilege: DmlPrivilege,
  name: QualifiedName,
  context: TranslateContext,
  catalog: Catalog,
  columns?: readonly string[]
): void {
  const has = (p: string, column?: string): boolean => catalog.hasObjectPrivilege(context.user, p, o.owner, o.name, column)
  if (has(privilege)) return
  if (privilege === 'SELECT' && (has('READ') || isPublic(o))) return
  if (columns !== undefined && columns.length > 0 && columns.every((c) => has(privilege, c))) return
  if (isPublic(o) || PRIVILEGES.some((p) => has(p))) throw oraError(1031, [], name.start)
  if (o.kind === 'table' && o.columns.some((c) => has('INSERT', c.name) || has('UPDATE', c.name))) throw oraError(1031, [], name.start)
  throw oraError(o.kind === 'sequence' ? 2289 : 942, [], name.start)
}

/** Notes what the statement depends on. */
export function use(r: Resolver, { owner, name }: ObjectKey): void {
  r.used.set(`${owner}.${name}`, { owner, name })
  r.context.surroundings?.used?.({ owner, name })
}

/** What stands in the way of using an object that the user may use, and what must run before: ORA-04063. */
export function prepareUse(r: Resolver, o: Table | View | Sequence, name: QualifiedName): void {
  use(r, o)
  if (o.kind === 'table' && o.temporary) r.before.push(`select ora.use_temporary(${o.id})`)
  if (o.kind !== 'view') return
  if (o.status === 'INVALID') throw oraError(4063, [`view "${o.owner}.${o.name}"`], name.start)
  const differs =
    o.nls &&
    Object.entries(o.nls).some(([key, value]) => key !== 'NLS_LENGTH_SEMANTICS' && r.context.nls[key as keyof NlsSettings] !== value)
  if (differs) refuse(`view ${o.owner}.${o.name}, whose text depends on NLS settings, under others than it was made with`, name.start)
}

/** A table or view to read or change. */
export function resolveTable(name: QualifiedName, context: TranslateContext, catalog: Catalog): Table | View {
  const found = findObject(name, context, catalog)
  if (!found) throw oraError(942, [], name.start)
  if (found.kind === 'sequence') throw oraError(2201, [], name.start)
  return found
}
