import { asCompiled } from '../../catalog/as-compiled'
import type { CatalogSnapshot } from '../../catalog/catalog-snapshot'

/** The catalog for a unit of that owner: with the rights that it holds directly, as roles are off in stored units. */
export function catalogOf(owner: string, catalog: CatalogSnapshot): CatalogSnapshot {
  const compiled = asCompiled(catalog)
  return owner === 'SYS' ? compiled : compiled.withPrivileges({ roleGrants: new Map() })
}
