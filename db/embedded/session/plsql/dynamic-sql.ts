/** EXECUTE IMMEDIATE and OPEN … FOR text: the session's own way of a statement, with slots for binds. */
import { oraError } from '../../errors/messages'
import { OraError, refuse } from '../../errors/ora-error'
import type { Driven, DrivenArgument, DynamicSql, Slot } from '../../plsql/compiled'
import type { PlsqlType } from '../../plsql/types'
import { scalar } from '../../plsql/types'
import { RowBuffer } from '../../postgres/row-buffer'
import type { ColumnInfo, Translation } from '../../sql/statement'
import type { OraType } from '../../sql/types'
import { WireWriter } from '../../ttc/wire-writer'
import type { Answer } from '../answer'
import type { RowSource } from '../row-source'
import { isDml, openSteps } from '../run-statement'
import type { Outcome, Runnable } from '../statements'
import type { BindTypes } from '../translate-statement'
import { blockOf } from './block-step'
import { CellRows, type Row, type RowReader } from './driven-cursors'
import type { Frame } from './driven-frame'
import type { Driving } from './driving'
import { catchable, PlsqlError } from './plsql-error'
import { bulkValues, type Convert, rowValues } from './put-row'
import { shapeOf } from './shapes'
import { type Argument, SlotParameters } from './slot-parameters'

export async function runDynamic(driver: Driving, step: DynamicSql, frame: Frame): Promise<void> {
  const text = await textOf(driver, step.text, frame)
  const inputs = await argumentsOf(driver, step.using, frame)
  const returning = (step.returning?.slots ?? []).map((slot): Argument => ({ slot, value: null }))
  const { statement, outcome } = await execute(driver, text, [...inputs, ...returning], step.using, step.into !== undefined, frame.owner)
  const { translation } = statement
  const rows = outcome ? await change(driver, step, frame, translation, outcome, inputs) : 0
  frame.set(step.rowCount, String(rows))
  const found = step.rowCount.name.replace('rowcount', 'found')
  if (frame.has(found)) frame.set(found, rows > 0 ? 't' : 'f')
}

/** @returns the rows that it changed or gave */
async function change(driver: Driving, step: DynamicSql, frame: Frame, translation: Translation, outcome: Outcome,
  inputs: readonly Argument[]): Promise<number> {
  if (outcome.source) {
    const columns = translation.columns
    if (!step.into) return 0
    const rows = await take(outcome.source, columns, step.into.bulk ? undefined : 2)
    await put(step.into, rows, columns, frame, converterOf(driver), true)
    await driver.all(step.after, frame)
    return rows.length
  }
  if (step.into) throw oraError(905) // INTO of what is no query
  if (outcome.block) {
    const { step: block, rows: [values] } = outcome.block
    block.binds.forEach((bind, i) => {
      if (bind.direction !== 'in') frame.set(inputs[bind.positions[0]].slot, values[i])
    })
    await driver.all(step.after, frame)
    return 1
  }
  const count = outcome.counts.reduce((a, b) => a + b, 0)
  const columns = translation.returning
  if (columns.length > 0) await returned(driver, step, frame, columns, outcome.returned[0] ?? new RowBuffer(), inputs)
  return count
}

async function returned(driver: Driving, step: DynamicSql, frame: Frame, columns: readonly ColumnInfo[], buffer: RowBuffer,
  inputs: readonly Argument[]): Promise<void> {
  const rows = [...read(new CellRows(buffer, columns))]
  const outs = step.using.flatMap((argument, i) => (argument.mode === 'IN' ? [] : [inputs[i].slot]))
  const into = step.returning ?? { slots: outs, bulk: outs.some(slot => slot.type.kind === 'COLLECTION') }
  if (rows.length === 0 && !into.bulk) return
  await put(into, rows, columns, frame, converterOf(driver), false)
  await driver.all(step.after, frame)
}

async function put(into: { readonly slots: readonly Slot[]; readonly bulk: boolean }, rows: readonly Row[], columns: readonly ColumnInfo[],
  frame: Frame, convert: Convert, query: boolean): Promise<void> {
  if (!into.bulk && rows.length !== 1) throw oraError(rows.length === 0 && query ? 1403 : 1422)
  const values = into.bulk ? await bulkValues(rows, columns, into.slots, convert) : await rowValues(rows[0], columns, into.slots, convert)
  into.slots.forEach((slot, i) => frame.set(slot, values[i]))
}

/**
 * The query stands behind a portal of its own, which plpgsql can fetch from too; its name tells what the columns are.
 * @returns what the cursor variable holds
 */
export async function openDynamic(driver: Driving, step: Extract<Driven, { readonly do: 'open-dynamic' }>, frame: Frame): Promise<string> {
  const { session } = driver
  const text = await textOf(driver, step.text, frame)
  const inputs = await argumentsOf(driver, step.using, frame)
  const parameters = new SlotParameters(inputs)
  const runnable: Runnable = { sql: text, binds: [], returnBinds: NONE, types: inputs.length > 0 ? parameters.types : NO_TYPES, owner: frame.owner }
  const statement = await driver.statements.prepare(session, runnable)
  check(statement.translation, inputs.length, step.using)
  if (statement.translation.kind !== 'query') throw oraError(6539)
  const { columns } = statement.translation
  const shape = shapeOf(columns)
  session.context.blocks.addShapes([shape])
  const portal = session.portalName(shape.id)
  try {
    await driver.part(send => openSteps(send, statement, session.statements, parameters, portal))
  } catch (e) {
    session.statements.reset(statement)
    throw e
  }
  return portal
}

async function textOf(driver: Driving, fragment: DynamicSql['text'], frame: Frame): Promise<string> {
  const [text] = await driver.fragment(fragment, frame)
  if (text === null || text === '') throw oraError(6535)
  return text
}

async function argumentsOf(driver: Driving, using: readonly DrivenArgument[], frame: Frame): Promise<Argument[]> {
  const args: Argument[] = []
  for (const { slot, mode, before } of using) {
    if (before) await driver.fragment(before, frame)
    args.push({ slot, value: mode === 'OUT' ? null : frame.get(slot.name) })
  }
  return args
}

/** A query is run only when somebody takes its rows, as in Oracle. */
async function execute(driver: Driving, text: string, args: readonly Argument[], using: readonly DrivenArgument[], fetches: boolean,
  owner: string | undefined): Promise<{ statement: Outcome['statement']; outcome?: Outcome }> {
  const { session } = driver
  const parameters = new SlotParameters(args)
  const runnable: Runnable = { sql: text, binds: [], returnBinds: NONE, types: args.length > 0 ? parameters.types : NO_TYPES, owner }
  const statement = await driver.statements.prepare(session, runnable)
  check(statement.translation, args.length, using)
  if (statement.translation.kind === 'query' && !fetches) return { statement }
  if (!isDml(statement.translation) || !session.transaction.open) await driver.begin()
  const answer: Answer = { writer: new WireWriter(), traits: { driver: '', scaleIsOneByte: true }, kind: 'plsql' }
  const run = (): Promise<Outcome> => driver.statements.run(session, runnable, answer, { parameters, commit: false })
  if (!statement.translation.implicitCommit) return { statement, outcome: await run() }
  let outcome: Outcome | undefined
  await driver.end(async () => {
    outcome = await run()
  })
  return { statement, outcome }
}
const NONE: ReadonlySet<number> = new Set()
const NO_TYPES: BindTypes = { types: [], arrays: NONE }

/** @throws ORA-01008, ORA-01006, ORA-06536, ORA-06537 */
function check(translation: Translation, count: number, using: readonly DrivenArgument[]): void {
  const block = blockOf(translation)
  const wanted = translation.binds.length
  if (count < wanted) throw oraError(1008)
  if (count > wanted) throw oraError(1006)
  if (!block) return
  for (const bind of block.binds) {
    const mode = using[bind.positions[0]]?.mode ?? 'IN'
    if (mode === 'IN' && bind.direction !== 'in') throw oraError(6536)
    if (mode === 'OUT' && bind.direction === 'in') throw oraError(6537)
  }
}

function* read(reader: RowReader): Generator<Row> {
  for (let row = reader.next(); row; row = reader.next()) yield row
}

async function take(source: RowSource, columns: readonly ColumnInfo[], limit: number | undefined): Promise<Row[]> {
  if (limit === undefined) await source.drain()
  else await source.need(limit)
  const reader = new CellRows(source.buffer, columns)
  const rows: Row[] = []
  while (limit === undefined || rows.length < limit) {
    const row = reader.next()
    if (!row) break
    rows.push(row)
  }
  await source.need(1) // an error behind the rows
  await source.close()
  return rows
}

/** Assigns as PL/SQL does, by a block of the session's own. */
export function converterOf(driver: Driving): Convert {
  return async (value: string, from: OraType, to: PlsqlType) => {
    const source: Argument = { slot: { name: 'source', type: scalar(from) }, value }
    const target: Argument = { slot: { name: 'target', type: to }, value: null }
    const parameters = new SlotParameters([target, source])
    const runnable: Runnable = { sql: 'begin :target := :source; end;', binds: [], returnBinds: NONE, types: parameters.types }
    const answer: Answer = { writer: new WireWriter(), traits: { driver: '', scaleIsOneByte: true }, kind: 'plsql' }
    try {
      const outcome = await driver.statements.run(driver.session, runnable, answer, { parameters, commit: false })
      return outcome.block?.rows[0][0] ?? refuse(`a ${from.kind} into a variable of another type`)
    } catch (e) {
      if (e instanceof OraError && e.code === 6550) throw oraError(932, [to.kind === 'SCALAR' ? to.type.kind : to.kind, from.kind])
      // Where it happened is the statement's line, not the little block's.
      const error = catchable(e, driver.session)
      throw error ? new PlsqlError(error.code, error.ident, error.args, '') : e
    }
  }
}
