/** Before a statement that changes rows: the triggers that it will fire. */
import type { Catalog, NamedObject, Table, Trigger, View } from '../../catalog/catalog'
import { oraError } from '../../errors/messages'
import { InvalidUnit, refuse } from '../../errors/ora-error'
import { findObject } from '../../sql/resolve/objects'
import type { NlsSettings, TranslateContext } from '../../sql/statement'
import type { StatementNode } from '../../sql/tree'

type Event = 'INSERT' | 'UPDATE' | 'DELETE'

/** @throws InvalidUnit for a trigger that must be compiled anew, ORA-03001 for one that was made under other NLS settings */
export function checkTriggers(statement: StatementNode, context: TranslateContext, catalog: Catalog): void {
  for (const { target, events } of targetsOf(statement)) {
    const object = target.name && findObject(target.name, context, catalog)
    for (const table of object ? withBases(object, catalog) : [])
      for (const trigger of catalog.triggersOn(table.owner, table.name))
        if (trigger.enabled && trigger.events.some((e) => events.includes(e.event))) check(trigger, context)
  }
}

function check(trigger: Trigger, context: TranslateContext): void {
  const name = `${trigger.owner}.${trigger.name}`
  if (trigger.status === 'INVALID' && !trigger.fails) throw new InvalidUnit(trigger.owner, trigger.name, 'TRIGGER', oraError(4098, [name]))
  const differs = Object.entries(trigger.nls ?? {}).some(([key, value]) => key !== 'NLS_LENGTH_SEMANTICS' && context.nls[key as keyof NlsSettings] !== value)
  if (differs) refuse(`trigger ${name}, whose text depends on NLS settings, under others than it was made with`)
}

interface Target {
  readonly target: { readonly name?: Parameters<typeof findObject>[0] }
  readonly events: readonly Event[]
}

function targetsOf(statement: StatementNode): Target[] {
  switch (statement.type) {
    case 'insert':
      return [{ target: statement.target, events: ['INSERT'] }]
    case 'update':
      return [{ target: statement.target, events: ['UPDATE'] }]
    case 'delete':
      return [{ target: statement.target, events: ['DELETE'] }]
    case 'merge':
      return [{ target: statement.target, events: [...(statement.insert ? ['INSERT' as const] : []), ...(statement.update ? (['UPDATE', 'DELETE'] as const) : [])] }]
    case 'multi-insert':
      return statement.branches.flatMap((b) => b.into.map((into): Target => ({ target: into.target, events: ['INSERT'] })))
    default:
      return []
  }
}

/** A view's rows are changed in the tables beneath. */
function withBases(object: NamedObject, catalog: Catalog): (Table | View)[] {
  if (object.kind === 'table') return [object]
  if (object.kind !== 'view') return []
  const bases = new Map(object.columns.flatMap((c) => (c.base ? [[`${c.base.owner}.${c.base.table}`, c.base] as const] : [])))
  const tables = [...bases.values()].flatMap((b) => catalog.find(b.owner, b.table) ?? [])
  return [object, ...tables.filter((t): t is Table => t.kind === 'table')]
}
