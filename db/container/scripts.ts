/** Scripts of the user's that the image runs: /container-entrypoint-initdb.d once, /container-entrypoint-startdb.d at every start. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openConnection, ScriptRunner } from '@cicd-oracle/sql'

export interface Login {
  readonly connectString: string
  readonly user: string
  readonly password: string
}

/** A script that failed; its name and its own words were printed. */
export class ScriptFailed extends Error {}

/**
 * Runs a folder's scripts in the order of their names: .sql and .sql.gz as SQL*Plus would, .sh by bash.
 * @throws ScriptFailed at the first that fails; other kinds of files are named and left alone
 */
export async function runScripts(folder: string, login: Login, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  if (!existsSync(folder)) return
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isDirectory()).map(({ name }) => name).sort()
  for (const name of files) {
    if (signal.aborted) return
    const file = join(folder, name)
    if (/\.sql(\.gz)?$/.test(name)) {
      say(`CONTAINER: running ${file} ...`)
      await runSql(name, readText(file), folder, login)
    } else if (name.endsWith('.sh')) {
      say(`CONTAINER: running ${file} ...`)
      await runShell(file, folder, signal)
    } else {
      say(`CONTAINER: ignoring ${file}: only .sql, .sql.gz and .sh are run.`)
      continue
    }
    say(`CONTAINER: DONE: running ${file}`)
  }
}

const readText = (file: string): string => (file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file)).toString('utf8')

async function runSql(name: string, text: string, folder: string, login: Login): Promise<void> {
  const runner = new ScriptRunner(await openConnection(login), login, {
    write: (out) => void process.stdout.write(out),
    writeError: (out) => void process.stderr.write(out),
    connect: openConnection,
    folder
  })
  try {
    const code = await runner.run(text, name, [])
    if (code !== 0) throw new ScriptFailed(`${name} ended with exit code ${code}.`)
  } finally {
    await runner.currentConnection.close().catch(() => undefined)
  }
}

function runShell(file: string, cwd: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [file], { cwd, stdio: ['ignore', 'inherit', 'inherit'], signal })
    child.on('error', reject)
    child.on('close', (code, killed) => (code === 0 ? resolve() : reject(new ScriptFailed(`${file} ended with ${killed ?? `exit code ${code}`}.`))))
  })
}
