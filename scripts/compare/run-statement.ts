import { isComment, scanTokens, type Token } from '@cicd-oracle/lexer'
import oracledb from 'oracledb'
import type { Cell, Column, CompileError, Outcome, ResultSet } from './outcome'
import type { Statement, Variable } from './walk-script'

interface DriverError extends Error {
  readonly code?: string
  readonly offset?: number
}

/** Bind variables of one side: what the last statement left in each. */
export type Bound = Map<string, unknown>

/** Runs one statement; an error is part of the outcome. */
export async function runStatement(connection: oracledb.Connection, statement: Statement, variables: readonly Variable[], bound: Bound): Promise<Outcome> {
  const tokens = scanTokens(statement.text).tokens.filter((token) => !isComment(token))
  try {
    const binds = bindsOf(statement, tokens, variables, bound)
    const result = await connection.execute<unknown>(statement.text, binds as oracledb.BindParameters, { outFormat: oracledb.OUT_FORMAT_ARRAY, maxRows: 0, fetchTypeHandler: fetchAs as never })
    const implicit: ResultSet[] = []
    for (const set of (result.implicitResults ?? []) as (oracledb.ResultSet<unknown[]> | unknown[][])[]) if (!Array.isArray(set)) implicit.push(await readSet(set))
    const out = result.outBinds ? await readOut(result.outBinds as unknown as Record<string, unknown>, bound) : undefined
    return {
      ...(result.metaData ? { result: { columns: result.metaData.map(describe), rows: await cellsOf((result.rows ?? []) as unknown[][]) } } : {}),
      ...(!result.metaData && result.rowsAffected !== undefined && DML.has(tokens[0]?.value) ? { rowCount: result.rowsAffected } : {}),
      ...(out ? { out } : {}),
      ...(result.warning ? { compileErrors: await readCompileErrors(connection, tokens) } : {}),
      implicit,
      output: await readOutput(connection, tokens)
    }
  } catch (thrown) {
    const error = thrown as DriverError
    const code = error.code ?? error.name
    const below = code === 'ORA-06550' ? /\b(?:PLS|ORA)-\d{5}/.exec(error.message.replace(/^ORA-06550/, ''))?.[0] : undefined
    const lost = !connection.isHealthy()
    return { error: { code, ...(below ? { below } : {}), message: error.message.replace(/^Help: https:.*$/gm, '').trimEnd(), ...(lost ? { lost } : {}) }, output: lost ? [] : await readOutput(connection, tokens), implicit: [] }
  }
}

const DML: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
const BLOCKS: ReadonlySet<string> = new Set(['BEGIN', 'DECLARE', '<<', 'CALL'])

const BIND_TYPES: Readonly<Record<string, oracledb.DbType>> = {
  NUMBER: oracledb.DB_TYPE_NUMBER,
  VARCHAR2: oracledb.DB_TYPE_VARCHAR,
  CHAR: oracledb.DB_TYPE_CHAR,
  NVARCHAR2: oracledb.DB_TYPE_NVARCHAR,
  NCHAR: oracledb.DB_TYPE_NCHAR,
  CLOB: oracledb.DB_TYPE_VARCHAR,
  NCLOB: oracledb.DB_TYPE_NVARCHAR,
  BINARY_FLOAT: oracledb.DB_TYPE_BINARY_FLOAT,
  BINARY_DOUBLE: oracledb.DB_TYPE_BINARY_DOUBLE,
  REFCURSOR: oracledb.DB_TYPE_CURSOR
}
const SIZED = /CHAR|CLOB/

/** A block may change a variable; SQL reads it, or fills it behind RETURNING … INTO. */
function bindsOf({ binds }: Statement, tokens: readonly Token[], variables: readonly Variable[], bound: Bound): Record<string, unknown> {
  const returning = tokens.findIndex(({ kind, value }) => kind === 'word' && (value === 'RETURNING' || value === 'RETURN'))
  return Object.fromEntries(
    binds.map((name) => {
      const { type, size } = variables.find((variable) => variable.name === name)!
      const into = DML.has(tokens[0]?.value) && returning >= 0 && tokens.findIndex(({ kind, value }) => kind === 'bind' && value === name) > returning
      const dir = into || type === 'REFCURSOR' ? oracledb.BIND_OUT : BLOCKS.has(tokens[0]?.value) ? oracledb.BIND_INOUT : oracledb.BIND_IN
      const maxSize = SIZED.test(type) && dir !== oracledb.BIND_IN ? { maxSize: type.includes('CLOB') ? 1_000_000 : (size ?? 1) } : {}
      return [name, { dir, type: BIND_TYPES[type], ...maxSize, ...(dir === oracledb.BIND_OUT ? {} : { val: bound.get(name) ?? null }) }]
    })
  )
}

async function readOut(outBinds: Record<string, unknown>, bound: Bound): Promise<Record<string, Cell | ResultSet>> {
  const out: Record<string, Cell | ResultSet> = {}
  for (const [name, value] of Object.entries(outBinds)) {
    if (isResultSet(value)) out[name] = await readSet(value)
    else {
      out[name] = await cellOf(value)
      bound.set(name, Array.isArray(value) ? value.at(-1) : value)
    }
  }
  return out
}

/** Numbers come as text, so that no digit is lost; LOBs as what they hold. */
function fetchAs({ dbType }: oracledb.Metadata<unknown>): { type: oracledb.DbType } | undefined {
  if (dbType === oracledb.DB_TYPE_NUMBER || dbType === oracledb.DB_TYPE_CLOB || dbType === oracledb.DB_TYPE_NCLOB) return { type: oracledb.DB_TYPE_VARCHAR as oracledb.DbType }
  return dbType === oracledb.DB_TYPE_BLOB ? { type: oracledb.DB_TYPE_RAW as oracledb.DbType } : undefined
}

function describe({ name, dbTypeName, precision, scale, nullable, byteSize }: oracledb.Metadata<unknown>): Column {
  return { name, type: String(dbTypeName), ...(precision === undefined ? {} : { precision }), ...(scale === undefined ? {} : { scale }), nullable: nullable !== false, ...(byteSize === undefined ? {} : { size: byteSize }) }
}

const isResultSet = (value: unknown): value is oracledb.ResultSet<unknown[]> => typeof (value as { getRows?: unknown } | null)?.getRows === 'function'

async function readSet(set: oracledb.ResultSet<unknown[]>): Promise<ResultSet> {
  const columns = (set.metaData as readonly oracledb.Metadata<unknown>[]).map(describe)
  const rows = await cellsOf(await set.getRows(0))
  await set.close()
  return { columns, rows }
}

const cellsOf = async (rows: readonly (readonly unknown[])[]): Promise<Cell[][]> => {
  const cells: Cell[][] = []
  for (const row of rows) cells.push(await Promise.all(row.map(cellOf)))
  return cells
}

async function cellOf(value: unknown): Promise<Cell> {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return value.toString('hex').toUpperCase()
  if (isResultSet(value)) return JSON.stringify((await readSet(value)).rows)
  const lob = value as { getData?: () => Promise<unknown> }
  if (typeof lob.getData === 'function') return cellOf(await lob.getData())
  if (ArrayBuffer.isView(value)) return JSON.stringify([...(value as Float64Array)])
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What DBMS_OUTPUT holds; DDL writes nothing into it. */
async function readOutput(connection: oracledb.Connection, tokens: readonly Token[]): Promise<string[]> {
  const lines: string[] = []
  if (['CREATE', 'DROP', 'COMMIT', 'ROLLBACK', 'GRANT', 'REVOKE', 'COMMENT'].includes(tokens[0]?.value)) return lines
  for (;;) {
    const { outBinds } = await connection.execute<{ line: string | null; status: number }>('begin dbms_output.get_line(:line, :status); end;', {
      line: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 32_767 },
      status: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER }
    })
    if (outBinds?.status !== 0) return lines
    lines.push(outBinds.line ?? '')
  }
}

const COMPILED = ['PROCEDURE', 'FUNCTION', 'PACKAGE', 'TRIGGER', 'TYPE', 'VIEW']

/** Of the unit that the statement made; of all of the user's when its name cannot be told. */
async function readCompileErrors(connection: oracledb.Connection, tokens: readonly Token[]): Promise<CompileError[]> {
  const at = tokens.slice(0, 10).findIndex(({ kind, value }) => kind === 'word' && COMPILED.includes(value))
  const body = tokens[at + 1]?.value === 'BODY' ? 1 : 0
  const qualified = tokens[at + body + 2]?.value === '.' ? 2 : 0
  const name = at < 0 ? undefined : tokens[at + body + 1 + qualified]?.value
  const type = at < 0 ? undefined : tokens[at].value + (body ? ' BODY' : '')
  const { rows } = await connection.execute<[number, string]>(
    'select line, text from user_errors where (:name is null or name = :name) and (:type is null or type = :type) order by name, type, sequence',
    { name: name ?? null, type: type ?? null } as never
  )
  return (rows ?? []).map(([line, text]) => ({ line, code: /\b[A-Z]{2,3}-\d{4,5}/.exec(text)?.[0] ?? '', text: text.trimEnd() }))
}
