import type { CatalogSnapshot } from '../../catalog/catalog-snapshot'
import type { DdlContext } from '../../sql/ddl/ddl-context'
import { DdlPlan } from '../../sql/ddl/ddl-plan'
import { recompileViews } from '../../sql/ddl/recompile-views'
import { DEFAULT_NLS } from '../../sql/statement'
import { compileInPlan } from './compile-in-plan'
import { dependencyOrder, settleUnits } from './settle-units'

/** After another version of the compiler made the units: every one anew. What is shown of them stays, if they compile. */
export function recompileAll(catalog: CatalogSnapshot): string[] {
  const units = new Map(catalog.units().map((unit) => [unit.id, unit]))
  if (units.size === 0) return []
  const ddl: DdlContext = { text: '', context: { user: 'SYS', schema: 'SYS', nls: DEFAULT_NLS }, catalog, settleUnits }
  const plan = new DdlPlan(catalog, 'as owner')
  for (const id of dependencyOrder(units.keys(), plan)) {
    const unit = units.get(id)
    if (unit) compileInPlan(id, plan, ddl, { asked: false, status: unit.status })
  }
  recompileViews(plan, ddl)
  return plan.build().steps.flatMap((step) => (step.do === 'sql' ? [step.text] : []))
}
