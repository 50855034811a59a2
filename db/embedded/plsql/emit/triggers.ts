/** CREATE TRIGGER: a function for each timing point. */
import { createHash } from 'node:crypto'
import type { Column, Table, View } from '../../catalog/catalog'
import { phys, qualified } from '../../catalog/physical-names'
import { oraError } from '../../errors/messages'
import { refuse } from '../../errors/ora-error'
import { quoteName, type Span } from '../../sql/expr'
import type { CorrelationSymbol, Scope, Symbol } from '../model'
import { childScope, condition, declare, rootScope, text } from '../resolve'
import type { BlockNode, CreateTrigger } from '../tree'
import { scalar } from '../types'
import { type Code, line } from './code'
import type { UnitParts } from './compile-unit'
import { isAutonomous } from './declarations'
import { BOOLEAN, Frame } from './frame'
import { makeFunction } from './make-function'
import { PackageScope } from './package-scope'
import { blockIn } from './statements/block'
import type { UnitContext } from './unit-context'

type Point = NonNullable<UnitParts['triggers']>[number]['point']
interface Timed { readonly point: Point; readonly body: BlockNode }

export function storedTrigger(unit: UnitContext, node: CreateTrigger): UnitParts {
  if (isAutonomous(node.body.declarations)) refuse('an autonomous trigger', node.body.start)
  const table = tableOf(unit, node)
  if (node.timing === 'COMPOUND') return compound(unit, node, table)
  const point: Point = node.timing === 'INSTEAD OF' ? 'INSTEAD OF EACH ROW' : node.forEachRow ? `${node.timing} EACH ROW` : `${node.timing} STATEMENT`
  return { signatures: [], triggers: [timingPoint(unit, node, table, { point, body: node.body }, childScope(rootScope(unit.c), node.name.object.name), [])] }
}

function tableOf({ c }: UnitContext, { on }: CreateTrigger): Table | View {
  let [owner, name] = [on.schema?.name ?? c.owner, on.object.name]
  for (let i = 0; i < 16; i++) {
    const object = c.catalog.find(owner, name) ?? (on.schema ? undefined : c.catalog.find('PUBLIC', name))
    if (object?.kind === 'table' || object?.kind === 'view') {
      c.depends.set(`${object.owner}.${object.name}`, { owner: object.owner, name: object.name })
      return object
    }
    if (object?.kind !== 'synonym') break
    ;[owner, name] = [object.targetOwner, object.targetName]
  }
  throw oraError(942, [], on.start)
}

/** What the timing points share lives as a package's variables do, from one statement's beginning to its end. */
function compound(unit: UnitContext, node: CreateTrigger, table: Table | View): UnitParts {
  const { c } = unit
  const name = node.name.object.name
  const generation = createHash('sha256').update(c.text).digest('hex').slice(0, 8)
  const initializer = `${name}:init`
  const shared = new PackageScope(unit, {
    label: name, bodies: node.body.declarations, stored: false, first: () => [],
    cell: variable => `${c.unit}.${variable}#${generation}`, initializer: qualified(unit.options.pgSchema, initializer)
  })
  shared.declare(node.body.declarations, false)
  shared.makeInitializer(initializer)
  const points: Timed[] = [...(node.points ?? [])]
  const begin = line(`perform ${qualified(unit.options.pgSchema, initializer)}();`, 0)
  if (!points.some(p => p.point === 'BEFORE STATEMENT') && shared.hasCells) points.unshift({ point: 'BEFORE STATEMENT', body: { ...node.body, declarations: [], statements: [], handlers: [] } })
  return { signatures: [], triggers: points.map(p => timingPoint(unit, node, table, p, shared.scope, p.point === 'BEFORE STATEMENT' ? [begin] : [])) }
}

function timingPoint(unit: UnitContext, node: CreateTrigger, table: Table | View, { point, body }: Timed, around: Scope, first: readonly Code[]): NonNullable<UnitParts['triggers']>[number] {
  const { c } = unit
  const scope = childScope(around)
  const frame = new Frame(unit, { kind: 'TRIGGER' })
  for (const symbol of [...correlations(node, table, point, ':', body), ...EVENTS]) declare(c, scope, symbol, node.name.object)
  const leave: Code = { is: 'return', line: 0 }
  const codes: Code[] = [...first, ...blockIn(frame, body, scope), leave]
  const tested = node.when && point !== 'BEFORE STATEMENT' && point !== 'AFTER STATEMENT' ? guard(unit, node, table, point, scope, leave) : []
  const name = `${node.name.object.name}:${point.toLowerCase()}`
  unit.functions.push(makeFunction({
    frame, schema: unit.options.pgSchema, name, parameters: [], body: [...tested, ...codes], form: 'raising', returns: 'trigger', return: RETURN[point]
  }))
  return { point, function: phys(name) }
}

/** WHEN, before anything else: PostgreSQL's own could not name the row that an event has not got. */
function guard(unit: UnitContext, node: CreateTrigger, table: Table | View, point: Point, scope: Scope, leave: Code): readonly Code[] {
  const { when } = node
  if (!when) return []
  const inside = childScope(scope)
  for (const symbol of correlations(node, table, point, '', when)) declare(unit.c, inside, symbol, node.name.object)
  const test = unit.attempt(when, 'Statement', () => text(condition(unit.c, when, inside)), 'true')
  const at = unit.line(when.start)
  return [{ is: 'if', line: at, arms: [{ when: `(${test}) is not true`, line: at, then: [leave] }] }]
}

const ROW = "if tg_op = 'DELETE' then return old; else return new; end if;"
const RETURN: Readonly<Record<Point, string>> = {
  'BEFORE STATEMENT': 'return null;', 'AFTER STATEMENT': 'return null;', 'AFTER EACH ROW': 'return null;', 'BEFORE EACH ROW': ROW, 'INSTEAD OF EACH ROW': ROW
}

const EVENTS: readonly Symbol[] = ([['INSERTING', 'INSERT'], ['UPDATING', 'UPDATE'], ['DELETING', 'DELETE']] as const).map(([name, event]) => ({
  is: 'variable', name, type: BOOLEAN, assignable: false, pg: `(tg_op = '${event}')`
}))

/** :NEW and :OLD, by the names that the trigger gives them. */
function correlations(node: CreateTrigger, table: Table | View, point: Point, colon: ':' | '', at: Span): readonly CorrelationSymbol[] {
  const { referencing } = node
  const make = (standard: 'NEW' | 'OLD', given: string | undefined): CorrelationSymbol => {
    const name = `${colon}${given ?? standard}` as CorrelationSymbol['name']
    if (point.endsWith('STATEMENT')) return { is: 'correlation', name, get columns(): never { throw oraError(4082, [], at.start) } }
    const assignable = standard === 'NEW' && point === 'BEFORE EACH ROW'
    return { is: 'correlation', name, columns: table.columns.map(column => correlated(standard.toLowerCase(), column, assignable, standard === 'NEW' && point === 'BEFORE EACH ROW', at)) }
  }
  return [make('NEW', referencing.new?.name), make('OLD', referencing.old?.name)]
}

/** @param early virtual columns are not computed yet */
function correlated(row: string, column: Column, assignable: boolean, early: boolean, at: Span): CorrelationSymbol['columns'][number] {
  const place = `${row}.${quoteName(phys(column.name))}`
  const type = scalar(column.type)
  if (column.virtual && early) return { name: column.name, type, get read(): never { return refuse(`virtual column ${column.name} of ${row.toUpperCase()} in a trigger`, at.start) } }
  return { name: column.name, type, read: place, ...(assignable && !column.virtual && { assign: value => `${place} := ${text(value)};` }) }
}
