/** INTO clauses: from what a query, a DML statement or FETCH gives to variables. */
import { oraError } from '../../../errors/messages'
import { refuse } from '../../../errors/ora-error'
import { plsError } from '../../../errors/pls-messages'
import type { Span } from '../../../sql/expr'
import type { IntoClause } from '../../../sql/tree'
import type { Scope, Target, Value } from '../../model'
import { coerce, target, text } from '../../resolve'
import type { CollectionType, RecordType } from '../../types'
import type { Frame } from '../frame'

/** A column that comes: `value('x')` is what came into the plpgsql variable (or column) x. */
export interface ComingColumn { readonly pgType: string; value(variable: string, at: Span): Value }
/** How wrong numbers of targets are named: by SQL or by FETCH. */
export type Counting = 'sql' | 'fetch'

export interface SingleRow {
  /** plpgsql variables, one for each column. */
  readonly variables: readonly string[]
  /** From them to the targets; '' when they are the targets. */
  readonly store: string
}

/** @param direct the targets themselves may be named: nothing is put into them when there is no row */
export function singleRow(f: Frame, into: IntoClause, columns: readonly ComingColumn[], scope: Scope, counting: Counting, direct: boolean): SingleRow {
  const { c } = f.unit
  const targets = into.targets.map(t => target(c, t, scope))
  const record = recordTarget(targets, columns)
  if (!record) checkCount(targets.length, columns.length, into, counting)
  const variables = columns.map((column, i) => {
    const own = direct && !record ? directly(f, targets[i], column, into) : undefined
    return own ?? f.declare('into', column.pgType)
  })
  const values = columns.map((column, i) => column.value(variables[i], into))
  if (record) return { variables, store: record.assign(recordOf(f, record.type as RecordType, values, into, counting)) }
  const store = targets.flatMap((t, i) => (variables[i] === t.pg ? [] : [t.assign(text(coerce(c, values[i], t.type)))]))
  return { variables, store: store.join(' ') }
}

/** A variable that takes the column as it is. */
function directly(f: Frame, t: Target, column: ComingColumn, at: Span): string | undefined {
  if (t.pg === undefined) return undefined
  const known = f.visible().some(v => v.name === t.pg && v.pgType === column.pgType)
  return known && text(coerce(f.unit.c, column.value(t.pg, at), t.type)) === t.pg ? t.pg : undefined
}

function recordTarget(targets: readonly Target[], columns: readonly ComingColumn[]): Target | undefined {
  const [only] = targets
  return targets.length === 1 && only.type.kind === 'RECORD' && columns.length > 0 ? only : undefined
}

function checkCount(targets: number, columns: number, at: Span, counting: Counting): void {
  if (targets === columns) return
  if (counting === 'fetch') throw plsError(394, [], at.start)
  throw oraError(targets < columns ? 913 : 947, [], at.start)
}

export function recordOf(f: Frame, record: RecordType, values: readonly Value[], at: Span, counting: Counting): string {
  checkCount(record.fields.length, values.length, at, counting)
  return `row(${values.map((v, i) => text(coerce(f.unit.c, v, record.fields[i].type))).join(', ')})::${record.pg}`
}

export interface Collected {
  readonly target: Target
  readonly type: CollectionType
  /** One element, from the columns' names. */
  readonly element: string
}

/** BULK COLLECT INTO: a collection for each column, or one of records. `names`: what the columns are called where an element is made. */
export function collections(f: Frame, into: IntoClause, columns: readonly ComingColumn[], names: readonly string[], scope: Scope, counting: Counting): readonly Collected[] {
  const { c } = f.unit
  const values = columns.map((column, i) => column.value(names[i], into))
  const targets = into.targets.map(t => {
    const to = target(c, t, scope)
    const { type } = to
    if (type.kind !== 'COLLECTION') throw plsError(497, [], t.start)
    if (type.key && type.key.type.kind !== 'NUMBER') refuse('BULK COLLECT into a collection with VARCHAR2 keys', t.start)
    return { target: to, type }
  })
  const [only] = targets
  if (targets.length === 1 && only.type.element.kind === 'RECORD' && columns.length > 0)
    return [{ ...only, element: `row(${recordOf(f, only.type.element, values, into, counting)})::${only.type.elementPg}` }]
  checkCount(targets.length, columns.length, into, counting)
  return targets.map((t, i) => ({ ...t, element: `row(${text(coerce(c, values[i], t.type.element))})::${t.type.elementPg}` }))
}

/** A collection that was made as an array of elements, from 1, into its target. */
export function storeCollection(f: Frame, { target: to, type }: Collected, array: string, at: Span): string {
  return to.assign(text(coerce(f.unit.c, { composite: type, sql: array, start: at.start, end: at.end }, to.type)))
}
