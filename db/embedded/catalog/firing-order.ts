/** The order in which a table's triggers fire: as they were made, but each behind those that it FOLLOWS. */
import type { StoredTrigger } from './stored-objects'

export function firingOrder(triggers: readonly StoredTrigger[]): readonly StoredTrigger[] {
  const byAge = [...triggers].sort((a, b) => a.id - b.id)
  const order: StoredTrigger[] = []
  const place = (trigger: StoredTrigger, above: ReadonlySet<number>): void => {
    if (order.includes(trigger) || above.has(trigger.id)) return
    for (const { owner, name } of trigger.follows) {
      const before = byAge.find((t) => t.owner === owner && t.name === name)
      if (before) place(before, new Set([...above, trigger.id]))
    }
    order.push(trigger)
  }
  for (const trigger of byAge) place(trigger, new Set())
  return order
}
