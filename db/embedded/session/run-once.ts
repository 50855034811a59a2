/** One execution of a statement: queries, DML of one row of binds, DDL, transaction control. */
import { OraError, refuse } from '../errors/ora-error'
import { Flight, type ExecuteResult } from '../postgres/flight'
import { RowBuffer } from '../postgres/row-buffer'
import type { Translation } from '../sql/statement'
import type { Answer } from './answer'
import type { ParameterSource } from './bind-parameters'
import type { PreparedStatement } from './prepared-statement'
import { isolation } from './isolation'
import type { OneRun, Outcome, Runnable, Statements } from './statements'
import { FIRST_ROWS, RowSource } from './row-source'
import { addExecution, isDml, runSqlSteps, type StatementResult } from './run-statement'
import type { Session } from './session'
import { FlightError, type Scope } from './transaction'
import { storePassword } from './store-password'
import { bindTypesOf, translateStatement } from './translate-statement'
import { returningCodecs } from './write-returning'
import { blockOf } from './plsql/block-step'
import { runBlock } from './plsql/run-block'
import type { SlotValue } from './plsql/slot-values'

/** DDL of other sessions may come between again and again: each time one of them got ahead. */
const MAX_RETRIES = 100

export async function runOnce(session: Session, cursor: Runnable, answer: Answer, run: OneRun): Promise<Outcome> {
  const rows: SlotValue[][] = []
  for (let tries = 0; ; tries++) {
    const statement = await translated(session, cursor)
    answer.kind = statement.translation.kind
    const undoOutput = session.output.mark()
    try {
      const step = blockOf(statement.translation)
      if (step) {
        await session.packages.check(step.dependsOn ?? [])
        await runBlock(session, step, { ...run, iterations: run.iterations ?? 1, statements: STATEMENTS }, rows)
        return { statement, counts: [0], returned: [], batchErrors: [], block: { step, rows } }
      }
      if (canStream(statement)) return { statement, source: await openSource(session, statement, run), counts: [0], returned: [], batchErrors: [] }
      const result = await runStatement(session, statement, run.parameters, run.commit)
      const source = statement.translation.kind === 'query' ? bufferedSource(session, result) : undefined
      return { statement, source, counts: [result.count], returned: result.rows ? [result.rows] : [], batchErrors: [] }
    } catch (e) {
      session.statements.reset(statement)
      answer.rowCount = rows.length
      if (tries >= MAX_RETRIES || !(await isStale(session, e, statement.translation, tries))) throw e
      undoOutput()
    }
  }
}

/** For what a block runs inside itself. */
export const STATEMENTS: Statements = { run: runOnce, prepare: translated }

/** One plain SELECT: its rows can stay behind a portal. */
const canStream = ({ translation, steps }: PreparedStatement): boolean => translation.kind === 'query' && !translation.locks && steps.size === 1

async function openSource(session: Session, statement: PreparedStatement, run: OneRun): Promise<RowSource> {
  const { transaction, backend, sources, statements } = session
  const [step] = statement.steps.values()
  const portal = sources.nextName()
  const build = (flight: Flight): void => {
    statements.closeDiscarded(flight)
    sources.closeFinished(flight)
    addExecution(flight, step, run.parameters, 0, portal, FIRST_ROWS)
  }
  let first: ExecuteResult
  const implicit = !transaction.open
  if (implicit) {
    await sources.settle()
    const flight = new Flight()
    build(flight)
    const { results, error } = await backend.sendOpen(flight)
    if (error) throw new FlightError(error, [])
    first = results[0]
    if (!first.suspended) await backend.sync()
  } else {
    const results = await transaction.statement('read', send => send(build, true))
    first = results[0]
  }
  const source = new RowSource(backend, transaction, portal, first, implicit)
  sources.add(source)
  if (run.commit && transaction.active) await transaction.commit()
  return source
}

const bufferedSource = (session: Session, result: StatementResult): RowSource =>
  new RowSource(session.backend, session.transaction, '', { tag: '', suspended: false, rows: result.rows ?? new RowBuffer() }, false)

/** A DDL statement with a mistake has committed all the same, as in Oracle. */
export async function translated(session: Session, cursor: Runnable): Promise<PreparedStatement> {
  try {
    const types = cursor.types ?? (cursor.binds.length > 0 ? bindTypesOf(cursor.binds, cursor.returnBinds) : undefined)
    const statement = await translateStatement(session, cursor.sql, types, cursor.owner)
    await session.context.verifier?.statement(statement.translation)
    const { returning } = statement.translation
    if (cursor.types) return statement
    // python-oracledb knows only RETURNING: it would not understand what comes back.
    if (returning.length > 0 && cursor.returnBinds.size === 0) refuse('RETURN … INTO from this driver (write RETURNING … INTO)')
    returningCodecs(cursor, returning)
    return statement
  } catch (e) {
    if (e instanceof OraError && e.afterCommit) await session.transaction.commit()
    throw e
  }
}

/**
 * Whether another session's DDL came between translation and execution: then it is done again. PostgreSQL's
 * "cached plan must not change result type" is the same thing seen by a prepared statement.
 */
export async function isStale(session: Session, e: unknown, translation: Translation, tries: number): Promise<boolean> {
  if (!(e instanceof FlightError)) return false
  const { code, message, detail } = e.error.fields
  if (code === 'OR000' && message === '54' && detail === 'stale catalog') {
    await session.context.catalogs.reload()
    return true
  }
  if (code === '0A000' && message.includes('cached plan')) return tries === 0
  if (!MISSING.has(code)) return false
  await session.context.catalogs.reload()
  return session.context.catalogs.current().version !== translation.catalogVersion
}
/** Undefined table, column, function, object, schema. */
const MISSING: ReadonlySet<string> = new Set(['42P01', '42703', '42883', '42704', '3F000'])

async function runStatement(session: Session, statement: PreparedStatement, parameters: ParameterSource, commit: boolean): Promise<StatementResult> {
  const { translation } = statement
  const { transaction } = session
  if (translation.implicitCommit) return runDdl(session, statement, parameters)
  if (translation.kind === 'transaction' || translation.kind === 'session') return runControl(session, statement, parameters)
  const scope: Scope = translation.kind === 'query' && !translation.locks ? 'read' : commit ? 'autocommit' : 'write'
  const result = await transaction.statement(scope, send => runSqlSteps(send, statement, session.statements, parameters))
  if (commit && isDml(translation) === false && transaction.active) await transaction.commit()
  return result
}

async function runDdl(session: Session, statement: PreparedStatement, parameters: ParameterSource): Promise<StatementResult> {
  const { translation } = statement
  const { transaction, context } = session
  await transaction.commit()
  const passwords = translation.steps.flatMap(step => (step.do === 'set-password' ? [step] : []))
  context.catalogs.changing++
  try {
    const result = await transaction.statement('autocommit', async send => {
      const done = await runSqlSteps(send, statement, session.statements, parameters, passwords.length === 0)
      for (const { user, password } of passwords) await storePassword(send, user, password)
      return done
    })
    if (translation.steps.some(step => step.do === 'catalog-changed')) {
      await context.catalogs.reload()
      await session.packages.changed()
    }
    return result
  } finally {
    context.catalogs.changing--
  }
}

/** COMMIT, ROLLBACK, SAVEPOINT, SET TRANSACTION, SET CONSTRAINTS, ALTER SESSION: steps of the session, one after the other. */
async function runControl(session: Session, statement: PreparedStatement, parameters: ParameterSource): Promise<StatementResult> {
  const { transaction } = session
  for (const step of statement.translation.steps) {
    switch (step.do) {
      case 'commit':
        await transaction.commit()
        break
      case 'rollback':
        await (step.to === undefined ? transaction.rollback() : transaction.rollbackTo(step.to))
        break
      case 'savepoint':
        await transaction.savepoint(step.name)
        break
      case 'set-transaction':
        await transaction.begin(isolation(step.mode))
        break
      case 'set-session':
        await session.setParameter(step.name, step.value)
        break
      default:
    }
  }
  if (statement.steps.size > 0) await transaction.statement('write', send => runSqlSteps(send, statement, session.statements, parameters))
  return { count: 0 }
}
