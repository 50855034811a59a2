/**
 * Views and the objects beneath them. PostgreSQL ties a view to its tables; Oracle makes it INVALID and tries
 * again when it is next used. So: before a change the dependent views are taken down, after it each view that is
 * not there is tried again from its text.
 */

import type { CompileError } from '../../catalog/object-key'
import { qualified } from '../../catalog/physical-names'
import type { ObjectKey, StoredView } from '../../catalog/stored-objects'
import { OraError } from '../../errors/ora-error'
import { compileView, createViewSql } from './compile-view'
import type { DdlContext } from './ddl-context'
import type { DdlPlan } from './ddl-plan'

const refersTo = (view: StoredView, object: ObjectKey): boolean =>
  view.dependsOn.some((d) => d.owner === object.owner && d.name === object.name)

export function dropPhysicalView(view: StoredView, plan: DdlPlan): void {
  if (view.status === 'VALID') plan.takeDown(view.id, `drop view ${qualified(view.owner, view.name)}`)
}

/** Takes down every view over this object, the outermost first, and marks it INVALID. */
export function dropDependentViews(object: ObjectKey, plan: DdlPlan, ddl: DdlContext): void {
  for (const view of plan.catalog.views()) {
    if (view.status !== 'VALID' || !refersTo(view, object)) continue
    dropDependentViews(view, plan, ddl)
    dropPhysicalView(view, plan)
    plan.put({ ...view, status: 'INVALID' }, 'INVALID')
  }
}

/** The end of every statement that changes objects: views and units that stand on them are made anew, as far as they can be. */
export function recompileViews(plan: DdlPlan, ddl: DdlContext): void {
  do compileViews(plan, ddl)
  while (ddl.settleUnits(plan, ddl))
}

/** Makes every INVALID view that compiles now. Repeats, as one view may stand on another. */
function compileViews(plan: DdlPlan, ddl: DdlContext): void {
  for (let progress = true; progress; ) {
    progress = false
    for (const view of plan.catalog.views()) {
      if (view.status === 'VALID') continue
      const compiled = tryCompile(view, plan, ddl)
      if (!compiled) continue
      plan.put(compiled.view)
      plan.makeFunctions(view.id, compiled.types)
      plan.putUp(compiled.sql)
      progress = true
    }
  }
}

/** As USER_ERRORS shows it: views have no lines. */
export const viewError = (e: OraError): CompileError => ({ line: 0, position: 0, text: e.message.split('\n')[0], number: e.code, attribute: 'ERROR' })

function tryCompile(view: StoredView, plan: DdlPlan, ddl: DdlContext): { view: StoredView; sql: string; types: readonly string[] } | undefined {
  try {
    const names = view.columns.length ? view.columns.map((c) => c.name) : undefined
    const compiled = compileView(view.text, names, view, { ...ddl, catalog: plan.catalog })
    const valid: StoredView = { ...view, columns: compiled.columns, dependsOn: compiled.dependsOn, nls: compiled.nls, status: 'VALID', errors: undefined }
    return { view: valid, sql: createViewSql(valid, compiled.sql), types: compiled.types }
  } catch (e) {
    if (e instanceof OraError) return undefined
    throw e
  }
}

/** After a privilege was taken: a view whose owner may no longer read what is beneath it goes down. */
export function revalidateViews(plan: DdlPlan, ddl: DdlContext): void {
  for (const { id } of plan.catalog.views()) {
    const view = plan.catalog.data.objects.get(id)?.object as StoredView
    const foreign = view.dependsOn.some((d) => d.owner !== view.owner)
    if (view.status !== 'VALID' || !foreign || tryCompile(view, plan, ddl)) continue
    dropDependentViews(view, plan, ddl)
    dropPhysicalView(view, plan)
    plan.put({ ...view, status: 'INVALID' }, 'INVALID')
  }
  recompileViews(plan, ddl)
}
