/** CREATE [OR REPLACE] TRIGGER. Source: PL/SQL Language Reference 19c, "CREATE TRIGGER Statement". */
import type { StoredTable, StoredTrigger, StoredView } from '../../catalog/stored-objects'
import { oraError } from '../../errors/messages'
import { type DdlContext, newName, requireCreate, resolveName } from '../../sql/ddl/ddl-context'
import { DdlPlan } from '../../sql/ddl/ddl-plan'
import { recompileViews } from '../../sql/ddl/recompile-views'
import type { Translation } from '../../sql/statement'
import type { CreateTrigger } from '../tree'
import { compileInPlan } from './compile-in-plan'
import { triggerTexts } from './trigger-texts'
import { type ReadUnit, storedSource } from './unit-header'

type Head = Omit<CreateTrigger, 'body' | 'points' | 'start' | 'end'>

export function createTrigger(read: ReadUnit, ddl: DdlContext): Translation {
  const { header } = read
  const head = header.trigger
  if (!head) throw new Error('a trigger without its head')
  const { owner, name } = newName(header.name, ddl)
  requireCreate('TRIGGER', owner, ddl)
  const target = targetOf(head, owner, ddl)
  const replaced = ddl.catalog.findTrigger(owner, name)
  if (replaced && !header.orReplace) throw oraError(4081, [name], header.name.object.start)
  if (replaced && (replaced.tableOwner !== target.owner || replaced.tableName !== target.name)) throw oraError(4095, [name], header.name.object.start)
  const source = storedSource(ddl.text, header)
  const plan = new DdlPlan(ddl.catalog)
  const shell: StoredTrigger = {
    kind: 'trigger',
    owner,
    name,
    id: replaced?.id ?? plan.newId(),
    status: 'INVALID',
    enabled: !head.disabled,
    tableOwner: target.owner,
    tableName: target.name,
    onView: target.kind === 'view',
    timing: head.timing,
    forEachRow: head.forEachRow,
    events: head.events.map(({ event, columns }) => ({ event, columns: columns.map((c) => c.name) })),
    follows: head.follows.map((f) => {
      const followed = { owner: f.schema?.name ?? owner, name: f.object.name }
      if (!ddl.catalog.findTrigger(followed.owner, followed.name)) throw oraError(4080, [followed.name], f.start)
      return followed
    }),
    referencing: { old: head.referencing.old?.name, new: head.referencing.new?.name },
    whenText: head.whenText,
    ...triggerTexts(source),
    source,
    errors: [],
    dependsOn: [{ owner: target.owner, name: target.name }],
    functions: [],
    points: pointsOf(head)
  }
  plan.put(shell, 'INVALID')
  const { unit } = compileInPlan(shell.id, plan, ddl, { asked: true })
  if (unit.fails) plan.warning = 'compilation'
  recompileViews(plan, ddl)
  return plan.build()
}

/** @throws ORA-00942, 01031, 04089, 25001, 25002, 25004, 00904 */
function targetOf(head: Head, owner: string, ddl: DdlContext): StoredTable | StoredView {
  const at = resolveName(head.on, ddl)
  const target = ddl.catalog.find(at.owner, at.name)
  const { user } = ddl.context
  if ((target?.kind !== 'table' && target?.kind !== 'view') || !ddl.catalog.isVisible(user, at.owner, at.name)) throw oraError(942, [], head.on.start)
  if (target.owner === 'SYS') throw oraError(4089)
  if (target.owner !== user && target.owner !== owner && !ddl.catalog.hasSystemPrivilege(user, 'CREATE ANY TRIGGER')) throw oraError(1031)
  if (target.kind === 'table' && head.timing === 'INSTEAD OF') throw oraError(25002)
  if (target.kind === 'view' && (head.timing === 'BEFORE' || head.timing === 'AFTER')) throw oraError(25001)
  if (head.timing === 'INSTEAD OF' && head.when) throw oraError(25004)
  for (const { columns } of head.events)
    for (const column of columns) {
      const found = target.columns.find((c) => c.name === column.name)
      if (!found) throw oraError(904, [`"${column.name}"`], column.start)
      if (found.type.kind === 'CLOB' || found.type.kind === 'BLOB') throw oraError(25006, [], column.start)
    }
  return target
}

/** Until it compiles: where it would fire, which is where it says ORA-04098. */
function pointsOf(head: Head): StoredTrigger['points'] {
  if (head.timing === 'COMPOUND') return []
  const point = head.timing === 'INSTEAD OF' ? 'INSTEAD OF EACH ROW' : head.forEachRow ? (`${head.timing} EACH ROW` as const) : (`${head.timing} STATEMENT` as const)
  return [{ point, function: '' }]
}
