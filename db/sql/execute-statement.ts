/** One statement: run, its rows as a table, its DBMS_OUTPUT, and what is said of it. */
import { isComment, scanTokens, type Token } from '@cicd-oracle/lexer'
import oracledb from 'oracledb'
import { feedbackOf, objectOf, selectedRows } from './feedback'
import { formatTable } from './format-table'
import { fetchAs, formatValue, isNumber } from './format-value'
import { ScriptError } from './script-error'
import type { ScriptSession, Statement } from './script-session'

const COMPILED = ['PROCEDURE', 'FUNCTION', 'PACKAGE', 'TRIGGER', 'TYPE', 'VIEW']

/** @throws ScriptError with the place in the statement */
export async function executeStatement(session: ScriptSession, statement: Statement): Promise<void> {
  const tokens = scanTokens(statement.text).tokens.filter(t => !isComment(t))
  const bind = tokens[0]?.value === 'CREATE' ? undefined : tokens.find(t => t.kind === 'bind')
  if (bind) throw new ScriptError(`SP2-0552: Bind variable "${bind.value}" not declared.`, { of: statement, offset: bind.start })
  const { settings } = session
  const started = Date.now()
  let result: oracledb.Result<unknown>
  try {
    result = await session.oracle(
      () =>
        session.connection.execute(statement.text, [], {
          outFormat: oracledb.OUT_FORMAT_ARRAY,
          maxRows: 0,
          autoCommit: settings.autoCommit,
          fetchTypeHandler: fetchAs as never
        }),
      statement
    )
  } catch (error) {
    await printServerOutput(session).catch(() => undefined)
    throw error
  }
  if (tokens[0]?.value === 'ALTER' && tokens[1]?.value === 'SESSION') session.forgetFormats()
  session.lastCreated = createdObject(tokens) ?? session.lastCreated
  if (result.metaData) await printRows(session, result.metaData, (result.rows ?? []) as unknown[][])
  for (const set of (result.implicitResults ?? []) as oracledb.ResultSet<unknown[]>[]) {
    await printRows(session, set.metaData as readonly oracledb.Metadata<unknown>[], await set.getRows(0))
    await set.close()
  }
  await printServerOutput(session)
  printFeedback(session, tokens, result)
  if (settings.timing) session.print(`Elapsed: ${elapsed(Date.now() - started)}\n`)
}

async function printRows(
  session: ScriptSession,
  columns: readonly oracledb.Metadata<unknown>[],
  rows: readonly unknown[][]
): Promise<void> {
  if (columns.some(c => c.dbType === oracledb.DB_TYPE_CURSOR)) throw new ScriptError('CURSOR columns are not supported by this runner')
  const { settings } = session
  if (rows.length > 0) {
    const nls = await session.formats()
    const cells = rows.map(row => row.map((value, i) => formatValue(value, columns[i], settings, nls)))
    const lines = formatTable(
      columns.map(c => ({ heading: c.name, right: isNumber(c) })),
      cells,
      settings
    )
    session.print(`\n${lines.join('\n')}\n\n`)
  }
  const feedback = selectedRows(rows.length, settings.feedback)
  if (feedback) session.print(rows.length === 0 ? `\n${feedback}\n\n` : `${feedback}\n\n`)
}

function printFeedback(session: ScriptSession, tokens: readonly Token[], result: oracledb.Result<unknown>): void {
  if (result.warning && tokens[0]?.value === 'CREATE') {
    return session.print(`\nWarning: ${objectOf(tokens.slice(0, 12).map(t => t.value))} created with compilation errors.\n\n`)
  }
  const feedback = session.settings.feedback > 0 && !result.metaData ? feedbackOf(tokens, result.rowsAffected ?? 0) : undefined
  if (feedback) session.print(`\n${feedback}\n\n`)
}

async function printServerOutput(session: ScriptSession): Promise<void> {
  if (!session.settings.serverOutput) return
  for (;;) {
    const { outBinds } = await session.connection.execute<{ line: string | null; status: number }>(
      'begin dbms_output.get_line(:line, :status); end;',
      {
        line: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 32_767 },
        status: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER }
      }
    )
    if (outBinds?.status !== 0) return
    session.print(`${outBinds.line ?? ''}\n`)
  }
}

/** CREATE … PACKAGE BODY hr.p → PACKAGE BODY, P */
function createdObject(tokens: readonly Token[]): ScriptSession['lastCreated'] {
  if (tokens[0]?.value !== 'CREATE' && tokens[0]?.value !== 'ALTER') return undefined
  const at = tokens.slice(0, 8).findIndex(t => t.kind === 'word' && COMPILED.includes(t.value))
  if (at < 0) return undefined
  const body = tokens[at + 1]?.value === 'BODY' ? 1 : 0
  const qualified = tokens[at + body + 2]?.value === '.' ? 2 : 0
  const name = tokens[at + body + 1 + qualified]
  return name && { type: tokens[at].value + (body ? ' BODY' : ''), name: name.value }
}

function elapsed(milliseconds: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0')
  const seconds = milliseconds / 1000
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${two((milliseconds % 1000) / 10)}`
}
