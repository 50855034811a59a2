/** The command line of the engine: `main(argv, defaults)` → exit code. 0 done, 1 failed, 2 misused. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import { type Command, type CommandContext, COMMANDS, OWN_OPTIONS } from './cli-commands'
import { readChangelog } from './read-changelog'

const commandLine = ({ name, argument }: Command): string => `${name}${argument === 'count' ? ' N' : argument === 'tag' ? ' TAG' : ''}`
const width = Math.max(...COMMANDS.map((command) => commandLine(command).length)) + 2

export const USAGE = `changelog COMMAND [options]

${COMMANDS.map((command) => `  ${commandLine(command).padEnd(width)}${command.summary}`).join('\n')}

  --changelog-file F     an XML or formatted SQL changelog, relative to the search path; may be repeated, order counts
  --search-path DIR      all files lie below it; default: the current folder
  --property NAME=VALUE  value of \${NAME}, before any that a changelog gives; may be repeated
  --lock-wait SECONDS    how long to wait for another run; default 300
  --allow-invalid        update…, rollback…: record a changeset although an object that it made does not compile
  --tag-version V        rollback, rollback-sql: of several rows with the tag the OLDEST (default) or the NEWEST
  --compat               generate-changelog: leave out what Liquibase leaves out (functions, procedures, packages, triggers)
  --json                 update…: the last line says in JSON what was applied
  --output-file F        …-sql, generate-changelog: write to a new file instead
  --help

N may also be given as --count=N, TAG as --tag=TAG.
`

export interface CliDefaults {
  readonly files: readonly string[]
  readonly searchPath: string
  /** Opens the connection; called only when a command needs it. */
  readonly connect: () => Promise<Connection>
  readonly out?: (line: string) => void
  readonly error?: (line: string) => void
}

class Misuse extends Error {}

export async function main(
  argv: readonly string[],
  { files, searchPath, connect, out = console.log, error = console.error }: CliDefaults
): Promise<number> {
  let connection: Connection | undefined
  try {
    const { values, positionals } = parse(argv)
    if (values.help) {
      out(USAGE)
      return 0
    }
    const { command, argument } = readCommand(positionals, values)
    const properties = Object.fromEntries((values.property ?? []).map(readProperty))
    const base: Omit<CommandContext, 'connection' | 'changelog'> = {
      count: command.argument === 'count' ? readCount(command, argument!) : 0,
      tag: command.argument === 'tag' ? argument! : '',
      tagVersion: readTagVersion(values['tag-version']),
      compat: values.compat ?? false,
      json: values.json ?? false,
      options: {
        say: error,
        allowInvalid: values['allow-invalid'],
        lock: {
          waitMs: readLockWait(values['lock-wait']) * 1000,
          onWait: (holder) => error(`Waiting for changelog lock, held by ${holder} …`)
        }
      },
      out,
      outText: (text) => (values['output-file'] === undefined ? out(text) : writeNew(values['output-file'], text, out))
    }
    // A faulty changelog is found before anything is connected to.
    const changelog = readChangelog(
      command.withoutChangelog ? [] : (values['changelog-file'] ?? files),
      values['search-path'] ?? searchPath,
      properties
    )
    connection = await connect()
    await command.run({ ...base, connection, changelog })
    return 0
  } catch (problem) {
    if (problem instanceof Misuse) {
      error(problem.message)
      return 2
    }
    error((problem as Error).message)
    if (problem instanceof ChangelogError) {
      for (const line of problem.excerpt()) error(line)
      if (problem.next) error(problem.next)
    }
    return 1
  } finally {
    await connection?.close().catch(() => undefined)
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        'changelog-file': { type: 'string', multiple: true },
        'search-path': { type: 'string' },
        property: { type: 'string', multiple: true },
        'lock-wait': { type: 'string' },
        count: { type: 'string' },
        tag: { type: 'string' },
        'tag-version': { type: 'string' },
        'allow-invalid': { type: 'boolean' },
        'output-file': { type: 'string' },
        compat: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' }
      }
    })
  } catch (problem) {
    throw new Misuse(`${(problem as Error).message}\n\n${USAGE}`)
  }
}

type Values = ReturnType<typeof parse>['values']

function readCommand([name, ...words]: readonly string[], values: Values): { command: Command; argument?: string } {
  if (!name) throw new Misuse(USAGE)
  const command = COMMANDS.find((candidate) => candidate.name === name)
  if (!command) throw new Misuse(`There is no command "${name}".\n\n${USAGE}`)
  const given = [...words, ...(command.argument && values[command.argument] !== undefined ? [values[command.argument]!] : [])]
  if (given.length > (command.argument ? 1 : 0))
    throw new Misuse(`"${given.slice(command.argument ? 1 : 0).join(' ')}" is too much for ${commandLine(command)}.\n\n${USAGE}`)
  for (const option of OWN_OPTIONS)
    if (values[option] !== undefined && !command.takes?.includes(option)) throw new Misuse(`${name} does not take --${option}.`)
  for (const option of ['count', 'tag'] as const)
    if (values[option] !== undefined && command.argument !== option) throw new Misuse(`${name} does not take --${option}.`)
  if (command.argument && !given[0]?.trim())
    throw new Misuse(command.argument === 'count' ? needsCount(command) : `${name} needs a tag, for example: ${name} version_1.0`)
  return { command, argument: given[0] }
}

const needsCount = ({ name }: Command): string => `${name} needs a whole number of changesets, for example: ${name} 1`

function readCount(command: Command, text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0
  if (count < 1) throw new Misuse(needsCount(command))
  return count
}

function readTagVersion(text: string | undefined): 'OLDEST' | 'NEWEST' {
  const version = (text ?? 'OLDEST').toUpperCase()
  if (version !== 'OLDEST' && version !== 'NEWEST') throw new Misuse('--tag-version is OLDEST or NEWEST.')
  return version
}

function readLockWait(text = '300'): number {
  const seconds = Number(text)
  if (!(seconds >= 0)) throw new Misuse('--lock-wait needs a number of seconds.')
  return seconds
}

function readProperty(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new Misuse(`--property needs NAME=VALUE, not "${text}".`)
  return [text.slice(0, at).trim(), text.slice(at + 1)]
}

/** Never over a file that is there. */
function writeNew(file: string, text: string, out: (line: string) => void): void {
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'EEXIST')
      throw new ChangelogError(`The file ${file} is there already.`, undefined, undefined, 'Name a new one, or remove it.')
    throw problem
  }
  out(`Written to ${file}.`)
}
