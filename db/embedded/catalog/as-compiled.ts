/** The catalog as compilers shall see it. */
import { type CatalogSnapshot, ObjectRow } from './catalog-snapshot'
import type { StoredObject, StoredProgram, StoredTrigger } from './stored-objects'

export type Unit = StoredProgram | StoredTrigger
export const isUnit = (object: StoredObject | undefined): object is Unit => object?.kind === 'program' || object?.kind === 'trigger'

const known = new WeakMap<CatalogSnapshot, CatalogSnapshot>()

/**
 * A unit that is INVALID only because something beneath it changed has its functions all the same: they are made anew with the
 * change (plsql/units/settle-units.ts). Here it counts as VALID.
 */
export function asCompiled(catalog: CatalogSnapshot): CatalogSnapshot {
  let result = known.get(catalog)
  if (!result) {
    const rows = [...catalog.data.objects.values()].filter((row) => row.status === 'INVALID' && isUnit(row.object) && !row.object.fails)
    result = rows.length === 0 ? catalog : catalog.withObjects(rows.map(asValid))
    known.set(catalog, result)
  }
  return result
}

const asValid = (row: ObjectRow): ObjectRow =>
  new ObjectRow(row.id, row.owner, row.name, row.type, 'VALID', row.generated, row.change, row.definition)
