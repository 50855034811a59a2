/** executemany: many rows of binds in one flight. */
import { OraError, refuse } from '../errors/ora-error'
import type { Flight } from '../postgres/flight'
import { RowBuffer } from '../postgres/row-buffer'
import type { BatchError } from '../ttc/messages/error'
import type { Answer } from './answer'
import type { ParameterSource } from './bind-parameters'
import type { Cursor } from './cursor'
import type { PreparedStatement, PreparedStep } from './prepared-statement'
import { isStale, runOnce, translated } from './run-once'
import type { Outcome } from './statements'
import { addExecution, countOf, isDml } from './run-statement'
import type { Session } from './session'
import { FlightError } from './transaction'

interface ArrayRun {
  readonly parameters: ParameterSource
  readonly iterations: number
  readonly commit: boolean
  readonly batchErrors: boolean
}

/** Rows of one flight: bounds the memory for what is not sent yet. */
const MAX_CHUNK = 5000

/**
 * Runs rows in chunks. When row k of a chunk fails, PostgreSQL has undone the chunk: the rows before k run again
 * and stay, then the error is raised (Oracle keeps those rows), or noted and the rows behind k go on in chunks that grow
 * again from one row.
 */
export async function runArray(session: Session, cursor: Cursor, answer: Answer, run: ArrayRun): Promise<Outcome> {
  const { parameters, iterations } = run
  let statement = await translated(session, cursor)
  const { translation } = statement
  answer.kind = translation.kind
  if (!isDml(translation)) {
    if (translation.kind === 'plsql' && !run.batchErrors) return runOnce(session, cursor, answer, run)
    if (iterations > 1) refuse(`executing this kind of statement (${translation.kind}) with several rows of binds`)
    return runOnce(session, cursor, answer, run)
  }
  const counts: number[] = []
  const returned: RowBuffer[] = []
  const batchErrors: BatchError[] = []
  let chunk = MAX_CHUNK
  let retries = 0
  let from = 0
  while (from < iterations) {
    const to = Math.min(from + chunk, iterations)
    try {
      await runChunk(session, statement, parameters, from, to, counts, returned)
      from = to
      chunk = Math.min(chunk * 2, MAX_CHUNK)
    } catch (e) {
      session.statements.reset(statement)
      if (e instanceof FlightError && (await isStale(session, e, translation, retries++))) {
        statement = await translated(session, cursor)
        continue
      }
      const failed = from + completedRows(e, statement)
      if (failed > from) await runChunk(session, statement, parameters, from, failed, counts, returned)
      const error = await session.fullErrorOf(e instanceof RowError ? e.reason : e, translation.kind)
      if (!run.batchErrors || error.code === 1013) {
        answer.rowCount = counts.reduce((a, b) => a + b, 0)
        throw error // commit on success: the rows before it stay, uncommitted
      }
      batchErrors.push({ code: error.code, row: failed, message: error.message })
      counts.push(0)
      returned.push(new RowBuffer())
      from = failed + 1
      chunk = 1
    }
  }
  if (run.commit && batchErrors.length === 0) await session.transaction.commit()
  return { statement, counts, returned, batchErrors }
}

async function runChunk(session: Session, statement: PreparedStatement, parameters: ParameterSource, from: number, to: number, counts: number[],
  returned: RowBuffer[]): Promise<void> {
  const steps = [...statement.steps.values()]
  if (steps.some(step => step.step.do === 'check')) refuse('array execution of a statement with checks')
  const results = await session.transaction.statement('write', send => send(flight => {
    session.statements.closeDiscarded(flight)
    for (let row = from; row < to; row++) addRow(flight, steps, parameters, row, row - from)
  }, true))
  const position = steps.findIndex(step => step.step.do === 'sql' && step.step.result !== 'none')
  for (let i = 0; i < to - from; i++) {
    const result = results[i * steps.length + Math.max(position, 0)]
    counts.push(countOf(result))
    returned.push(result.rows)
  }
}

function addRow(flight: Flight, steps: readonly PreparedStep[], parameters: ParameterSource, row: number, position: number): void {
  try {
    for (const step of steps) addExecution(flight, step, parameters, row)
  } catch (e) {
    throw e instanceof OraError ? new RowError(position, e) : e
  }
}

/** Whole rows that had run when the flight failed; a row whose value could not be encoded fails by itself. */
function completedRows(e: unknown, statement: PreparedStatement): number {
  if (e instanceof FlightError) return Math.floor(e.results.length / statement.steps.size)
  if (e instanceof RowError) return e.row
  return 0
}
class RowError extends Error {
  constructor(readonly row: number, readonly reason: OraError) {
    super(reason.message)
  }
}
