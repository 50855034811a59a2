/**
 * Tables of cases, one a line: `expression => value`. Blank lines and lines that begin with `--` are left out. A value is
 * written as the driver's text of it: dates as YYYY-MM-DD HH24:MI:SS, RAW in hexadecimal, NULL, ORA-nnnnn for an error; in
 * quotes where blanks at its ends count.
 */
import * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'

export interface Case {
  readonly expression: string
  readonly expected: string
}

export function readCases(text: string): readonly Case[] {
  const lines = text.split('\n').filter((line) => line.trim() && !line.startsWith('--'))
  return lines.map((line) => {
    const at = line.lastIndexOf(' => ')
    if (at < 0) throw new Error(`no expected value: ${line}`)
    return {
      expression: line.slice(0, at).trim(),
      expected: line
        .slice(at + 4)
        .trim()
        .replace(/^'(.*)'$/s, '$1')
    }
  })
}

const pad = (n: number): string => String(n).padStart(2, '0')
const dateText = (d: Date): string => {
  const day = `${String(d.getFullYear()).padStart(4, '0')}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`
  const text = `${day} ${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}`
  return d.getMilliseconds() ? `${text}.${String(d.getMilliseconds()).padStart(3, '0')}` : text
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (value instanceof Date) return dateText(value)
  if (Buffer.isBuffer(value)) return value.toString('hex').toUpperCase()
  return String(value)
}

/** NUMBER as all its digits, CLOB as text. */
const wholeValues = (column: oracledb.Metadata<unknown>): oracledb.FetchTypeResponse | undefined =>
  column.dbType === oracledb.DB_TYPE_NUMBER || column.dbType === oracledb.DB_TYPE_CLOB ? { type: oracledb.STRING } : undefined

/** The value, or the error's number. */
export async function answer(connection: oracledb.Connection, expression: string, binds: readonly unknown[] = []): Promise<string> {
  const sql = /^select /i.test(expression) ? expression : `select ${expression} from dual`
  try {
    const result = await connection.execute<unknown[]>(sql, [...binds] as oracledb.BindParameters, { fetchTypeHandler: wholeValues })
    return (result.rows ?? []).map((row) => row.map(textOf).join(' | ')).join(' ; ')
  } catch (error) {
    return /^(ORA-\d{5}|NJS-\d+)/.exec((error as Error).message)?.[1] ?? String(error)
  }
}

export interface FunctionTest {
  readonly server: TestServer
  readonly connection: oracledb.Connection
}

/** A server for the file, and a session on it. */
export function useServer(): FunctionTest {
  const test: { server?: TestServer; connection?: oracledb.Connection } = {}
  beforeAll(async () => {
    test.server = await startTestServer()
    test.connection = await test.server.connect()
  })
  afterAll(async () => {
    await test.connection?.close()
    await test.server?.stop()
  })
  return test as FunctionTest
}

/** Datetime literals and NLS arguments stay. */
const TOKEN = /((?:date|timestamp|interval)\s*'(?:[^']|'')*'|'nls_(?:[^']|'')*')|('(?:[^']|'')*')/gi

/** The same expression with its text literals as binds. */
export function withBinds(expression: string): { readonly sql: string; readonly binds: readonly string[] } {
  const binds: string[] = []
  const sql = expression.replace(TOKEN, (token, literal?: string) => {
    if (literal) return literal
    binds.push(token.slice(1, -1).replace(/''/g, "'"))
    return `:${binds.length}`
  })
  return { sql, binds }
}

export interface TableOptions {
  /** Each case again with binds in place of its text literals: what is decided at translation must not change the answer. */
  readonly binds?: boolean
}

export function table(test: FunctionTest, name: string, text: string, options: TableOptions = {}): void {
  describe(name, () => {
    for (const { expression, expected } of readCases(text)) {
      it(`${expression} is ${expected}`, async () => {
        expect(await answer(test.connection, expression)).toBe(expected)
        const bound = withBinds(expression)
        if (options.binds !== false && bound.binds.length > 0) expect(await answer(test.connection, bound.sql, bound.binds)).toBe(expected)
      })
    }
  })
}
