/** The command line of the engine: `main(argv, connect)` → exit code. 0 done, 1 failed, 2 misused. */
import { parseArgs } from 'node:util'
import type { Connection } from 'oracledb'
import { ChangelogError } from './changelog-error'
import { type Changeset, nameOf } from './changeset'
import { history, rollbackCount, status, update, updateSql, validate } from './commands'
import { listLock, releaseLock } from './lock'
import { readChangelog } from './read-changelog'

export const USAGE = `changelog COMMAND [options]

  update                 apply what is pending
  update-sql             print the SQL that update would run; change nothing
  status                 what is pending
  history                what ran, and when
  rollback-count N       undo the newest N changesets
  validate               check the changelog and its checksums against the history
  list-locks             who holds the lock
  release-locks          free the lock of a run that is gone

  --changelog-file F     a formatted SQL changelog, relative to the search path; may be repeated, order counts
  --search-path DIR      default: the current folder
  --lock-wait SECONDS    how long to wait for another run; default 300
  --help
`

export interface CliDefaults {
  readonly files: readonly string[]
  readonly searchPath: string
  /** Opens the connection; called only when a command needs it. */
  readonly connect: () => Promise<Connection>
  readonly out?: (line: string) => void
  readonly error?: (line: string) => void
}

const COMMANDS = ['update', 'update-sql', 'status', 'history', 'rollback-count', 'validate', 'list-locks', 'release-locks'] as const
type Command = (typeof COMMANDS)[number]

export async function main(argv: readonly string[], { files, searchPath, connect, out = console.log, error = console.error }: CliDefaults): Promise<number> {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(argv)
  } catch (problem) {
    error(`${(problem as Error).message}\n\n${USAGE}`)
    return 2
  }
  const { values, positionals } = parsed
  const [command, ...words] = positionals
  if (values.help || !command) {
    out(USAGE)
    return values.help ? 0 : 2
  }
  const count = command === 'rollback-count' ? Number(words[0] ?? Number.NaN) : 0
  if (!COMMANDS.includes(command as Command) || words.length > (command === 'rollback-count' ? 1 : 0)) {
    error(`${COMMANDS.includes(command as Command) ? `"${words.join(' ')}" is too much` : `There is no command "${command}"`}.\n\n${USAGE}`)
    return 2
  }
  if (command === 'rollback-count' && (!Number.isInteger(count) || count < 1)) {
    error('rollback-count needs a whole number of changesets, for example: rollback-count 1')
    return 2
  }
  const lockWait = Number(values['lock-wait'] ?? 300)
  if (!(lockWait >= 0)) {
    error('--lock-wait needs a number of seconds.')
    return 2
  }
  let connection: Connection | undefined
  try {
    const read = () => readChangelog(values['changelog-file'] ?? files, values['search-path'] ?? searchPath)
    const options = { say: error, lock: { waitMs: lockWait * 1000, onWait: (holder: string) => error(`Waiting for changelog lock, held by ${holder} …`) } }
    // A faulty changelog is found before anything is connected to.
    const changelog = ['history', 'list-locks', 'release-locks'].includes(command) ? undefined : read()
    connection = await connect()
    switch (command as Command) {
      case 'update': {
        const result = await update(connection, changelog!, options)
        out(result.applied.length ? `${plural(result.applied.length, 'changeset')} applied, ${result.alreadyRan} ran before.` : `Database is up to date, no changesets to execute (${result.alreadyRan} ran before).`)
        for (const { changeset, reason } of result.skipped) out(`  skipped: ${nameOf(changeset)} (${reason})`)
        break
      }
      case 'update-sql':
        out(await updateSql(connection, changelog!))
        break
      case 'status': {
        const { pending, alreadyRan } = await status(connection, changelog!)
        out(pending.length ? `${plural(pending.length, 'changeset')} pending, ${alreadyRan} ran before:` : `Up to date: ${plural(alreadyRan, 'changeset')} ran.`)
        for (const changeset of pending) out(`  ${describe(changeset)}`)
        break
      }
      case 'history':
        for (const ran of await history(connection))
          out(`${String(ran.orderExecuted).padStart(4)}  ${ran.dateExecuted.toISOString().slice(0, 19).replace('T', ' ')}  ${ran.execType.padEnd(8)}  ${nameOf(ran)}${ran.tag ? `  [${ran.tag}]` : ''}${ran.comments ? `  ${ran.comments}` : ''}`)
        break
      case 'rollback-count': {
        const undone = await rollbackCount(connection, changelog!, count, options)
        out(`${plural(undone.length, 'changeset')} undone.`)
        break
      }
      case 'validate':
        await validate(connection, changelog!)
        out(`No errors: ${plural(changelog!.changesets.length, 'changeset')} in ${plural(changelog!.files.size, 'file')}.`)
        break
      case 'list-locks': {
        const lock = await listLock(connection)
        out(lock ? `Locked by ${lock.by} since ${lock.since?.toISOString() ?? 'an unknown time'}` : 'No lock is held.')
        break
      }
      case 'release-locks':
        await releaseLock(connection)
        out('The lock is free.')
    }
    return 0
  } catch (problem) {
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

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      'changelog-file': { type: 'string', multiple: true },
      'search-path': { type: 'string' },
      'lock-wait': { type: 'string' },
      help: { type: 'boolean', short: 'h' }
    }
  })

const plural = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
const describe = (changeset: Changeset) => `${nameOf(changeset)}${changeset.comment ? `  ${changeset.comment}` : ''}`
