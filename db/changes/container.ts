/**
 * The migration image's command: `[hr|cicd] COMMAND [options]`, by default `update`. The database is named by CHANGELOG_CONNECT_STRING,
 * CHANGELOG_USER and CHANGELOG_PASSWORD or CHANGELOG_PASSWORD_FILE; CHANGELOG_WAIT is how many seconds to wait for it (60);
 * CHANGELOG_ROOT is where the changelogs lie (/changelog). The last line of an update on standard output is JSON:
 * {"applied":[names],"alreadyRan":n,"total":n}; progress goes to standard error. Exit code: 0 done, 1 failed, 2 misused, 143 or 130 stopped.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from 'oracledb'
import { main } from './cli'
import { COMMANDS } from './cli-commands'
import { openConnection } from './open-connection'

/** Folder below the root → its master. */
const MASTERS: Readonly<Record<string, string>> = { hr: 'hr-master.xml', cicd: 'cicd-master.xml' }
const SIGNALS = { SIGTERM: 143, SIGINT: 130 } as const
/** After a signal: how long the engine has to undo a half-made changeset and to free its lock. */
const GRACE_MS = 8000

class Misuse extends Error {}

function readPassword(env: NodeJS.ProcessEnv): string {
  const { CHANGELOG_PASSWORD: password, CHANGELOG_PASSWORD_FILE: file } = env
  if (password && file) throw new Misuse('CHANGELOG_PASSWORD and CHANGELOG_PASSWORD_FILE are both set: keep one.')
  if (password) return password
  if (!file) throw new Misuse('The password is missing: set CHANGELOG_PASSWORD, or CHANGELOG_PASSWORD_FILE to a file that holds it.')
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new Misuse(`CHANGELOG_PASSWORD_FILE cannot be read: ${(error as Error).message}.`)
  }
}

function readLogin(env: NodeJS.ProcessEnv): { connectString: string; user: string; password: string } {
  const { CHANGELOG_CONNECT_STRING: connectString, CHANGELOG_USER: user } = env
  if (!connectString) throw new Misuse('The database is missing: set CHANGELOG_CONNECT_STRING to host:port/service.')
  if (!user) throw new Misuse('The user is missing: set CHANGELOG_USER to the owner of the schema.')
  return { connectString, user, password: readPassword(env) }
}

function readWait({ CHANGELOG_WAIT: text = '60' }: NodeJS.ProcessEnv): number {
  const seconds = Number(text)
  if (text.trim() === '' || !(seconds >= 0 && seconds <= 86_400)) throw new Misuse(`CHANGELOG_WAIT is a number of seconds, not "${text}".`)
  return seconds * 1000
}

/** @returns the exit code */
export async function run(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const [folder, words] = argv[0] !== undefined && Object.hasOwn(MASTERS, argv[0]) ? [argv[0], argv.slice(1)] : ['hr', argv]
  const command = words.length ? words : ['update']
  const stopping = new AbortController()
  let connection: Connection | undefined
  let stopped: number | undefined
  let misused = false
  const stop = (code: number): void => {
    if (stopped !== undefined) return
    stopped = code
    say('Stopping: what is half made is undone.')
    stopping.abort(new Error('Stopped before the database answered.'))
    // A break between two calls is lost; the next one finds the call.
    setInterval(() => void connection?.break().catch(() => undefined), 100).unref()
    setTimeout(() => process.exit(code), GRACE_MS).unref()
  }
  for (const [signal, code] of Object.entries(SIGNALS)) process.on(signal, () => stop(code))
  const login = (): ReturnType<typeof readLogin> & { waitMs: number } => {
    try {
      return { ...readLogin(env), waitMs: readWait(env) }
    } catch (error) {
      misused = true
      throw error
    }
  }
  const code = await main(takesJson(command[0]) ? [...command, '--json'] : command, {
    files: [MASTERS[folder]],
    searchPath: join(env.CHANGELOG_ROOT ?? '/changelog', folder),
    connect: async () => (connection = await openConnection({ ...login(), say, signal: stopping.signal }))
  })
  return stopped ?? (misused ? 2 : code)
}

const takesJson = (name: string): boolean => COMMANDS.find((command) => command.name === name)?.takes?.includes('json') ?? false

if (require.main === module) void run(process.argv.slice(2)).then((code) => process.exit(code))
