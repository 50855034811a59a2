/** Scripts of the user's that the image runs: <prefix>-initdb.d once, <prefix>-startdb.d at every start. */
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Login, ScriptRunner } from '@cicd-oracle/sql'
import type { Connection } from 'oracledb'
import { SYSDBA } from './login'

export interface ScriptSettings {
  readonly connect: (login: Login) => Promise<Connection>
  readonly say: (line: string) => void
  readonly signal: AbortSignal
  /** Of .sh. */
  readonly env: NodeJS.ProcessEnv
}

/** A script that failed; its own words were printed. */
export class ScriptFailed extends Error {}

/**
 * Runs a folder's scripts and those of the folders in it, in the order of their names: .sql and .sql.gz as SQL*Plus would, as SYS AS SYSDBA,
 * .sh in a shell. An error of SQL does not end a script, as in SQL*Plus, unless WHENEVER says so.
 * @throws ScriptFailed at the first that ends with another code than 0, and at a kind that is not supported; others are named and left alone
 */
export async function runScripts(folder: string, settings: ScriptSettings): Promise<void> {
  if (!existsSync(folder)) return
  const { say } = settings
  for (const name of readdirSync(folder).sort()) {
    if (settings.signal.aborted) return
    const file = join(folder, name)
    if (/\.sql\.zip$/.test(name)) throw new ScriptFailed(`${file}: .sql.zip is not supported, use .sql or .sql.gz.`)
    const run = statSync(file).isDirectory() ? runScripts : /\.sql(\.gz)?$/.test(name) ? runSql : name.endsWith('.sh') ? runShell : undefined
    if (!run) {
      say(`CONTAINER: ignoring ${file}: .sql, .sql.gz and .sh are run.`)
      continue
    }
    say(`CONTAINER: running ${file} ...`)
    await run(file, settings)
    say(`CONTAINER: DONE: running ${file}`)
  }
}

async function runSql(file: string, { connect, say, signal }: ScriptSettings): Promise<void> {
  const bytes = readFileSync(file)
  const runner = new ScriptRunner(await connect(SYSDBA), SYSDBA, {
    write: (out) => void (signal.aborted || process.stdout.write(out)),
    writeError: (out) => void (signal.aborted || process.stderr.write(out)),
    connect,
    folder: dirname(file),
    atErrors: 'continue'
  })
  // The server is about to end, and with it the connection: nobody waits for what is under way.
  const aborted = new Promise<number>((resolve) => signal.addEventListener('abort', () => resolve(0), { once: true }))
  try {
    const run = runner.run((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'), file, [])
    const code = await Promise.race([run, aborted])
    if (signal.aborted) return
    if (code !== 0) throw new ScriptFailed(`${file} ended with exit code ${code}.`)
    if (runner.errorCount) say(`CONTAINER: WARNING: ${runner.errorCount} error${runner.errorCount === 1 ? '' : 's'} in ${file}; the script went on, as in SQL*Plus.`)
  } finally {
    if (!signal.aborted) await runner.currentConnection.close().catch(() => undefined)
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What is not executable is read by a shell of its own. */
function runShell(file: string, { env, signal }: ScriptSettings): Promise<void> {
  const [command, args] = isExecutable(file) ? [file, []] : ['bash', ['-c', '. "$0"', file]]
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'], signal })
    child.on('error', (error) => reject(new ScriptFailed(`${file} cannot be run: ${error.message}.`)))
    child.on('close', (code, killed) => (code === 0 ? resolve() : reject(new ScriptFailed(`${file} ended with ${killed ?? `exit code ${code}`}.`))))
  })
}
