/** What is to be done, decided without doing anything. Pure. */
import { ChangelogError } from './changelog-error'
import { type Changeset, matchesOracle, nameOf, tagOf } from './changeset'
import { isSame, type Ran } from './history'
import type { Changelog } from './read-changelog'
import type { Place } from './source-text'

export interface Plan {
  readonly run: readonly { readonly changeset: Changeset; readonly execType: 'EXECUTED' | 'RERAN' }[]
  readonly skipped: readonly { readonly changeset: Changeset; readonly reason: string }[]
  readonly alreadyRan: readonly Changeset[]
  /** Stored sums to write anew: they were NULL, or of version 8 and still right. */
  readonly refill: readonly Changeset[]
  /** Whatever is here stops the whole run before anything is done. */
  readonly problems: readonly { readonly changeset: Changeset; readonly what: string }[]
}

/** How far an update goes: the next so many changesets, or up to and including the one with a tag. */
export interface Until {
  readonly count?: number
  readonly tag?: string
}

/** Throws ChangelogError for a tag that the changelog does not have. */
export function planUpdate(changesets: readonly Changeset[], history: readonly Ran[], until: Until = {}): Plan {
  const plan = { run: [], skipped: [], alreadyRan: [], refill: [], problems: [] } as {
    run: Plan['run'][number][]
    skipped: Plan['skipped'][number][]
    alreadyRan: Changeset[]
    refill: Changeset[]
    problems: Plan['problems'][number][]
  }
  const rows = new Map(history.map((ran) => [nameOf(ran), ran]))
  const last = until.tag === undefined ? changesets.length : indexOfTag(changesets, rows, until.tag)
  for (const [i, changeset] of changesets.entries()) {
    const ran = rows.get(nameOf(changeset))
    const sum = ran ? compareChecksum(changeset, ran) : undefined
    if (sum === 'refill') plan.refill.push(changeset)
    const reason = skipReason(changeset)
    const reruns = ran !== undefined && (changeset.runAlways || (changeset.runOnChange && sum === 'different'))
    if (ran && !reruns && sum === 'different' && !reason)
      plan.problems.push({
        changeset,
        what: `${nameOf(changeset)} was: ${ran.checksum} but is now: ${sumLike(changeset, ran)}`
      })
    else if (ran && (!reruns || reason)) plan.alreadyRan.push(changeset)
    else if (reason) plan.skipped.push({ changeset, reason })
    else if (i > last) plan.skipped.push({ changeset, reason: 'After tag' })
    else if (plan.run.length === until.count) plan.skipped.push({ changeset, reason: 'After count' })
    else plan.run.push({ changeset, execType: ran ? 'RERAN' : 'EXECUTED' })
  }
  return plan
}

/** A plan without problems, or a ChangelogError. */
export function planSoundUpdate(changelog: Changelog, history: readonly Ran[], until?: Until): Plan {
  const plan = planUpdate(changelog.changesets, history, until)
  if (!plan.problems.length) return plan
  const { problems } = plan
  const [{ changeset }] = problems
  throw new ChangelogError(
    [
      `Validation failed: ${problems.length} changeset${problems.length > 1 ? 's' : ''} changed after being run.`,
      ...problems.map(({ what }) => `  ${what}`)
    ].join('\n'),
    changeset.place,
    changelog.files.get(changeset.place.file),
    'Undo the edit and write a new changeset; or accept it with --validCheckSum, or runOnChange:true to run it again.'
  )
}

/** The changeset that has the tag, or whose row was given it. */
function indexOfTag(changesets: readonly Changeset[], rows: ReadonlyMap<string, Ran>, tag: string): number {
  const index = changesets.findIndex((changeset) => tagOf(changeset)?.tag === tag || rows.get(nameOf(changeset))?.tag === tag)
  if (index < 0)
    throw new ChangelogError(
      `Could not find tag '${tag}' in the changelog.`,
      undefined,
      undefined,
      knownTags(changesets.flatMap((changeset) => tagOf(changeset)?.tag ?? []))
    )
  return index
}

const knownTags = (tags: readonly string[]): string => (tags.length ? `There are: ${[...new Set(tags)].join(', ')}.` : 'There is none.')

/** The present sum, of the version that is stored. */
const sumLike = ({ checksum, checksumV8 }: Changeset, ran: Ran): string => (ran.checksum?.startsWith('8:') ? checksumV8 : checksum)

function compareChecksum(changeset: Changeset, { checksum }: Ran): 'same' | 'different' | 'refill' {
  if (checksum === null) return 'refill'
  if (checksum.startsWith('8:') ? checksum === changeset.checksumV8 : checksum === changeset.checksum)
    return checksum.startsWith('8:') ? 'refill' : 'same'
  const accepted = changeset.validCheckSums.some(
    (sum) => /^(any|all|\*|1:any)$/i.test(sum) || sum === checksum || sum === changeset.checksum
  )
  return accepted ? 'same' : 'different'
}

function skipReason({ ignore, dbms, changes }: Changeset): string | undefined {
  if (ignore) return 'Ignored'
  const forOthers = changes.length > 0 && changes.every((change) => change.kind === 'sql' && change.forAnotherDatabase)
  return forOthers || !matchesOracle(dbms) ? 'DBMS mismatch' : undefined
}

/** How far a rollback goes: the newest so many rows, or everything behind a tag (of several rows with it, the oldest). */
export type RollbackTarget = { readonly count: number } | { readonly tag: string; readonly version?: 'OLDEST' | 'NEWEST' }

export interface RollbackPlan {
  readonly undo: readonly { readonly ran: Pick<Ran, 'id' | 'author' | 'path'>; readonly changeset: Changeset }[]
  readonly problems: readonly { readonly what: string; readonly place?: Place }[]
}

/** Newest first. Looks ahead: one that cannot be undone is a problem before anything is. Throws ChangelogError for an unknown tag. */
export function planRollback(changesets: readonly Changeset[], history: readonly Ran[], target: RollbackTarget): RollbackPlan {
  const rows = 'count' in target ? history.slice(Math.max(0, history.length - target.count)) : rowsBehind(changesets, history, target)
  return planUndo(changesets, [...rows].reverse())
}

/** What would undo everything that is pending now, in that order. */
export const planFutureRollback = (changesets: readonly Changeset[], history: readonly Ran[]): RollbackPlan =>
  planUndo(
    changesets,
    planUpdate(changesets, history)
      .run.map(({ changeset }) => changeset)
      .reverse()
  )

/** A row that the command `tag` marked stays; the row of a tagDatabase changeset is what made the tag, and goes too. */
function rowsBehind(
  changesets: readonly Changeset[],
  history: readonly Ran[],
  { tag, version }: { tag: string; version?: 'OLDEST' | 'NEWEST' }
): readonly Ran[] {
  const index = version === 'NEWEST' ? history.findLastIndex((ran) => ran.tag === tag) : history.findIndex((ran) => ran.tag === tag)
  if (index < 0)
    throw new ChangelogError(
      `Could not find tag '${tag}' in the database`,
      undefined,
      undefined,
      knownTags(history.flatMap((ran) => ran.tag ?? []))
    )
  const changeset = changesets.find((candidate) => isSame(candidate, history[index]))
  const goes = history[index].description === 'tagDatabase' && !(changeset && tagOf(changeset)?.keepTagOnRollback)
  return history.slice(goes ? index : index + 1)
}

function planUndo(changesets: readonly Changeset[], rows: readonly Pick<Ran, 'id' | 'author' | 'path'>[]): RollbackPlan {
  const known = new Map(changesets.map((changeset) => [nameOf(changeset), changeset]))
  const undo: RollbackPlan['undo'][number][] = []
  const problems: RollbackPlan['problems'][number][] = []
  for (const ran of rows) {
    const changeset = known.get(nameOf(ran))
    if (!changeset) {
      problems.push({ what: `${nameOf(ran)} ran, but is not in the changelog.` })
      continue
    }
    const { rollback, place } = changeset
    if (rollback.kind === 'none')
      problems.push({
        what: `${nameOf(ran)} does not say how it is undone (--rollback, <rollback>; for nothing "--rollback empty", <rollback/>).`,
        place
      })
    else if (rollback.kind === 'reference' && !known.has(nameReferred(changeset, rollback)))
      problems.push({
        what: `The rollback of ${nameOf(ran)} names changeset ${nameReferred(changeset, rollback)}, which is not in the changelog.`,
        place: rollback.place
      })
    else undo.push({ ran, changeset })
  }
  return { undo, problems }
}

/** The changeset that a rollback by reference means. */
export const nameReferred = ({ path: own }: Changeset, { id, author, path }: { id: string; author: string; path?: string }): string =>
  nameOf({ id, author, path: path ?? own })
