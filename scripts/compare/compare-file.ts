import oracledb from 'oracledb'
import { compareOutcomes, tell } from './compare-outcomes'
import type { Rule } from './expected'
import type { Outcome } from './outcome'
import type { Compared } from './report'
import { type Bound, runStatement } from './run-statement'
import { CannotConnect, type Side } from './side'
import type { Statement, Walk } from './walk-script'

export interface FileOptions {
  readonly rules: readonly Rule[]
  /** Seconds for one statement. */
  readonly timeout: number
  readonly signal: AbortSignal
  readonly onCompared: (compared: Compared) => void
}

/** Runs every statement on both sides, one after the other in the script, both sides at a time. */
export async function compareFile(walk: Walk, sides: readonly [Side, Side], { rules, timeout, signal, onCompared }: FileOptions): Promise<Compared[]> {
  const connections = await Promise.all(
    sides.map(({ name, login }) =>
      oracledb.getConnection(login).catch((error: Error) => {
        throw new CannotConnect(`${name}: ${error.message}`)
      })
    )
  )
  const bound: [Bound, Bound] = [new Map(), new Map()]
  const interrupt = () => {
    for (const connection of connections) connection.break().catch(() => undefined)
  }
  signal.addEventListener('abort', interrupt)
  const all: Compared[] = []
  const [userA, userB] = sides.map(({ login }) => login.user)
  const known = userA === userB ? rules : [...rules, { group: 'user', reason: 'both sides are one database, so their users have different names', what: 'value' as const, text: new RegExp(`${userA}|${userB}`, 'gi') }]
  let lost: string | undefined
  try {
    for (const connection of connections) {
      connection.callTimeout = timeout * 1000
      await connection.execute('begin dbms_output.enable(null); end;')
    }
    for (const statement of walk.statements) {
      if (signal.aborted) break
      const compared = lost === undefined ? await compareStatement(statement) : notRun(statement, lost)
      all.push(compared)
      onCompared(compared)
    }
    if (!signal.aborted && lost === undefined) for (const connection of connections) await connection.commit()
    return all
  } finally {
    signal.removeEventListener('abort', interrupt)
    for (const connection of connections) await connection.close().catch(() => undefined)
  }

  async function compareStatement(statement: Statement): Promise<Compared> {
    const [a, b] = await Promise.all(connections.map((connection, i) => runStatement(connection, statement, walk.variables, bound[i])))
    if (a.error?.lost || b.error?.lost) lost = `${[a.error?.lost && 'A', b.error?.lost && 'B'].filter(Boolean).join(' and ')} lost the connection at line ${statement.line}`
    const texts = a.error && b.error && a.error.message !== b.error.message ? ([a.error.message, b.error.message] as const) : undefined
    return { statement, a: tell(a), b: tell(b), differences: compareOutcomes(statement.text, a, b, known), ...(texts ? { texts } : {}), ...(hasTimestamps(a) ? { timestamps: true } : {}) }
  }
}

const notRun = (statement: Statement, why: string): Compared => ({ statement, a: 'not run', b: 'not run', differences: [], notRun: why })
const hasTimestamps = ({ result }: Outcome): boolean => result?.rows.length ? result.columns.some(({ type }) => type.startsWith('TIMESTAMP')) : false
