/** The commands of the command line: name, argument, and what each does. */
import type { Connection } from 'oracledb'
import { type Changeset, nameOf } from './changeset'
import type { CommandOptions } from './command-options'
import { generateChangelog } from './generate/generate-changelog'
import { listLock, releaseLock } from './lock'
import type { RollbackTarget, Until } from './plan'
import type { Changelog } from './read-changelog'
import { rollback, updateTestingRollback } from './rollback'
import { futureRollbackSql, rollbackSql, updateSql } from './sql-script'
import { history, status, validate } from './status'
import { tag, tagExists } from './tag'
import { update, type UpdateResult } from './update'

export interface CommandContext {
  readonly connection: Connection
  /** Read before anything was connected to; of commands that need one. */
  readonly changelog: Changelog
  /** Of commands that take one. */
  readonly count: number
  readonly tag: string
  readonly tagVersion: 'OLDEST' | 'NEWEST'
  readonly compat: boolean
  /** Say once more at the end what was done, for programs. */
  readonly json: boolean
  readonly options: CommandOptions
  readonly out: (line: string) => void
  /** A text as a whole: to the file that was named, or out. */
  readonly outText: (text: string) => void
}

export const OWN_OPTIONS = ['output-file', 'allow-invalid', 'tag-version', 'compat', 'json'] as const
type OwnOption = (typeof OWN_OPTIONS)[number]

export interface Command {
  readonly name: string
  readonly argument?: 'count' | 'tag'
  readonly summary: string
  /** Options of its own, besides those that all take. */
  readonly takes?: readonly OwnOption[]
  readonly withoutChangelog?: true
  readonly run: (context: CommandContext) => Promise<void>
}

const plural = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
const describe = (changeset: Changeset) => `${nameOf(changeset)}${changeset.comment ? `  ${changeset.comment.trim()}` : ''}`

function tellUpdate({ applied, alreadyRan, skipped }: UpdateResult, { changelog, json, out }: CommandContext): void {
  out(
    applied.length
      ? `${plural(applied.length, 'changeset')} applied, ${alreadyRan} ran before.`
      : `Database is up to date, no changesets to execute (${alreadyRan} ran before).`
  )
  for (const { changeset, reason } of skipped) out(`  skipped: ${nameOf(changeset)} (${reason})`)
  if (json) out(JSON.stringify({ applied: applied.map(nameOf), alreadyRan, total: changelog.changesets.length }))
}

type Scope = (context: CommandContext) => Until
const all: Scope = () => ({})
const byCount: Scope = ({ count }) => ({ count })
const byTag: Scope = ({ tag: name }) => ({ tag: name })
const updating =
  (until: Scope): Command['run'] =>
  async (context) =>
    tellUpdate(await update(context.connection, context.changelog, context.options, until(context)), context)
const updatingSql =
  (until: Scope): Command['run'] =>
  async (context) =>
    context.outText(await updateSql(context.connection, context.changelog, until(context)))

type Target = (context: CommandContext) => RollbackTarget
const toTag: Target = ({ tag: name, tagVersion }) => ({ tag: name, version: tagVersion })
const newest: Target = ({ count }) => ({ count })
const undoing =
  (target: Target): Command['run'] =>
  async (context) =>
    context.out(
      `${plural((await rollback(context.connection, context.changelog, target(context), context.options)).length, 'changeset')} undone.`
    )
const undoingSql =
  (target: Target): Command['run'] =>
  async (context) =>
    context.outText(await rollbackSql(context.connection, context.changelog, target(context)))

export const COMMANDS: readonly Command[] = [
  { name: 'update', summary: 'apply what is pending', takes: ['allow-invalid', 'json'], run: updating(all) },
  { name: 'update-count', argument: 'count', summary: 'apply the next N changesets', takes: ['allow-invalid', 'json'], run: updating(byCount) },
  {
    name: 'update-to-tag',
    argument: 'tag',
    summary: 'apply up to and including the changeset with this tag',
    takes: ['allow-invalid', 'json'],
    run: updating(byTag)
  },
  { name: 'update-sql', summary: 'print the SQL that update would run; change nothing', takes: ['output-file'], run: updatingSql(all) },
  {
    name: 'update-count-sql',
    argument: 'count',
    summary: '… that update-count would',
    takes: ['output-file'],
    run: updatingSql(byCount)
  },
  { name: 'update-to-tag-sql', argument: 'tag', summary: '… that update-to-tag would', takes: ['output-file'], run: updatingSql(byTag) },
  {
    name: 'update-testing-rollback',
    summary: 'apply what is pending, undo it, apply it again',
    takes: ['allow-invalid', 'json'],
    run: async (context) => tellUpdate(await updateTestingRollback(context.connection, context.changelog, context.options), context)
  },
  {
    name: 'rollback',
    argument: 'tag',
    summary: 'undo everything behind a tag, and the changeset that made the tag',
    takes: ['tag-version', 'allow-invalid'],
    run: undoing(toTag)
  },
  { name: 'rollback-count', argument: 'count', summary: 'undo the newest N changesets', takes: ['allow-invalid'], run: undoing(newest) },
  {
    name: 'rollback-sql',
    argument: 'tag',
    summary: 'print the SQL that rollback would run; change nothing',
    takes: ['tag-version', 'output-file'],
    run: undoingSql(toTag)
  },
  {
    name: 'rollback-count-sql',
    argument: 'count',
    summary: '… that rollback-count would',
    takes: ['output-file'],
    run: undoingSql(newest)
  },
  {
    name: 'future-rollback-sql',
    summary: 'print the SQL that would undo what is pending now',
    takes: ['output-file'],
    run: async ({ connection, changelog, outText }) => outText(await futureRollbackSql(connection, changelog))
  },
  {
    name: 'tag',
    argument: 'tag',
    summary: 'put a tag on the newest row of the history',
    withoutChangelog: true,
    run: async ({ connection, tag: name, options, out }) => {
      const row = await tag(connection, name, options)
      out(`Tagged ${nameOf(row)} with ${name}${row.tag && row.tag !== name ? `, in place of ${row.tag}` : ''}.`)
    }
  },
  {
    name: 'tag-exists',
    argument: 'tag',
    summary: 'tell whether a tag is in the history',
    withoutChangelog: true,
    run: async ({ connection, tag: name, out }) =>
      out(`The tag '${name}' ${(await tagExists(connection, name)) ? 'already exists' : 'does NOT exist'}.`)
  },
  {
    name: 'status',
    summary: 'what is pending',
    run: async ({ connection, changelog, out }) => {
      const { pending, alreadyRan } = await status(connection, changelog)
      out(
        pending.length
          ? `${plural(pending.length, 'changeset')} pending, ${alreadyRan} ran before:`
          : `Up to date: ${plural(alreadyRan, 'changeset')} ran.`
      )
      for (const changeset of pending) out(`  ${describe(changeset)}`)
    }
  },
  {
    name: 'history',
    summary: 'what ran, and when',
    withoutChangelog: true,
    run: async ({ connection, out }) => {
      for (const ran of await history(connection)) {
        const { orderExecuted, dateExecuted, execType, tag: mark, comments } = ran
        const at = dateExecuted.toISOString().slice(0, 19).replace('T', ' ')
        const more = [...(mark ? [`[${mark}]`] : []), ...(comments ? [comments] : [])]
        out([String(orderExecuted).padStart(4), at, execType.padEnd(8), nameOf(ran), ...more].join('  '))
      }
    }
  },
  {
    name: 'validate',
    summary: 'check the changelog, and its checksums against the history',
    run: async ({ connection, changelog, out }) => {
      await validate(connection, changelog)
      out(`No errors: ${plural(changelog.changesets.length, 'changeset')} in ${plural(changelog.files.size, 'file')}.`)
    }
  },
  {
    name: 'generate-changelog',
    summary: 'print a changelog that makes the objects that are there',
    takes: ['compat', 'output-file'],
    withoutChangelog: true,
    run: async ({ connection, compat, options, outText }) => {
      const { text, leftOut } = await generateChangelog(connection, { compat })
      outText(text)
      for (const object of leftOut) options.say?.(`left out: ${object}`)
    }
  },
  {
    name: 'list-locks',
    summary: 'who holds the lock',
    withoutChangelog: true,
    run: async ({ connection, out }) => {
      const lock = await listLock(connection)
      out(lock ? `Locked by ${lock.by} since ${lock.since?.toISOString() ?? 'an unknown time'}` : 'No lock is held.')
    }
  },
  {
    name: 'release-locks',
    summary: 'free the lock of a run that is gone',
    withoutChangelog: true,
    run: async ({ connection, out }) => {
      await releaseLock(connection)
      out('The lock is free.')
    }
  }
]
