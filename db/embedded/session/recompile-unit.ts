/** Compiles an INVALID unit when it is used, in a transaction of its own. */
import type { InvalidUnit } from '../errors/ora-error'
import { oraError } from '../errors/messages'
import { PgError } from '../postgres/pg-error'
import type { NlsSettings } from '../sql/statement'
import type { Maintenance } from './maintenance'
import type { CatalogStore } from './server-context'

/** DDL of sessions may come between again and again: each time one of them got ahead. */
const MAX_TRIES = 100

/** Resolves when the catalog shows what came of it. @throws what Oracle says of the unit, when nothing can come of it */
export async function recompileUnit(maintenance: Maintenance, catalogs: CatalogStore, unit: InvalidUnit, nls: NlsSettings,
  log: (line: string) => void): Promise<void> {
  const { recompile } = await import('../plsql/units') // the compiler is loaded with the translator
  for (let tries = 0; ; tries++) {
    const { steps } = recompile(unit.owner, unit.unit, unit.type, { user: unit.owner, schema: unit.owner, nls }, catalogs.current())
    if (steps.length === 0) throw unit.otherwise
    catalogs.changing++
    try {
      await maintenance.transaction(async query => {
        for (const step of steps) {
          if (step.do !== 'sql' && step.do !== 'check') continue
          const [found] = await query(step.text)
          if (step.do === 'check' && found) throw oraError(Number(found[0]), found.slice(1).map(a => a ?? ''))
        }
      })
      return
    } catch (e) {
      if (tries < MAX_TRIES && e instanceof PgError && COMES_AGAIN.has(e.code)) continue
      log(`unexpected while compiling ${unit.owner}.${unit.unit}: ${e instanceof Error ? e.message : String(e)}`)
      throw unit.otherwise
    } finally {
      catalogs.changing--
      await catalogs.reload()
    }
  }
}
/** A stale snapshot (OR000), and locks that others hold for a moment. */
const COMES_AGAIN: ReadonlySet<string> = new Set(['OR000', '55P03', '40P01'])
