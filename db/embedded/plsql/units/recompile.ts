import { canonical } from '../../catalog/canonical'
import type { Catalog } from '../../catalog/catalog'
import { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import type { DdlContext } from '../../sql/ddl/ddl-context'
import { DdlPlan } from '../../sql/ddl/ddl-plan'
import { recompileViews } from '../../sql/ddl/recompile-views'
import type { TranslateContext, Translation } from '../../sql/statement'
import { compileInPlan } from './compile-in-plan'
import { settleUnits } from './settle-units'

/**
 * Compiles an INVALID unit (`InvalidUnit`) before its use, as Oracle does. To be run in a transaction of its own, on a connection of
 * the server's own: it takes no lock on tables. Whether the unit is VALID then, the catalog says once it is loaded again.
 *
 * @param type OBJECT_TYPE: PROCEDURE, FUNCTION, PACKAGE (with its body), PACKAGE BODY, TYPE, TRIGGER
 * @returns no steps when nothing came of it that was not known
 */
export function recompile(owner: string, name: string, type: string, context: TranslateContext, catalog: Catalog): Translation {
  if (!(catalog instanceof CatalogSnapshot)) throw new Error('compiling needs the loaded catalog')
  const ddl: DdlContext = { text: '', context, catalog, settleUnits }
  const plan = new DdlPlan(catalog, 'as owner')
  const trigger = type === 'TRIGGER' ? catalog.findTrigger(owner, name) : undefined
  const parts = trigger ? [trigger] : [catalog.findProgram(owner, name), catalog.findProgram(owner, name, 'body')]
  let known = true
  for (const unit of parts) {
    if (unit?.status !== 'INVALID') continue
    const compiled = compileInPlan(unit.id, plan, ddl, { asked: true }).unit
    known &&= canonical(compiled) === canonical(unit)
  }
  recompileViews(plan, ddl)
  const translation = plan.build()
  return known ? { ...translation, steps: [] } : translation
}
