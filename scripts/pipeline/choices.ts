/** What a run is made with: the options that every command of the pipeline understands. */
import type { DatabaseChoice } from '../../db/connect'
import { parseDatabaseChoice } from '../../db/connect'
import { adoptLogin } from '../lib/credentials'

export interface Choices {
  /** Absent: what the environment names, what runs already, else what fits the runtime (process: embedded, docker: container). */
  readonly database?: DatabaseChoice
  /** What the app, the changelogs and the database run in. */
  readonly runtime: 'process' | 'docker'
  /** A database container survives the end of the run, and is found again by the next one. */
  readonly keep: boolean
}

export class UsageError extends Error {}

export const CHOICES_HELP = `  --database embedded|container|CONNECT_STRING
                  where the database comes from; CONNECT_STRING is user/password@host:port/service, or host:port/service with
                  ORACLE_USER and ORACLE_PASSWORD set
  --runtime process|docker
                  run the app, the changelogs and the database as processes (the default) or in containers
  --keep          a database container is left running, with its data, for the next command
`

/**
 * Takes the choices out of a command's arguments.
 * @returns the arguments that are not choices, in their order, beside them
 * @throws UsageError with one sentence
 */
export function parseChoices(argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): { choices: Choices; rest: string[] } {
  const rest: string[] = []
  const given: Record<string, string> = {}
  let keep = false
  for (let i = 0; i < argv.length; i++) {
    const [name, attached] = argv[i].startsWith('--') ? splitOption(argv[i]) : [argv[i], undefined]
    if (name === '--keep' && attached === undefined) keep = true
    else if (name === '--database' || name === '--runtime') {
      const value = attached ?? argv[++i]
      if (value === undefined || value === '' || value.startsWith('--')) throw new UsageError(`${name} needs a value.`)
      if (given[name] !== undefined) throw new UsageError(`${name} is given twice.`)
      given[name] = value
    } else rest.push(argv[i])
  }
  const runtime = given['--runtime'] ?? 'process'
  if (runtime !== 'process' && runtime !== 'docker') throw new UsageError(`--runtime is process or docker, not ${runtime}.`)
  const database = given['--database'] === undefined ? undefined : parseDatabaseChoice(given['--database'], environment)
  if (runtime === 'docker' && database?.kind === 'embedded')
    throw new UsageError('The embedded database listens on this machine only, where the app in its container cannot reach it: with --runtime docker use --database container, or a connect string.')
  return { choices: { ...(database ? { database } : {}), runtime, keep }, rest }
}

/** The options that make these choices again, for "repeat with …"; a password is left to its owner. */
export const choiceWords = ({ database, runtime, keep }: Choices): string[] => [
  ...(runtime === 'docker' ? ['--runtime docker'] : []),
  ...(database ? [`--database ${database.kind === 'remote' ? `${database.user}/…@${database.connectString}` : database.kind}`] : []),
  ...(keep ? ['--keep'] : [])
]

function splitOption(word: string): [string, string | undefined] {
  const equals = word.indexOf('=')
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)]
}

/** Runs a command whose arguments may be wrong: a usage error is one sentence and exit code 2. */
export async function withChoices(argv: readonly string[], work: (choices: Choices, rest: string[]) => Promise<number>): Promise<number> {
  let parsed: ReturnType<typeof parseChoices>
  try {
    parsed = parseChoices(argv)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    return 2
  }
  if (parsed.choices.database?.kind === 'remote') adoptLogin(parsed.choices.database)
  return work(parsed.choices, parsed.rest)
}
