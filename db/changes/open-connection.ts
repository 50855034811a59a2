/** A connection to a database that may still be starting. */
import oracledb, { type Connection } from 'oracledb'

export interface ConnectOptions {
  readonly connectString: string
  readonly user: string
  readonly password: string
  /** How long a database that does not answer is waited for. */
  readonly waitMs: number
  readonly say?: (line: string) => void
  readonly signal?: AbortSignal
}

/**
 * What passes by itself: nobody listens, the host's name is not known yet, the service is not registered or not open; NJS- as
 * node-oracledb says the same. A wrong password and everything else is final. Source: node-oracledb's errors.js, Error Messages manual 12500–12599, 01033–01109.
 */
const PASSING = /^(NJS-(500|501|503|510|511|513|518|519|521|530)|ORA-(01033|01034|01089|01090|01109|12170|12505|12514|12516|12520|12521|12526|12527|12528|12537|12541|12543|12545|12547|12570))\b/
const PAUSE_MS = 500

/** @throws Error with one sentence when time is up, or the driver's own when waiting cannot help */
export async function openConnection({ waitMs, say, signal, ...login }: ConnectOptions): Promise<Connection> {
  const until = Date.now() + waitMs
  let told = ''
  for (;;) {
    signal?.throwIfAborted()
    let reason: string
    try {
      return await oracledb.getConnection(login)
    } catch (error) {
      reason = (error as Error).message.split('\n')[0]
      if (!PASSING.test(reason)) throw error
    }
    if (Date.now() >= until)
      throw new Error(`${login.connectString} did not answer for ${Math.round(waitMs / 1000)} s: ${reason}. See that the database runs there, or set CHANGELOG_WAIT (seconds).`)
    if (reason !== told) say?.(`waiting for ${login.connectString}: ${reason}`)
    told = reason
    await new Promise((resolve) => setTimeout(resolve, Math.min(PAUSE_MS, Math.max(1, until - Date.now()))))
  }
}
