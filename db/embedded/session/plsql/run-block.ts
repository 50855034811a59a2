/** An anonymous block or CALL: one execution for each row of binds. What a row did stays when a later one fails. */
import { refuse } from '../../errors/ora-error'
import type { Fragment } from '../../plsql/compiled'
import type { ExecuteResult, Flight } from '../../postgres/flight'
import type { ParameterSource } from '../bind-parameters'
import type { Session } from '../session'
import type { Statements } from '../statements'
import type { Scope } from '../transaction'
import type { BlockStep } from './block-step'
import { drive } from './drive'
import { collectPortals, portalsOf } from './ref-cursors'
import type { SlotValue } from './slot-values'

export interface BlockRun {
  /** For dynamic SQL. */
  readonly statements: Statements
  readonly parameters: ParameterSource
  readonly iterations: number
  readonly commit: boolean
}

/** Rows of one flight: bounds the memory for what is not sent yet. */
const MAX_CHUNK = 500

/** @param done for each finished row the values of all binds, in the order of the step's; filled also when a row fails. */
export async function runBlock(session: Session, step: BlockStep, run: BlockRun, done: SlotValue[][]): Promise<void> {
  const { context } = session
  const own = 'fragment' in step.run ? [step.run.fragment.fn] : []
  await context.blocks.ensure({ types: step.types, functions: [...step.functions, ...own] })
  if ('fragment' in step.run) context.blocks.addShapes(step.run.fragment.shapes)
  const names = step.binds.map(bind => bind.slot.name)
  while (done.length < run.iterations) {
    const row = done.length
    if ('driven' in step.run) done.push(await drive(session, run.statements, step.run.driven, slotsOf(step, run, row), names))
    else if (run.iterations - row > 1 && !givesCursors(step)) await runRows(session, step, step.run.fragment, run, done)
    else done.push(await runRow(session, step, step.run.fragment, run, row))
  }
  if (run.commit && session.transaction.active) await session.transaction.commit()
  for (const bind of step.binds) {
    if (bind.slot.type.kind !== 'REF CURSOR' || bind.direction === 'in') continue
    const replaced = run.parameters.openCursor?.(bind.positions[0], 0)
    if (replaced !== undefined) await session.cursors.close(replaced)
  }
}

const givesCursors = (step: BlockStep): boolean => step.binds.some(bind => bind.slot.type.kind === 'REF CURSOR')

async function runRow(session: Session, step: BlockStep, fragment: Fragment, run: BlockRun, row: number): Promise<SlotValue[]> {
  const slots = slotsOf(step, run, row)
  const scope: Scope = run.commit && row + 1 === run.iterations ? 'autocommit' : 'block'
  return session.transaction.statement(scope, async send => {
    const result = await runFragment(session, fragment, slots, send, !givesCursors(step) && !session.output.limited)
    const values = outcomeOf(step, fragment, slots, result)
    await collectPortals(session, portalsOf(step, values), send)
    const failure = session.output.takeFailure()
    if (failure) throw failure
    return values
  })
}

async function runFragment(session: Session, fragment: Fragment, slots: ReadonlyMap<string, SlotValue>,
  send: (build: (flight: Flight) => void, last: boolean) => Promise<readonly ExecuteResult[]>, last: boolean): Promise<ExecuteResult> {
  try {
    const [result] = await send(flight => session.fragments.add(flight, fragment, inputs(fragment, slots)), last)
    return result
  } catch (e) {
    session.fragments.reset(fragment)
    throw e
  }
}

async function runRows(session: Session, step: BlockStep, fragment: Fragment, run: BlockRun, done: SlotValue[][]): Promise<void> {
  const from = done.length
  const count = Math.min(run.iterations - from, MAX_CHUNK)
  const rows = Array.from({ length: count }, (_, i) => slotsOf(step, run, from + i))
  const add = (flight: Flight, i: number): void => session.fragments.add(flight, fragment, inputs(fragment, rows[i]))
  const { results, failure } = await session.transaction.each(count, add)
  results.forEach((result, i) => done.push(outcomeOf(step, fragment, rows[i], result)))
  if (failure) {
    session.fragments.reset(fragment)
    throw failure
  }
  const overflow = session.output.takeFailure()
  if (overflow) throw overflow
}

/** The client's values by slot. */
function slotsOf(step: BlockStep, run: BlockRun, row: number): Map<string, SlotValue> {
  return new Map(step.binds.map(bind => {
    // What the client has open there is replaced.
    const ignored = bind.direction === 'out' || (bind.direction !== 'in' && bind.slot.type.kind === 'REF CURSOR')
    const value = ignored ? null : run.parameters.slot(bind.positions[0], row, bind.slot.type)
    return [bind.slot.name, value]
  }))
}

const inputs = (fragment: Fragment, slots: ReadonlyMap<string, SlotValue>): SlotValue[] =>
  fragment.in.map(({ name }) => {
    const value = slots.get(name)
    return value === undefined ? refuse(`a block that reads ${name}, which is no bind variable`) : value
  })

function outcomeOf(step: BlockStep, fragment: Fragment, slots: ReadonlyMap<string, SlotValue>, result: ExecuteResult): SlotValue[] {
  const [row] = result.rows.toRows()
  const after = new Map(slots)
  fragment.out.forEach((slot, i) => after.set(slot.name, row[i]))
  return step.binds.map(bind => after.get(bind.slot.name) ?? null)
}
