/**
 * Case scripts: statements in order, each with what Oracle 19c answers, through a real driver.
 *
 *     # a sentence that names what follows
 *     select 1 from dual
 *     => [[1]]
 *
 * A statement ends at a line that begins with `=>` or at an empty line: then it must only succeed. After `=>`:
 * rows (or what RETURNING gave) as JSON, `3 rows` for a count, `ORA-01400: cannot insert` (as much of the message as is
 * certain), `describe NAME NUMBER(5,2) not null, …`, `output ["line", …]` for what a block wrote with DBMS_OUTPUT, `out [ … ]` for
 * what OUT binds got, or `warning` for a unit that was made with compilation errors. Before a statement: `:bind = json` lines,
 * by position, `:out = NUMBER` and `:inout = json` among them; `:rows = [[…]]` for array DML; `as NAME` goes on in that user's session, `session B` in another session of the same user.
 */
import { readFileSync } from 'node:fs'
import * as oracledb from 'oracledb'

export interface ScriptStep {
  readonly title: string
  readonly line: number
  readonly sql: string
  readonly expected?: string
  readonly user: string
  readonly session: string
  readonly binds: readonly unknown[]
  readonly rows?: readonly unknown[][]
}

export function readScript(path: string): ScriptStep[] {
  const steps: ScriptStep[] = []
  let title = ''
  let user = 'H'
  let session = ''
  let text: string[] = []
  let binds: unknown[] = []
  let rows: unknown[][] | undefined
  let line = 0
  const end = (expected?: string): void => {
    if (text.length > 0) steps.push({ title, line, sql: text.join('\n'), expected, user, session, binds, rows })
    text = []
    binds = []
    rows = undefined
  }
  readFileSync(path, 'utf8').split('\n').forEach((l, i) => {
    const word = /^(#|=>|as|session|:bind =|:out =|:inout =|:rows =) (.*)$/.exec(text.length > 0 && !l.startsWith('=>') ? '' : l)
    if (l.trim() === '') end()
    else if (!word) {
      if (text.length === 0) line = i + 1
      text.push(l)
    } else if (word[1] === '#') title = word[2]
    else if (word[1] === '=>') end(word[2].trim())
    else if (word[1] === 'as') [user, session] = [word[2], '']
    else if (word[1] === 'session') session = word[2]
    else if (word[1] === ':bind =') binds.push(json(word[2]))
    else if (word[1] === ':out =') binds.push({ dir: oracledb.BIND_OUT, type: OUT_TYPES[word[2].trim()], maxSize: 4000 })
    else if (word[1] === ':inout =') binds.push({ dir: oracledb.BIND_INOUT, val: json(word[2]), maxSize: 4000 })
    else rows = json(word[2]) as unknown[][]
  })
  end()
  return steps
}

const OUT_TYPES: Readonly<Record<string, oracledb.DbType>> = {
  NUMBER: oracledb.DB_TYPE_NUMBER, VARCHAR: oracledb.DB_TYPE_VARCHAR, CHAR: oracledb.DB_TYPE_CHAR, DATE: oracledb.DB_TYPE_DATE, TIMESTAMP: oracledb.DB_TYPE_TIMESTAMP,
  RAW: oracledb.DB_TYPE_RAW, BOOLEAN: oracledb.DB_TYPE_BOOLEAN, CLOB: oracledb.DB_TYPE_CLOB, BINARY_DOUBLE: oracledb.DB_TYPE_BINARY_DOUBLE
}

/** JSON, with `{"date": "2024-01-31T00:00:00"}` for a Date. */
const json = (text: string): unknown =>
  JSON.parse(text, (_, v: unknown) => (v !== null && typeof v === 'object' && 'date' in v ? new Date(`${String(v.date)}Z`) : v))

/** The sessions of one script; users' passwords are all the same. */
export class ScriptPlayer {
  private readonly sessions = new Map<string, oracledb.Connection>()
  constructor(private readonly connectString: string, private readonly password: string) {}

  /** What came of it, in the notation of the expectation; equal to the expectation when it was met. */
  async run(step: ScriptStep): Promise<string> {
    let got: string
    try {
      got = await this.execute(await this.session(step), step)
    } catch (e) {
      got = (e as Error).message.split('\nHelp')[0].replace(/\n/g, ' / ')
      if (!(e as oracledb.DBError).code) got = (e as Error).stack ?? got
    }
    const { expected } = step
    if (expected === undefined) return /^(ORA|NJS|DPI)-/.test(got) ? got : 'done'
    if (/^ORA-/.test(expected) && got.startsWith(expected)) return expected
    return got
  }

  async close(): Promise<void> {
    for (const c of this.sessions.values()) await c.close().catch(() => undefined)
  }

  private async session(step: ScriptStep): Promise<oracledb.Connection> {
    const key = `${step.user} ${step.session}`
    let c = this.sessions.get(key)
    if (!c) {
      c = await oracledb.getConnection({ user: `"${step.user}"`, password: this.password, connectString: this.connectString })
      await c.execute("alter session set time_zone = '+00:00'")
      await c.execute('begin dbms_output.enable(null); end;')
      this.sessions.set(key, c)
    }
    return c
  }

  private async execute(c: oracledb.Connection, step: ScriptStep): Promise<string> {
    if (step.rows) return `${(await c.executeMany(step.sql, step.rows as oracledb.BindParameters[])).rowsAffected} rows`
    const out = [...step.sql.matchAll(/\breturning\b[^]*\binto\s+((?::\w+(?:\s*,\s*)?)+)\s*$/gi)].flatMap((m) =>
      m[1].split(',').map(() => ({ dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 4000 }))
    )
    const result = await c.execute<unknown[]>(step.sql, [...step.binds, ...out] as oracledb.BindParameters, { fetchTypeHandler: lobsAsText })
    if (step.expected?.startsWith('describe ')) return `describe ${(result.metaData ?? []).map(describeColumn).join(', ')}`
    if (step.expected?.startsWith('output ')) return `output ${JSON.stringify(await outputOf(c))}`
    if (step.expected?.startsWith('out ')) return `out ${JSON.stringify((result.outBinds as unknown as unknown[]).map(plain))}`
    if (result.warning) return step.expected === 'warning' ? 'warning' : result.warning.message
    if (result.rows) return JSON.stringify(result.rows.map((row) => row.map(plain)))
    if (out.length > 0) return JSON.stringify(result.outBinds)
    return result.rowsAffected === undefined ? 'done' : `${result.rowsAffected} rows`
  }
}

/** What the session wrote with DBMS_OUTPUT since it was last asked. */
async function outputOf(c: oracledb.Connection): Promise<(string | null)[]> {
  const lines: (string | null)[] = []
  for (;;) {
    const { outBinds } = await c.execute<[string | null, number]>('begin dbms_output.get_line(:1, :2); end;', [
      { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 32767 },
      { dir: oracledb.BIND_OUT, type: oracledb.NUMBER }
    ])
    if (outBinds![1] !== 0) return lines
    lines.push(outBinds![0])
  }
}

const lobsAsText = (m: oracledb.Metadata<unknown>): oracledb.FetchTypeResponse | undefined =>
  m.dbType === oracledb.DB_TYPE_CLOB ? ({ type: oracledb.STRING } as oracledb.FetchTypeResponse) : undefined

/** Dates as text in UTC (the sessions' time zone), without a midnight; raw as hex. */
const plain = (v: unknown): unknown =>
  v instanceof Date
    ? v.toISOString().replace(/Z$/, '').replace(/\.000$/, '').replace('T00:00:00', '').replace('T', ' ')
    : v instanceof Buffer
      ? v.toString('hex')
      : v instanceof oracledb.IntervalDS
        ? `${v.days} ${v.hours}:${v.minutes}:${v.seconds}${v.fseconds ? `.${v.fseconds}` : ''}`
        : v instanceof oracledb.IntervalYM
          ? `${v.years}-${v.months}`
          : v

/** `N NUMBER(5,2) not null`, `V VARCHAR2(10)` in bytes, `T TIMESTAMP(6)`. */
function describeColumn(m: oracledb.Metadata<unknown[]>): string {
  const type = m.dbTypeName ?? ''
  let size = ''
  if (type === 'NUMBER') size = m.precision || m.scale === 0 ? `(${m.precision ?? 0},${m.scale ?? 0})` : ''
  else if (/CHAR|RAW/.test(type)) size = `(${m.byteSize ?? ''})`
  else if (type.startsWith('TIMESTAMP')) size = `(${m.precision ?? ''})`
  return `${m.name} ${type}${size}${m.nullable ? '' : ' not null'}`
}
