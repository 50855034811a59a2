/** What a DDL statement changed, as far as the units that stand on it can tell. */
import { canonical } from '../../catalog/canonical'
import type { ObjectKey, StoredObject, StoredProgram, StoredTable, StoredView } from '../../catalog/stored-objects'
import type { DdlPlan } from '../../sql/ddl/ddl-plan'
import type { Signature } from '../types'

export interface Change {
  readonly key: ObjectKey
  /** 'gone' and 'altered' concern those who depend on the name, 'appeared' those who looked for it in vain. */
  readonly kind: 'gone' | 'altered' | 'appeared'
  /** Of 'altered': Oracle shows dependents as INVALID until they are used … */
  readonly invalidates: boolean
  /** … if they name one of these columns. */
  readonly columns?: readonly string[]
  /** Code compiled against it is out of date. */
  readonly recompiles: boolean
  /** Whoever writes the name is concerned. */
  readonly byName?: boolean
  /** A package: its body, too. */
  readonly id?: number
}

export function changesOf(before: StoredObject | undefined, after: StoredObject | undefined): Change[] {
  if (before && after && (before.name !== after.name || before.kind !== after.kind)) return [...changesOf(before, undefined), ...changesOf(undefined, after)]
  const object = after ?? before
  if (!object || object.kind === 'index' || object.kind === 'trigger') return []
  const key = { owner: object.owner, name: object.name }
  if (isBody(object) && !(before && after)) return [{ key, kind: 'altered', invalidates: false, recompiles: true, id: object.id }]
  const byName = object.kind === 'synonym' || object.kind === 'sequence'
  if (!after) return [{ key, kind: 'gone', invalidates: true, recompiles: true, byName, id: object.id }]
  if (!before) return [{ key, kind: 'appeared', invalidates: false, recompiles: true }]
  switch (object.kind) {
    case 'table':
    case 'view':
      return alteredColumns(before as StoredTable | StoredView, after as StoredTable | StoredView)
    case 'synonym':
      return canonical(before) === canonical(after) ? [] : [{ key, kind: 'altered', invalidates: true, recompiles: true, byName }]
    case 'program':
      return alteredProgram(before as StoredProgram, after as StoredProgram)
    default:
      return []
  }
}

const isBody = (object: StoredObject): boolean => object.kind === 'program' && object.type === 'PACKAGE BODY'

function alteredColumns(before: StoredTable | StoredView, after: StoredTable | StoredView): Change[] {
  const shape = (c: object): string => canonical({ ...c, comment: undefined, position: undefined, base: undefined })
  const others = (o: StoredTable | StoredView): string => canonical([o.relation, o.kind === 'view' && [o.status, o.readOnly, o.nls]])
  const same = before.columns.length === after.columns.length && before.columns.every((c, i) => shape(c) === shape(after.columns[i]))
  if (same && others(before) === others(after)) return []
  const columns = before.columns.filter((c) => !after.columns.some((a) => shape(a) === shape(c))).map((c) => c.name)
  return [{ key: { owner: after.owner, name: after.name }, kind: 'altered', invalidates: columns.length > 0, columns, recompiles: true }]
}

/** What a caller writes, as opposed to what is known of the body. */
const callSignature = ({ kind, name, parameters, returns }: Signature): unknown => [kind, name, parameters, returns]
const callable = (p: StoredProgram): string =>
  canonical([p.signatures.map(callSignature), p.interface && { ...p.interface, subprograms: p.interface.subprograms.map(callSignature) }, p.authid])
const compiled = (p: StoredProgram): string => canonical([p.fails ?? false, p.signatures, p.interface, p.authid])

function alteredProgram(before: StoredProgram, after: StoredProgram): Change[] {
  const recompiles = compiled(before) !== compiled(after)
  const key = { owner: after.owner, name: after.name }
  if (isBody(after)) return recompiles ? [{ key, kind: 'altered', invalidates: false, recompiles, id: after.id }] : []
  const invalidates = (before.status === 'VALID' && after.status === 'INVALID') || (!before.fails && !after.fails && callable(before) !== callable(after))
  return recompiles || invalidates ? [{ key, kind: recompiles && before.fails ? 'appeared' : 'altered', invalidates, recompiles, id: after.id }] : []
}

/** Privileges on objects that users (not roles: those are off in stored units) were given or lost. */
export function grantChanges(plan: DdlPlan): { readonly key: ObjectKey; readonly grantee: string; readonly given: boolean }[] {
  const [before, after] = [plan.catalogBefore.data.objectGrants, plan.catalog.data.objectGrants]
  if (before === after) return []
  const change = (given: boolean) => (g: (typeof before)[number]) => {
    const object = plan.catalogBefore.data.objects.get(g.objectId)
    return object ? [{ key: { owner: object.owner, name: object.name }, grantee: g.grantee, given }] : []
  }
  return [...before.filter((g) => !after.includes(g)).flatMap(change(false)), ...after.filter((g) => !before.includes(g)).flatMap(change(true))]
}
