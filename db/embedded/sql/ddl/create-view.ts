/** CREATE [OR REPLACE] [FORCE] VIEW. SQL Language Reference, "CREATE VIEW". */
import type { StoredColumn, StoredView } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { OraError } from '../../errors/ora-error'
import { parseQuery } from '../parse/parse-statement'
import { createResolver } from '../resolve'
import type { Translation } from '../statement'
import type { CreateView } from '../tree'
import { compileView, createViewSql, expandStars } from './compile-view'
import { checkedName, type DdlContext, newName, requireCreate } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { dropDependentViews, dropPhysicalView, recompileViews, viewError } from './recompile-views'

export function createView(statement: CreateView, ddl: DdlContext): Translation {
  const { owner, name } = newName(statement.name, ddl)
  requireCreate('VIEW', owner, ddl)
  const existing = ddl.catalog.rowNamed(owner, name)
  const replaced = existing?.type === 'VIEW' ? (existing.object as StoredView) : undefined
  if (existing && !(replaced && statement.orReplace)) throw oraError(955, [], statement.name.object.start)
  const plan = new DdlPlan(ddl.catalog)
  if (replaced) {
    dropDependentViews(replaced, plan, ddl)
    dropPhysicalView(replaced, plan)
    plan.remove(replaced)
    for (const trigger of plan.catalog.triggersOn(owner, name)) plan.removeUnit(trigger)
  }
  const shell: StoredView = {
    kind: 'view',
    owner,
    name,
    id: replaced?.id ?? plan.newId(),
    columns: [],
    text: statement.queryText,
    dependsOn: [],
    constraint: statement.readOnly || statement.checkOption ? plan.newConstraintName() : undefined,
    readOnly: statement.readOnly,
    checkOption: statement.checkOption || undefined,
    status: 'VALID',
    comment: replaced?.comment
  }
  const names = statement.columns.map(checkedName)
  try {
    const inside = { ...ddl, catalog: plan.catalog }
    const text = expandStars(statement.query, statement.queryText, ddl.text, shell, inside)
    const compiled = compileView(text, names.length ? names : undefined, shell, inside)
    const view: StoredView = { ...shell, text, columns: compiled.columns, dependsOn: compiled.dependsOn, nls: compiled.nls }
    plan.put(view)
    plan.makeFunctions(view.id, compiled.types)
    plan.putUp(createViewSql(view, compiled.sql))
  } catch (e) {
    if (!(e instanceof OraError)) throw e
    if (!statement.force) throw statementError(viaRole(e, shell, ddl), statement, ddl)
    plan.put(
      {
        ...shell,
        status: 'INVALID',
        errors: [viewError(viaRole(e, shell, ddl))],
        columns: names.map((n, i): StoredColumn => ({ name: n, position: i + 1, type: { kind: 'VARCHAR2' }, nullable: true }))
      },
      'INVALID'
    )
    plan.warning = 'compilation'
  }
  recompileViews(plan, ddl)
  return plan.build()
}

/** What the owner may read only through a role is there, but not for views. */
function viaRole(e: OraError, view: StoredView, ddl: DdlContext): OraError {
  if (e.code !== 942 || ddl.context.user !== view.owner) return e
  try {
    createResolver(view.text, ddl.context, ddl.catalog).query(parseQuery(view.text), {})
    return oraError(1031, [], e.offset)
  } catch {
    return e
  }
}

/** The view's text is compiled alone: its offsets are moved to the place that it has in the statement. */
function statementError(e: OraError, statement: CreateView, ddl: DdlContext): OraError {
  const at = ddl.text.indexOf(statement.queryText, statement.start)
  return e.offset === undefined || at < 0 ? e : new OraError(e.code, e.text, e.offset + at)
}
