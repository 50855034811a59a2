/**
 * After a change: the units that stand on what changed are compiled anew, in the same transaction, until nothing more
 * follows. What is shown is Oracle's: INVALID until the next use where Oracle would wait for that.
 */

import { isComment, scanTokens } from '@cicd-oracle/lexer'
import type { Unit } from '../../catalog/as-compiled'
import { canonical } from '../../catalog/canonical'
import type { ObjectKey } from '../../catalog/stored-objects'
import type { DdlContext } from '../../sql/ddl/ddl-context'
import type { DdlPlan } from '../../sql/ddl/ddl-plan'
import { type Change, changesOf, grantChanges } from './changes'
import { compileInPlan } from './compile-in-plan'
import { settleStubs } from './package-stubs'

/** A unit may come up again when a circle of packages learns about each other. */
const MOST_TURNS = 4

interface Progress {
  /** What was looked at of each object: the definition that it had then. */
  readonly seen: Map<number, string>
  readonly turns: Map<number, number>
  grants: number
}
const progressOf = new WeakMap<DdlPlan, Progress>()

/** @returns whether a program changed, so that views may be tried again */
export function settleUnits(plan: DdlPlan, ddl: DdlContext): boolean {
  let changed = false
  let progress = progressOf.get(plan)
  if (!progress) progressOf.set(plan, (progress = { seen: new Map(), turns: new Map(), grants: 0 }))
  for (;;) {
    const stale = staleUnits(plan, progress)
    if (stale.size === 0) return settleStubs(plan, ddl) || changed
    for (const id of dependencyOrder(stale.keys(), plan)) {
      const shown = stale.get(id) as Reason
      const unit = plan.catalog.data.objects.get(id)?.object as Unit | undefined
      if (!unit) continue
      const turns = (progress.turns.get(id) ?? 0) + 1
      progress.turns.set(id, turns)
      if (turns > MOST_TURNS) continue
      const status = shown.invalidates || unit.status === 'INVALID' ? 'INVALID' : 'VALID'
      if (shown.recompiles) compileInPlan(id, plan, ddl, { asked: false, status })
      else if (unit.status !== status) plan.put({ ...unit, status } as Unit, status)
      changed = true
    }
  }
}

interface Reason {
  invalidates: boolean
  recompiles: boolean
}

function staleUnits(plan: DdlPlan, progress: Progress): Map<number, Reason> {
  const changes = newChanges(plan, progress)
  const grants = grantChanges(plan).slice(progress.grants)
  progress.grants += grants.length
  const stale = new Map<number, Reason>()
  if (changes.length === 0 && grants.length === 0) return stale
  const add = (unit: Unit, reason: Reason): void => {
    const known = stale.get(unit.id)
    stale.set(unit.id, { invalidates: reason.invalidates || known?.invalidates === true, recompiles: reason.recompiles || known?.recompiles === true })
  }
  for (const unit of plan.catalog.units()) {
    for (const change of changes) {
      const reason = change.id === unit.id ? undefined : reasonFor(unit, change)
      if (reason) add(unit, reason)
    }
    for (const { key, grantee, given } of grants) {
      if (grantee !== unit.owner && grantee !== 'PUBLIC') continue
      if (!given && dependsOn(unit, key) && key.owner !== unit.owner) add(unit, { invalidates: true, recompiles: true })
      if (given && unit.fails && mentions(unit, key.name)) add(unit, { invalidates: false, recompiles: true })
    }
  }
  return stale
}

function newChanges(plan: DdlPlan, progress: Progress): Change[] {
  return plan.changes().flatMap(({ before, after }) => {
    const id = (after ?? before)?.id ?? 0
    const now = after ? canonical(after) : ''
    const last = progress.seen.get(id)
    if (last === now) return []
    progress.seen.set(id, now)
    const from = last === undefined ? before : last === '' ? undefined : (JSON.parse(last) as typeof before)
    return changesOf(from, after)
  })
}

const dependsOn = (unit: Unit, key: ObjectKey): boolean => unit.dependsOn.some((d) => d.owner === key.owner && d.name === key.name)
/** A name that stands in the text as it is, or in other case. */
const mentions = (unit: Unit, name: string): boolean => unit.source.includes(name) || unit.source.toUpperCase().includes(name)

function reasonFor(unit: Unit, change: Change): Reason | undefined {
  const { key, kind, recompiles } = change
  const ownBody = unit.kind === 'program' && unit.type === 'PACKAGE BODY' && unit.owner === key.owner && unit.name === key.name
  if (kind === 'appeared' && !ownBody) {
    const hides = unit.owner === key.owner && !dependsOn(unit, key)
    return (unit.fails || hides || dependsOn(unit, key)) && mentions(unit, key.name) ? { invalidates: change.invalidates, recompiles } : undefined
  }
  // Synonyms and sequences are not always among what a unit depends on, but their names stand in its text.
  if (!ownBody && !dependsOn(unit, key) && !(change.byName && mentions(unit, key.name))) return undefined
  const invalidates = change.invalidates && (change.columns === undefined || namesAny(unit, change.columns))
  return { invalidates, recompiles: recompiles || ownBody }
}

function namesAny(unit: Unit, columns: readonly string[]): boolean {
  return scanTokens(unit.source).tokens.some((t) => !isComment(t) && (t.kind === 'word' || t.kind === 'quoted') && columns.includes(t.value))
}

/** Units after those that they stand on, as far as that goes. */
export function dependencyOrder(ids: Iterable<number>, plan: DdlPlan): number[] {
  const wanted = new Set(ids)
  const order: number[] = []
  const visited = new Set<number>()
  const visit = (id: number): void => {
    if (visited.has(id)) return
    visited.add(id)
    const unit = plan.catalog.data.objects.get(id)?.object as Unit | undefined
    if (!unit) return
    const bodyOf = unit.kind === 'program' && unit.type === 'PACKAGE BODY' ? [{ owner: unit.owner, name: unit.name }] : []
    for (const { owner, name } of [...unit.dependsOn, ...bodyOf])
      for (const part of [undefined, 'body'] as const) {
        const used = plan.catalog.findProgram(owner, name, part)
        if (used && wanted.has(used.id)) visit(used.id)
      }
    order.push(id)
  }
  for (const id of wanted) visit(id)
  return order
}
