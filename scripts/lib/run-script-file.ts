import { readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import oracledb from 'oracledb'
import { ScriptRunner } from '@cicd-oracle/sql'
import { StageError } from '../pipeline/stage-error'
import { rootFolder } from './root-folder'

export interface ScriptOptions {
  readonly login: { readonly connectString: string; readonly user: string; readonly password: string }
  /** &1, &2, … */
  readonly args: readonly string[]
  readonly log: (text: string) => void
}

/** Runs a script as `npm run db -- sql` does; an error is a StageError with the script runner's words. */
export async function runScriptFile(file: string, { login, args, log }: ScriptOptions): Promise<void> {
  const connect = (to: { connectString?: string; user: string; password: string }) => oracledb.getConnection({ ...login, ...to })
  const errors: string[] = []
  const runner = new ScriptRunner(await connect(login), login, {
    write: log,
    writeError: (text) => {
      errors.push(text)
      log(text)
    },
    connect,
    folder: dirname(file)
  })
  try {
    const code = await runner.run(readFileSync(file, 'utf8'), file, args)
    if (code === 0) return
    const lines = errors.join('').split('\n').filter((line) => line.trim())
    throw new StageError(lines[0] ?? `The script ended with exit code ${code}.`, `Script: ${relative(rootFolder, file)}`, 'Mend the script; hr_uninstall.sql removes what was half made.', lines.slice(1))
  } finally {
    await runner.currentConnection.close().catch(() => undefined)
  }
}
