/** The catalog as a unit's compiler shall see it. */
import { CatalogSnapshot, ObjectRow } from '../../catalog/catalog-snapshot'
import type { StoredProgram, StoredTrigger } from '../../catalog/stored-objects'

export type Unit = StoredProgram | StoredTrigger

export const isUnit = (object: { readonly kind: string } | undefined): object is Unit => object?.kind === 'program' || object?.kind === 'trigger'
export const typeOfUnit = (unit: Unit): string => (unit.kind === 'program' ? unit.type : 'TRIGGER')

const known = new WeakMap<CatalogSnapshot, CatalogSnapshot>()

/**
 * A unit that is INVALID only because something beneath it changed has its functions all the same: they are made anew with the
 * change. Here it counts as VALID, and one that does not compile as tried.
 */
function asCompiled(catalog: CatalogSnapshot): CatalogSnapshot {
  let result = known.get(catalog)
  if (!result) {
    const rows = [...catalog.data.objects.values()].filter((row) => row.status === 'INVALID' && isUnit(row.object))
    result = rows.length === 0 ? catalog : catalog.withObjects(rows.map(physicalState))
    known.set(catalog, result)
  }
  return result
}

function physicalState(row: ObjectRow): ObjectRow {
  const { kind, owner, name, id, ...definition } = row.object as Unit
  const state = { ...definition, status: undefined, broken: definition.fails ? true : undefined }
  return new ObjectRow(row.id, row.owner, row.name, row.type, definition.fails ? 'INVALID' : 'VALID', row.generated, row.change, JSON.stringify(state))
}

/** With the rights that the owner holds directly: roles are off in stored units. */
export function catalogOf(owner: string, catalog: CatalogSnapshot): CatalogSnapshot {
  const compiled = asCompiled(catalog)
  return owner === 'SYS' ? compiled : compiled.withPrivileges({ roleGrants: new Map() })
}
