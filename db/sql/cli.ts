/** `npm run db -- sql [--connect user/password@host:port/service] [FILE|-] [argument …]` */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Login, parseLogin } from './connect-string'
import { openConnection } from './open-connection'
import { ScriptError } from './script-error'
import { ScriptRunner } from './script-runner'

const USAGE = `Usage: npm run db -- sql [--connect user/password@host:port/service] [FILE | -] [argument ...]

Runs a script as SQL*Plus would, and stops at the first error with exit code 1.
Without --connect it uses the running embedded database; without FILE, or with -, it reads standard input.
Arguments are the script's &1, &2, ...
`

export interface CliDefaults {
  /** Whom to connect as without --connect. @throws ScriptError */
  readonly login: () => Login
}

/** @returns the exit code. */
export async function main(argv: readonly string[], defaults: CliDefaults): Promise<number> {
  let connect: string | undefined
  const rest: string[] = []
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]
    if (rest.length > 0) rest.push(word)
    else if (word === '--help' || word === '-h') {
      process.stdout.write(USAGE)
      return 0
    } else if (word === '--connect') connect = argv[++i] ?? ''
    else if (word.startsWith('--connect=')) connect = word.slice('--connect='.length)
    else if (word.startsWith('-') && word !== '-') {
      process.stderr.write(`unknown option ${word}\n\n${USAGE}`)
      return 2
    } else rest.push(word)
  }
  try {
    return await runFile(rest[0] ?? '-', rest.slice(1), () => (connect === undefined ? defaults.login() : parseLogin(connect)))
  } catch (error) {
    process.stderr.write(`${(error as Error).message.split('\n')[0]}\n`)
    return 1
  }
}

async function runFile(file: string, args: readonly string[], loginOf: () => Login): Promise<number> {
  // npm moves to the project's folder and leaves word of where it was called.
  const folder = process.env.INIT_CWD ?? process.cwd()
  const path = file === '-' ? resolve(folder, 'standard-input') : resolve(folder, file)
  const script = readScript(file, path)
  const login = loginOf()
  if (login.connectString === undefined) throw new ScriptError('--connect needs user/password@host:port/service')
  const connection = await openConnection(login)
  const runner = new ScriptRunner(connection, login, {
    write: text => void process.stdout.write(text),
    writeError: text => void process.stderr.write(text),
    connect: openConnection,
    folder
  })
  try {
    return await runner.run(script, shortened(path, folder), args)
  } finally {
    await runner.currentConnection.close().catch(() => undefined)
  }
}

function readScript(file: string, path: string): string {
  try {
    return readFileSync(file === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new ScriptError(`${file} cannot be read: ${(error as Error).message}`)
  }
}

/** Relative to where the user is, when it lies there. */
const shortened = (path: string, folder: string): string => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path)
