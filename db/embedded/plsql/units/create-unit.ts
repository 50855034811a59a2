/** CREATE [OR REPLACE] PROCEDURE, FUNCTION, PACKAGE [BODY], TYPE. Source: PL/SQL Language Reference 19c, chapter 14. */
import type { StoredProgram } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { type DdlContext, newName, requireCreate } from '../../sql/ddl/ddl-context'
import { DdlPlan } from '../../sql/ddl/ddl-plan'
import { recompileViews } from '../../sql/ddl/recompile-views'
import type { Translation } from '../../sql/statement'
import { compileInPlan } from './compile-in-plan'
import { createTrigger } from './create-trigger'
import { type ReadUnit, storedSource } from './unit-header'

export function createUnit(read: ReadUnit, ddl: DdlContext): Translation {
  return read.header.kind === 'TRIGGER' ? createTrigger(read, ddl) : createProgram(read, ddl)
}

function createProgram(read: ReadUnit, ddl: DdlContext): Translation {
  const { header } = read
  const kind = header.kind as StoredProgram['type']
  const { owner, name } = newName(header.name, ddl)
  requireCreate(kind === 'TYPE' ? 'TYPE' : 'PROCEDURE', owner, ddl)
  const existing = ddl.catalog.rowNamed(owner, name, kind)
  if (existing && !(existing.type === kind && header.orReplace)) throw oraError(955, [], header.name.object.start)
  const plan = new DdlPlan(ddl.catalog)
  const replaced = existing?.object as StoredProgram | undefined
  if (replaced?.type === 'TYPE') requireNoDependentTypes(replaced, ddl)
  const shell: StoredProgram = {
    kind: 'program',
    type: kind,
    owner,
    name,
    id: replaced?.id ?? plan.newId(),
    status: 'INVALID',
    authid: read.authid,
    source: storedSource(ddl.text, header),
    errors: [],
    signatures: replaced?.signatures ?? [],
    interface: replaced?.interface,
    fails: replaced?.fails,
    dependsOn: [],
    functions: []
  }
  plan.put(shell, 'INVALID')
  const { unit } = compileInPlan(shell.id, plan, ddl, { asked: true })
  if (unit.fails) plan.warning = 'compilation'
  recompileViews(plan, ddl)
  return plan.build()
}

/** @throws ORA-02303 */
export function requireNoDependentTypes(type: StoredProgram, ddl: DdlContext): void {
  const depends = ddl.catalog
    .units()
    .some((u) => u.kind === 'program' && u.type === 'TYPE' && u.dependsOn.some((d) => d.owner === type.owner && d.name === type.name) && u.id !== type.id)
  if (depends) throw oraError(2303)
}
