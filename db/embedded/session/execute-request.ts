/** TNS_FUNC_EXECUTE and its short forms: parse, describe, run, define, fetch. */
import { refuse } from '../errors/ora-error'
import type { ColumnInfo } from '../sql/statement'
import * as c from '../ttc/constants'
import type { ExecuteRequest, ReexecuteRequest } from '../ttc/messages/execute'
import { writeDescribe } from '../ttc/messages/describe'
import { writeError, type ErrorMessage } from '../ttc/messages/error'
import { writeRowHeader, writeRows } from '../ttc/messages/rows'
import type { Answer } from './answer'
import { runArray } from './array-dml'
import { BindParameters } from './bind-parameters'
import { columnCodecs, hasLobs } from './column-codecs'
import type { Cursor } from './cursor'
import { cursorCodecs, forgetCollected } from './plsql/ref-cursors'
import { returnBinds } from './return-binds'
import { runOnce } from './run-once'
import { isDml } from './run-statement'
import type { Session } from './session'
import type { Outcome } from './statements'
import { translateStatement } from './translate-statement'
import { outPositions, writeBlock } from './write-block'
import { writeReturning } from './write-returning'

export async function execute(session: Session, request: ExecuteRequest, answer: Answer): Promise<void> {
  const { options } = request
  const executes = (options & c.TNS_EXEC_OPTION_EXECUTE) !== 0
  if (request.sql === undefined && !executes) {
    const open = session.cursors.get(request.cursorId)
    if (!open.isQuery || options & c.TNS_EXEC_OPTION_DESCRIBE) return describeOnly(session, open, answer)
    return fetchAs(session, request, answer)
  }
  if (request.flags & c.TNS_EXEC_FLAGS_SCROLLABLE) refuse('a scrollable cursor')
  const cursor = request.sql === undefined ? session.cursors.get(request.cursorId) : await openCursor(session, request, request.sql, answer)
  if (request.binds) cursor.binds = request.binds
  if (!executes) return describeOnly(session, cursor, answer)
  await runCursor(session, cursor, answer, {
    full: true,
    parameters: new BindParameters(cursor.binds, request.values, session.lobs),
    iterations: request.isQuery ? 1 : Math.max(request.iterations, 1),
    fetch: options & c.TNS_EXEC_OPTION_FETCH ? request.fetchRows : 0,
    commit: (options & c.TNS_EXEC_OPTION_COMMIT) !== 0,
    batchErrors: (options & c.TNS_EXEC_OPTION_BATCH_ERRORS) !== 0,
    rowCounts: (request.flags & c.TNS_EXEC_OPTION_DML_ROWCOUNTS) !== 0
  })
}

export async function reexecute(session: Session, request: ReexecuteRequest, answer: Answer): Promise<void> {
  const cursor = session.cursors.get(request.cursorId)
  await runCursor(session, cursor, answer, {
    full: false,
    parameters: new BindParameters(cursor.binds, request.values, session.lobs),
    iterations: cursor.isQuery ? 1 : Math.max(request.count, 1),
    fetch: request.fetch ? request.count : 0,
    commit: request.commit,
    batchErrors: false,
    rowCounts: false
  })
}

async function openCursor(session: Session, request: ExecuteRequest, sql: string, answer: Answer): Promise<Cursor> {
  if (request.cursorId !== 0) await session.cursors.close(request.cursorId)
  const executes = (request.options & c.TNS_EXEC_OPTION_EXECUTE) !== 0
  const plsql = executes && (request.options & c.TNS_EXEC_OPTION_NOT_PLSQL) === 0
  const cursor = session.cursors.open(sql, plsql)
  cursor.isQuery = request.isQuery
  cursor.returnBinds = returnBinds(sql, answer.traits.driver !== 'python-oracledb')
  answer.opened = cursor
  return cursor
}

/** cursor.parse() and getStatementInfo(): no values, nothing runs. */
async function describeOnly(session: Session, cursor: Cursor, answer: Answer): Promise<void> {
  const statement = await translateStatement(session, cursor.sql, undefined)
  cursor.statement = statement
  const { columns, kind } = statement.translation
  answer.kind = kind
  if (columns.length > 0) {
    writeDescribe(answer.writer, columns, answer.traits)
    cursor.described = columns
  }
  finish(answer, { code: 0, inTransaction: session.transaction.active, cursorId: cursor.id })
}

interface Run {
  /** A whole request, not a short re-execution. */
  readonly full: boolean
  readonly parameters: BindParameters
  readonly iterations: number
  /** Rows wanted with the answer; 0 = none. */
  readonly fetch: number
  readonly commit: boolean
  readonly batchErrors: boolean
  readonly rowCounts: boolean
}

async function runCursor(session: Session, cursor: Cursor, answer: Answer, run: Run): Promise<void> {
  const { writer } = answer
  session.lobs.trim()
  forgetCollected(session)
  await session.cursors.cancel(cursor.id)
  const many = run.iterations > 1 || run.batchErrors || run.rowCounts
  const outcome = many ? await runArray(session, cursor, answer, run) : await runOnce(session, cursor, answer, run)
  const { translation } = outcome.statement
  cursor.statement = outcome.statement
  const state = { inTransaction: session.transaction.active, compilationWarning: translation.warning === 'compilation' }
  if (translation.kind === 'query') {
    cursor.isQuery = true
    cursor.source = outcome.source
    cursor.delivered = 0
    if (shapeChanged(cursor.described, translation.columns)) {
      writeDescribe(writer, translation.columns, answer.traits)
      cursor.described = translation.columns
      cursor.defines = undefined
    }
    const codecs = columnCodecs(translation.columns, cursor.defines)
    cursor.codecs = session.context.verifier?.codecs(translation.columns, codecs) ?? codecs
    // LOB columns wait until the client has said how it wants them.
    const wanted = hasLobs(translation.columns) && !cursor.defines ? 0 : run.fetch
    return writeFetched(session, cursor, answer, wanted)
  }
  if (outcome.block) return finishBlock(session, cursor, answer, outcome.block, run.full)
  if (translation.returning.length > 0) writeReturning(session, cursor, answer, outcome.returned)
  if (run.rowCounts) writeRowCounts(answer, outcome.counts)
  const keep = isDml(translation) // DDL and the like are parsed anew each time
  if (!keep) await session.cursors.close(cursor.id)
  const failed = outcome.batchErrors.length > 0
  finish(answer, {
    ...state, code: failed ? 24381 : 0, message: failed ? 'ORA-24381: error(s) in array DML' : undefined, cursorId: keep ? cursor.id : 0,
    rowCount: outcome.counts.reduce((a, b) => a + b, 0), batchErrors: outcome.batchErrors
  })
}

function finishBlock(session: Session, cursor: Cursor, answer: Answer, { step, rows }: NonNullable<Outcome['block']>, full: boolean): void {
  const outBinds = outPositions(step, cursor.binds.length)
  // Values of binds that were OUT did not come with a short request.
  if (!full && [...cursor.outBinds].some(position => !outBinds.has(position)))
    refuse('a block whose binds changed their direction (execute it anew)')
  writeBlock(session, cursor, answer, step, rows, full)
  cursor.outBinds = outBinds
  finish(answer, { code: 0, inTransaction: session.transaction.active, cursorId: cursor.id })
}

/** Function 94 without the execute bit: a define, or a plain fetch, which python-oracledb does not always mark as one. */
async function fetchAs(session: Session, request: ExecuteRequest, answer: Answer): Promise<void> {
  const cursor = session.cursors.get(request.cursorId)
  answer.kind = 'query'
  if (request.defines) {
    cursor.defines = request.defines
    cursor.codecs = cursorCodecs(cursor, request.defines)
  }
  // node-oracledb names its prefetch here (2) and takes fewer rows than its array size (100) for the end of a REF CURSOR.
  const least = request.defines && cursor.sql === '' && answer.traits.driver !== 'python-oracledb' ? 100 : 0
  await writeFetched(session, cursor, answer, Math.max(request.fetchRows, least))
}

export async function fetch(session: Session, request: { readonly cursorId: number; readonly rows: number }, answer: Answer): Promise<void> {
  answer.kind = 'query'
  await writeFetched(session, session.cursors.get(request.cursorId), answer, request.rows)
}

async function writeFetched(session: Session, cursor: Cursor, answer: Answer, wanted: number): Promise<void> {
  const { writer } = answer
  const { source } = cursor
  if (source) {
    await session.sources.pauseAll()
    await source.need(wanted)
  }
  const context = { keepLob: session.lobs.keep.bind(session.lobs) }
  writeRowHeader(writer, cursor.codecs.length, wanted)
  if (source) cursor.delivered += writeRows(writer, source.buffer, cursor.codecs, wanted, context)
  const exhausted = !source || (wanted > 0 && source.exhausted)
  const state = { inTransaction: session.transaction.active, cursorId: cursor.id, rowCount: cursor.delivered }
  if (exhausted) cursor.source = undefined
  else source.readAhead()
  finish(answer, exhausted ? { ...state, code: 1403, message: 'ORA-01403: no data found' } : { ...state, code: 0 })
}

function writeRowCounts(answer: Answer, counts: readonly number[]): void {
  answer.writer.u8(c.TNS_MSG_TYPE_PARAMETER).ub(0).ub(0).ub(0).ub(0).ub(counts.length)
  for (const n of counts) answer.writer.ub(n)
}

function shapeChanged(described: readonly ColumnInfo[] | undefined, columns: readonly ColumnInfo[]): boolean {
  if (described === columns) return false
  return !described || described.length !== columns.length
    || columns.some((column, i) => column.name !== described[i].name || JSON.stringify(column.type) !== JSON.stringify(described[i].type))
}

function finish(answer: Answer, message: ErrorMessage): void {
  writeError(answer.writer, message)
}
