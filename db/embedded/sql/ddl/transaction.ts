/** COMMIT, ROLLBACK, SAVEPOINT, SET TRANSACTION, SET CONSTRAINTS, SET ROLE, LOCK TABLE. */
import { phys, qualified } from '../../catalog/physical-names'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { quoteName } from '../expr'
import type { StatementKind, Step, Translation } from '../statement'
import type { LockTable, RollbackStatement, SavepointStatement, SetConstraints, SetRole, SetTransaction } from '../tree'
import { type DdlContext, type NamingContext, resolveName } from './ddl-context'

export const steps = (kind: StatementKind, list: readonly Step[], ddl: NamingContext): Translation => ({
  kind,
  steps: list,
  columns: [],
  returning: [],
  binds: [],
  implicitCommit: false,
  catalogVersion: ddl.catalog.version,
  cacheable: true
})
export const sqlStep = (text: string): Step => ({ do: 'sql', text, params: [], result: 'none' })

export const commit = (_: unknown, ddl: DdlContext): Translation => steps('transaction', [{ do: 'commit' }], ddl)
export const rollback = (statement: RollbackStatement, ddl: DdlContext): Translation =>
  steps('transaction', [statement.to ? { do: 'rollback', to: statement.to.name } : { do: 'rollback' }], ddl)
export const savepoint = (statement: SavepointStatement, ddl: DdlContext): Translation =>
  steps('transaction', [{ do: 'savepoint', name: statement.name.name }], ddl)
export const setTransaction = (statement: SetTransaction, ddl: DdlContext): Translation =>
  steps('transaction', [{ do: 'set-transaction', mode: statement.mode }], ddl)

/** Only constraints declared DEFERRABLE: PostgreSQL's ALL would also defer the keys that are deferrable for our own reasons. */
export function setConstraints(statement: SetConstraints, ddl: DdlContext): Translation {
  const names: string[] = []
  const add = (owner: string, name: string, type: string): void => {
    names.push(`${quoteName(phys(owner))}.${quoteName(type === 'R' ? phys(name) : phys(`${name}$i`))}`)
  }
  if (statement.all) {
    for (const row of ddl.catalog.data.objects.values()) {
      if (row.type !== 'TABLE' || row.owner === 'SYS' || row.object.kind !== 'table') continue
      for (const c of row.object.constraints) if (c.deferrable && c.status === 'ENABLED') add(row.owner, c.name, c.type)
    }
  }
  for (const name of statement.names) {
    const owner = name.schema?.name ?? ddl.context.schema
    const found = ddl.catalog.findConstraint(owner, name.object.name)
    if (!found) throw oraError(2448, [], name.start)
    if (!found.constraint.deferrable) throw oraError(2447, [], name.start)
    if (found.constraint.status === 'ENABLED') add(owner, name.object.name, found.constraint.type)
  }
  const list = names.length ? [sqlStep(`set constraints ${names.join(', ')} ${statement.deferred ? 'deferred' : 'immediate'}`)] : []
  return steps('transaction', list, ddl)
}

/** All granted roles are enabled at logon and stay so. */
export function setRole(statement: SetRole, ddl: DdlContext): Translation {
  if (statement.roles === 'ALL') return steps('session', [], ddl)
  return refuse('SET ROLE', statement.start)
}

const LOCK_MODES: Readonly<Record<string, string>> = {
  'ROW SHARE': 'row share',
  'SHARE UPDATE': 'row share',
  'ROW EXCLUSIVE': 'row exclusive',
  SHARE: 'share',
  'SHARE ROW EXCLUSIVE': 'share row exclusive',
  EXCLUSIVE: 'exclusive'
}

/** Readers never wait in Oracle: EXCLUSIVE is PostgreSQL's EXCLUSIVE, not ACCESS EXCLUSIVE. */
export function lockTable(statement: LockTable, ddl: NamingContext): Translation {
  const mode = LOCK_MODES[statement.mode]
  if (!mode) throw oraError(1737, [], statement.start)
  const tables = statement.names.map((name) => {
    const at = resolveName(name, ddl)
    const object = ddl.catalog.find(at.owner, at.name)
    if (!object || object.kind === 'sequence' || object.kind === 'synonym') throw oraError(942, [], name.start)
    const may = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'LOCK'].some((p) =>
      ddl.catalog.hasObjectPrivilege(ddl.context.user, p, at.owner, at.name)
    )
    if (!may) throw oraError(942, [], name.start)
    if (object.kind === 'view') refuse('LOCK TABLE of a view', name.start)
    if (object.temporary) refuse('LOCK TABLE of a global temporary table', name.start)
    return qualified(at.owner, at.name)
  })
  const text = `lock table ${tables.join(', ')} in ${mode} mode`
  if (statement.wait === 'NOWAIT' || statement.wait === 0) return steps('lock', [sqlStep(`${text} nowait`)], ddl)
  if (statement.wait === undefined) return steps('lock', [sqlStep(text)], ddl)
  const wait = `set local lock_timeout = ${Math.round(statement.wait * 1000)}`
  return steps('lock', [sqlStep(wait), sqlStep(text), sqlStep('set local lock_timeout = 0')], ddl)
}
