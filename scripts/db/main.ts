/**
 * `npm run db -- <command>`: the database of this checkout. Exit codes: 0 done, 1 it failed (one sentence says why),
 * 2 the command was not understood.
 */
import { parseOptions, UsageError, type Options } from './options'

type Command = (options: Options, rest: readonly string[]) => Promise<number>

/** Loaded when used: a status must not wait for what only `start` needs. */
const COMMANDS: Readonly<Record<string, { readonly title: string; readonly load: () => Promise<Command> }>> = {
  start: { title: 'start it in the background, unless it runs, and say how to connect', load: async () => (await import('./start')).start },
  stop: { title: 'stop it; data stay, but for a container\'s', load: async () => (await import('./stop')).stop },
  status: { title: 'say whether it runs, and how to connect', load: async () => (await import('./status')).status },
  reset: { title: 'stop it and remove its data', load: async () => (await import('./reset')).reset }
}

function help(): string {
  const commands = Object.entries(COMMANDS).map(([name, { title }]) => `  ${name.padEnd(8)} ${title}`)
  return ['usage: npm run db -- COMMAND [options]', '', ...commands, '', 'options:',
    '  --database embedded|container|CONNECT_STRING',
    '              which one; without it, the embedded one, or the container that runs',
    '  --port N    port on 127.0.0.1; without it, any free one (start)',
    '  --data DIR  data folder; without it, .run/database',
    '  --json      print one JSON object (start, status)', ''].join('\n')
}

export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    process.stdout.write(help())
    return name === undefined ? 2 : 0
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    process.stderr.write(`db: unknown command ${name}: known are ${Object.keys(COMMANDS).join(', ')}, help\n`)
    return 2
  }
  try {
    return await (await command.load())(parseOptions(rest), rest)
  } catch (e) {
    const { message, detail = [], where, next, exitCode = 1 } = e as Error & { detail?: readonly string[]; where?: string; next?: string; exitCode?: number }
    process.stderr.write(`db ${name}: ${[message, ...detail, where, next].filter(Boolean).join('\n  ')}\n`)
    return e instanceof UsageError ? 2 : exitCode
  }
}
