/** Views after a change beneath them: made again from their text when that still compiles, INVALID otherwise. */
import type { DdlContext } from './ddl-context'
import type { DdlPlan } from './ddl-plan'

export function recompileViews(_plan: DdlPlan, _ddl: DdlContext): void {
  // filled in with CREATE VIEW
}

export function dropDependentViews(_object: { owner: string; name: string }, _plan: DdlPlan, _ddl: DdlContext): void {
  // filled in with CREATE VIEW
}
