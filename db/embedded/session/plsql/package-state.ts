/**
 * Packages that are made anew lose their state in every session. Where another session did it, the next block that comes to
 * such a package is ORA-04068, once.
 */
import type { Catalog, Program } from '../../catalog/catalog'
import type { ObjectKey, StoredProgram } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { quoteName } from '../../sql/expr'
import type { Session } from '../session'

const key = ({ owner, name }: ObjectKey): string => `${owner}.${name}`

export class PackageStates {
  private seen?: Catalog
  /** Discarded by others, and not yet told. */
  private readonly discarded = new Set<string>()

  constructor(private readonly session: Session) {}

  /** After this session's own DDL: nothing to tell. */
  async changed(): Promise<void> {
    await this.discard()
  }

  /** Before a block that depends on these. @throws ORA-04068 */
  async check(dependsOn: readonly ObjectKey[]): Promise<void> {
    for (const one of await this.discard()) this.discarded.add(one)
    if (this.discarded.size === 0) return
    const met = this.reached(dependsOn).filter(one => this.discarded.delete(one))
    if (met.length > 0) throw oraError(4068, [''])
  }

  /** @returns the packages of which this session had state, "OWNER.NAME" */
  private async discard(): Promise<readonly string[]> {
    const { session, seen } = this
    const now = session.context.catalogs.current()
    this.seen = now
    if (!seen || seen === now) return []
    const packages = [...sources(seen)].filter(([one, source]) => sources(now).get(one) !== source).map(([one]) => one)
    if (packages.length === 0) return []
    const cells = (await session.query('select name from pg_catalog.pg_prepared_statements where from_sql')).map(([name]) => name ?? '')
    const found = packages.filter(one => cells.some(cell => isOf(cell, one)))
    const gone = cells.filter(cell => found.some(one => isOf(cell, one)))
    if (gone.length > 0) await session.query(gone.map(cell => `deallocate ${quoteName(cell)}`).join('; '))
    return found
  }

  private reached(dependsOn: readonly ObjectKey[]): readonly string[] {
    const catalog = this.session.context.catalogs.current()
    const reached = new Set<string>()
    const visit = (object: ObjectKey): void => {
      if (reached.has(key(object))) return
      reached.add(key(object))
      for (const part of [undefined, 'body'] as const) {
        const unit = catalog.findProgram(object.owner, object.name, part) as StoredProgram | undefined
        unit?.dependsOn.forEach(visit)
      }
    }
    dependsOn.forEach(visit)
    return [...reached]
  }
}

/** Names of cells begin with the package's. */
const isOf = (cell: string, unit: string): boolean => cell.startsWith(`${unit}.`) || cell.startsWith(`${unit}#`)

const known = new WeakMap<Catalog, ReadonlyMap<string, string>>()
/** Text of specification and body by "OWNER.NAME". */
function sources(catalog: Catalog): ReadonlyMap<string, string> {
  let found = known.get(catalog)
  if (!found) {
    const texts = new Map<string, string>()
    const units = (catalog as Catalog & { units?(): readonly (Program | { readonly kind: 'trigger' })[] }).units?.() ?? []
    for (const unit of units) {
      if (unit.kind !== 'program' || (unit.type !== 'PACKAGE' && unit.type !== 'PACKAGE BODY')) continue
      const one = key(unit)
      const { source } = unit as StoredProgram
      const [specification, body] = (texts.get(one) ?? '\0').split('\0')
      texts.set(one, unit.type === 'PACKAGE' ? `${source}\0${body}` : `${specification}\0${source}`)
    }
    known.set(catalog, (found = texts))
  }
  return found
}
