import { resolve } from 'node:path'
import { type Login, ScriptError } from '@cicd-oracle/sql'
import { type DatabaseChoice, parseDatabaseChoice } from '../../db/connect'
import { findChosen } from './chosen'
import { DEFAULT_DATA_DIR } from './options'
import { rootFolder } from '../lib/root-folder'

/** Takes --database out of the options before the script; what stands behind the script's name is the script's. */
export function takeDatabase(argv: readonly string[]): { choice?: DatabaseChoice; rest: string[]; misuse?: string } {
  const rest: string[] = []
  let choice: DatabaseChoice | undefined
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]
    if (word !== '--database' && !word.startsWith('--database=')) {
      rest.push(word)
      if (word === '--connect') rest.push(...argv.slice(++i, i + 1))
      else if (word === '-' || !word.startsWith('-')) return { choice, rest: [...rest, ...argv.slice(i + 1)] }
      continue
    }
    try {
      choice = parseDatabaseChoice((word === '--database' ? argv[++i] : word.slice('--database='.length)) ?? '')
    } catch (error) {
      return { rest, misuse: (error as Error).message }
    }
  }
  return { choice, rest }
}

/** The login of the chosen database, or of the one of this checkout that runs. @returns a function that throws ScriptError when none does */
export async function loginOf(choice?: DatabaseChoice, dataDir = resolve(rootFolder, DEFAULT_DATA_DIR)): Promise<() => Login> {
  const database = await findChosen(dataDir, choice)
  return () => {
    if (!database) throw new ScriptError(`no database runs here: npm run db -- start${choice ? ` --database ${choice.kind}` : ''}, or give --connect user/password@host:port/service`)
    const { user, password, connectString } = database
    return { user, password, connectString }
  }
}
