/**
 * A table's triggers as PostgreSQL's. PostgreSQL fires triggers of one kind in the order of their names (bytes), its own
 * constraint triggers ("RI_…", "PK_…") among them: `a…` are the server's, `t…` the users', behind both.
 */

import type { Column } from '../../catalog/catalog'
import { phys, qualified } from '../../catalog/physical-names'
import type { StoredTrigger, TriggerPoint } from '../../catalog/stored-objects'
import { quoteName } from '../expr'
import { columnPgType } from './column-type'

export interface PhysicalTrigger {
  readonly name: string
  /** What stands between the names of trigger and table: before insert or update of "C". */
  readonly when: string
  /** What stands behind the table. */
  readonly then: string
  /** Types of the columns that it names: PostgreSQL changes none that a trigger names. */
  readonly columns?: string
}

const POINTS: Readonly<Record<TriggerPoint['point'], readonly [timing: string, level: string]>> = {
  'BEFORE STATEMENT': ['before', 'statement'],
  'BEFORE EACH ROW': ['before', 'row'],
  'AFTER EACH ROW': ['after', 'row'],
  'AFTER STATEMENT': ['after', 'statement'],
  'INSTEAD OF EACH ROW': ['instead of', 'row']
}

/** @param triggers of one table or view, in firing order */
export function physicalTriggers(triggers: readonly StoredTrigger[], columns: readonly Column[]): PhysicalTrigger[] {
  const enabled = triggers.filter((t) => t.enabled)
  if (!enabled.length) return []
  return [...helpers(enabled, columns), ...numbered(triggers).flatMap(([number, trigger]) => (trigger.enabled ? userTriggers(number, trigger, columns) : []))]
}

/** Numbers that rise in firing order and stay when other triggers come and go. */
function numbered(triggers: readonly StoredTrigger[]): [string, StoredTrigger][] {
  let last = 0
  let same = 0
  return triggers.map((t) => {
    same = t.id > last ? 0 : same + 1
    last = Math.max(last, t.id)
    return [`${String(last).padStart(5, '0')}${same ? `.${String(same).padStart(3, '0')}` : ''}`, t]
  })
}

/** Arguments of a trigger's function are plain literals. */
const argument = (text: string): string => `'${text.replaceAll("'", "''")}'`

function userTriggers(number: string, trigger: StoredTrigger, columns: readonly Column[]): PhysicalTrigger[] {
  if (trigger.fails) {
    const events = trigger.events.map((e) => e.event.toLowerCase()).join(' or ')
    const call = `execute function ora.invalid_trigger(${argument(`${trigger.owner}.${trigger.name}`)})`
    const [timing, level] = trigger.onView ? ['instead of', 'row'] : ['before', 'statement']
    return [{ name: phys(`t${number} ${trigger.name}`), when: `${timing} ${events}`, then: `for each ${level} ${call}` }]
  }
  const events = trigger.events.map(({ event, columns: named }) =>
    named.length ? `update of ${named.map((c) => quoteName(phys(c))).join(', ')}` : event.toLowerCase()
  )
  const names = trigger.events.flatMap((e) => e.columns)
  return trigger.points.map(({ point, function: fn, whenSql }) => {
    const [timing, level] = POINTS[point]
    const condition = whenSql === undefined ? '' : ` when (${whenSql})`
    return {
      name: phys(`t${number} ${trigger.name}`) + (trigger.timing === 'COMPOUND' ? `:${point.toLowerCase()}` : ''),
      when: `${timing} ${events.join(' or ')}`,
      then: `for each ${level}${condition} execute function ${qualified(trigger.owner, fn)}()`,
      columns: typesOf(columns.filter((c) => whenSql !== undefined || names.includes(c.name)))
    }
  })
}

/** Values too long for their columns are errors before a BEFORE ROW trigger sees them. `test` is of NEW, and raises the error itself. */
export const lengthTrigger = (test: string, columns: readonly Column[]): PhysicalTrigger => ({
  name: 'a3 lengths',
  when: 'before insert or update',
  then: `for each row when (not (${test})) execute function ora.keep_row()`,
  columns: typesOf(columns)
})

const typesOf = (columns: readonly Column[]): string => columns.map((c) => `${c.name} ${columnPgType(c.type)}`).join(', ')

/** Endless recursion is found; what an UPDATE sets is noted for UPDATING('C'). */
function helpers(triggers: readonly StoredTrigger[], columns: readonly Column[]): PhysicalTrigger[] {
  const list: PhysicalTrigger[] = [
    { name: 'a0 guard', when: 'before insert or update or delete', then: 'for each statement execute function ora.guard_triggers()' }
  ]
  const names = columns.map((c) => c.name)
  const asked = triggers.flatMap((t) => (t.updating === 'any' ? names : (t.updating ?? [])))
  for (const column of new Set(asked)) {
    if (!names.includes(column)) continue
    const call = `for each statement execute function ora.note_updated(${argument(column)})`
    const typed = typesOf(columns.filter((c) => c.name === column))
    list.push({ name: phys(`a1 ${column}`), when: `before update of ${quoteName(phys(column))}`, then: call, columns: typed })
  }
  return list
}

/** Of a table that its own row triggers could read: they tell from when to when a statement changes it (catalog/sql/32-triggers.sql). */
export const MUTATION_TRIGGERS: readonly PhysicalTrigger[] = [
  { name: 'a2 mutating', when: 'before insert or update or delete', then: 'for each statement execute function ora.mutation_begins()' },
  { name: 'a2 mutating row', when: 'before insert or update or delete', then: 'for each row execute function ora.mutates()' },
  { name: 'a2 mutated row', when: 'after insert or update or delete', then: 'for each row execute function ora.mutates()' },
  { name: 'a2 mutated', when: 'after insert or update or delete', then: 'for each statement execute function ora.mutation_ends()' }
]

/** As they stand on `relation`: a body that two of them share is the same trigger. */
export const triggerItems = (triggers: readonly PhysicalTrigger[], relation: string): { name: string; body: string; create: string; drop: string }[] =>
  triggers.map((trigger) => ({
    name: trigger.name,
    body: `${trigger.when} ${trigger.then} ${trigger.columns ?? ''}`,
    create: createTriggerSql(trigger, relation),
    drop: `drop trigger if exists ${quoteName(trigger.name)} on ${relation}`
  }))

const createTriggerSql = (trigger: PhysicalTrigger, relation: string): string =>
  `create trigger ${quoteName(trigger.name)} ${trigger.when} on ${relation} ${trigger.then}`
