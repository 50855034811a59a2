/** CREATE, ALTER SEQUENCE. */
import { qualified, regclass } from '../../catalog/physical-names'
import type { StoredSequence } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import type { Translation } from '../statement'
import type { CreateSequence } from '../tree'
import { type DdlContext, newName, requireCreate, requireOwnOr, resolveName } from './ddl-context'
import { DdlPlan } from './ddl-plan'
import { recompileViews } from './recompile-views'
import { alterSequenceSql, createSequenceSql, sequenceFrom } from './sequence-options'

export function createSequence(statement: CreateSequence, ddl: DdlContext): Translation {
  if (statement.type === 'alter-sequence') return alterSequence(statement, ddl)
  const { owner, name } = newName(statement.name, ddl)
  requireCreate('SEQUENCE', owner, ddl)
  if (ddl.catalog.rowNamed(owner, name)) throw oraError(955, [], statement.name.object.start)
  const plan = new DdlPlan(ddl.catalog)
  const sequence: StoredSequence = { ...sequenceFrom(statement.options), kind: 'sequence', id: plan.newId(), owner, name }
  plan.put(sequence)
  plan.run(createSequenceSql(sequence))
  recompileViews(plan, ddl)
  return plan.build()
}

function alterSequence(statement: CreateSequence, ddl: DdlContext): Translation {
  const at = resolveName(statement.name, ddl)
  const found = ddl.catalog.find(at.owner, at.name)
  if (found?.kind !== 'sequence') throw oraError(2289, [], statement.name.start)
  if (!ddl.catalog.hasObjectPrivilege(ddl.context.user, 'ALTER', at.owner, at.name)) requireOwnOr('ALTER ANY SEQUENCE', at, ddl, 2289)
  if (found.identityOf) throw oraError(32793, [], statement.name.start)
  if (statement.options.startWith !== undefined && !statement.restart) throw oraError(2283)
  if (Object.values(statement.options).every((v) => v === undefined) && !statement.restart) throw oraError(2286)
  const plan = new DdlPlan(ddl.catalog)
  changeSequence(found, sequenceFrom(statement.options, found), statement.restart === true, plan)
  return plan.build()
}

/** Checks the new bounds against the current value, then alters. Also for identity columns. */
export function changeSequence(before: StoredSequence, fields: ReturnType<typeof sequenceFrom>, restart: boolean, plan: DdlPlan): void {
  const sequence: StoredSequence = { ...before, ...fields }
  const current = `pg_catalog.pg_sequence_last_value(${regclass(before.owner, before.name)})`
  if (!restart) {
    plan.checkBefore(`select 4007 where ${current} < ${sequence.minValue}::pg_catalog.numeric`)
    plan.checkBefore(`select 4009 where ${current} > ${sequence.maxValue}::pg_catalog.numeric`)
  }
  plan.put(sequence)
  plan.run(alterSequenceSql(sequence))
  if (restart) plan.run(`alter sequence ${qualified(before.owner, before.name)} restart with ${sequence.startWith}`)
}
