/**
 * Case files: statements with what must come of them, run in order through a real driver.
 *
 *     # a sentence that names what follows
 *     select 1 from dual
 *     => [[1]]
 *
 * A statement ends at a line that begins with `=>`, or at an empty line: then it must only succeed. After `=>`: rows
 * as JSON (dates as ISO text), `n rows` for a count, an ORA number, or `NAME:TYPE(size), …` for the description.
 * `:bind = json` lines before the statement give its binds by position. `as USER` connects as that user.
 */
import { readFileSync } from 'node:fs'
import * as oracledb from 'oracledb'

export interface Case {
  readonly title: string
  readonly sql: string
  readonly binds: readonly unknown[]
  readonly expected?: string
  readonly user?: string
  readonly line: number
}

export function readCases(path: string): Case[] {
  const cases: Case[] = []
  let title = ''
  let user: string | undefined
  let text: string[] = []
  let binds: unknown[] = []
  let start = 0
  const end = (expected?: string): void => {
    if (text.length > 0) cases.push({ title, sql: text.join('\n'), binds, expected, user, line: start })
    text = []
    binds = []
  }
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, i) => {
      if (line.startsWith('# ')) title = line.slice(2)
      else if (line.startsWith('=> ')) end(line.slice(3).trim())
      else if (line.startsWith('as ') && text.length === 0 && /^as [A-Z]+$/.test(line)) user = line.slice(3)
      else if (line.startsWith(':bind = ')) binds.push(JSON.parse(line.slice(8)))
      else if (line.trim() === '') end()
      else {
        if (text.length === 0) start = i + 1
        text.push(line)
      }
    })
  end()
  return cases
}

const plain = (v: unknown): unknown =>
  v instanceof Date
    ? v.toISOString().slice(0, 19).replace('T00:00:00', '').replace('T', ' ')
    : v instanceof Buffer
      ? v.toString('hex')
      : v instanceof oracledb.IntervalDS
        ? `${v.days} ${v.hours}:${v.minutes}:${v.seconds}`
        : v instanceof oracledb.IntervalYM
          ? `${v.years}-${v.months}`
          : v

/** What came of it, in the notation of the file that the expectation is written in. */
export async function runCase(c: oracledb.Connection, one: Case): Promise<string> {
  let result: oracledb.Result<unknown[]>
  const out = [...one.sql.matchAll(/\binto\s+((?::\w+(?:\s*,\s*)?)+)\s*$/gi)].flatMap((m) =>
    m[1].split(',').map(() => ({ dir: oracledb.BIND_OUT, type: oracledb.STRING }))
  )
  try {
    result = await c.execute<unknown[]>(one.sql, [...one.binds, ...out] as oracledb.BindParameters, { fetchTypeHandler: lobsAsText })
  } catch (e) {
    return (e as Error).message.slice(0, 9)
  }
  if (one.expected?.includes(':') && !one.expected.startsWith('[')) return (result.metaData ?? []).map(describe).join(', ')
  if (result.rows) return JSON.stringify(result.rows.map((row) => row.map(plain)))
  if (out.length > 0) return JSON.stringify(result.outBinds)
  return `${result.rowsAffected ?? 0} rows`
}

const lobsAsText = (m: oracledb.Metadata<unknown>): oracledb.FetchTypeResponse | undefined =>
  m.dbType === oracledb.DB_TYPE_CLOB ? ({ type: oracledb.STRING } as oracledb.FetchTypeResponse) : undefined

function describe(m: oracledb.Metadata<unknown[]>): string {
  const size =
    m.dbTypeName === 'NUMBER'
      ? m.precision
        ? `(${m.precision},${m.scale})`
        : ''
      : m.byteSize && /CHAR|RAW/.test(m.dbTypeName ?? '')
        ? `(${m.byteSize})`
        : ''
  return `${m.name}:${m.dbTypeName}${size}${m.nullable ? '' : ' not null'}`
}
