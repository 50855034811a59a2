/** What is to be done, decided without doing anything. Pure. */
import { type Changeset, nameOf } from './changeset'
import { isSame, type Ran } from './history'

export interface Plan {
  readonly run: readonly { readonly changeset: Changeset; readonly execType: 'EXECUTED' | 'RERAN' }[]
  readonly skipped: readonly { readonly changeset: Changeset; readonly reason: string }[]
  readonly alreadyRan: readonly Changeset[]
  /** Stored sums to write anew: they were NULL, or of version 8 and still right. */
  readonly refill: readonly Changeset[]
  /** Whatever is here stops the whole run before anything is done. */
  readonly problems: readonly { readonly changeset: Changeset; readonly what: string }[]
}

export function planUpdate(changesets: readonly Changeset[], history: readonly Ran[]): Plan {
  const plan = { run: [], skipped: [], alreadyRan: [], refill: [], problems: [] } as {
    run: Plan['run'][number][]; skipped: Plan['skipped'][number][]; alreadyRan: Changeset[]; refill: Changeset[]; problems: Plan['problems'][number][]
  }
  for (const changeset of changesets) {
    const ran = history.find((row) => isSame(changeset, row))
    const reason = skipReason(changeset)
    if (ran) {
      const sum = compareChecksum(changeset, ran)
      if (sum === 'refill') plan.refill.push(changeset)
      if (!reason && (changeset.runAlways || (changeset.runOnChange && sum === 'different'))) plan.run.push({ changeset, execType: 'RERAN' })
      else if (sum === 'different' && !reason)
        plan.problems.push({ changeset, what: `${nameOf(changeset)} was: ${ran.checksum} but is now: ${ran.checksum?.startsWith('8:') ? changeset.checksumV8 : changeset.checksum}` })
      else plan.alreadyRan.push(changeset)
    } else if (reason) plan.skipped.push({ changeset, reason })
    else plan.run.push({ changeset, execType: 'EXECUTED' })
  }
  return plan
}

function compareChecksum(changeset: Changeset, { checksum }: Ran): 'same' | 'different' | 'refill' {
  if (checksum === null) return 'refill'
  if (checksum.startsWith('8:') ? checksum === changeset.checksumV8 : checksum === changeset.checksum) return checksum.startsWith('8:') ? 'refill' : 'same'
  const accepted = changeset.validCheckSums.some((sum) => /^(any|all|\*|1:any)$/i.test(sum) || sum === checksum || sum === changeset.checksum)
  return accepted ? 'same' : 'different'
}

function skipReason({ ignore, dbms }: Changeset): string | undefined {
  if (ignore) return 'Ignored'
  return dbms !== undefined && !matchesOracle(dbms) ? 'DBMS mismatch' : undefined
}

/** dbms: a list of names, each may be negated by `!`; `all` and `none`. */
function matchesOracle(dbms: string): boolean {
  const names = dbms.split(',').map((name) => name.trim().toLowerCase())
  if (names.includes('none')) return false
  if (names.includes('!oracle')) return false
  return names.includes('all') || names.includes('oracle') || names.every((name) => name.startsWith('!'))
}

export interface RollbackPlan {
  readonly undo: readonly { readonly ran: Ran; readonly changeset: Changeset }[]
  readonly problems: readonly string[]
}

/** The newest `count`, newest first. Looks ahead: one without a rollback is a problem before anything is undone. */
export function planRollback(changesets: readonly Changeset[], history: readonly Ran[], count: number): RollbackPlan {
  const undo: { ran: Ran; changeset: Changeset }[] = []
  const problems: string[] = []
  for (const ran of [...history].reverse().slice(0, count)) {
    const changeset = changesets.find((candidate) => isSame(candidate, ran))
    if (!changeset) problems.push(`${nameOf(ran)} ran, but is not in the changelog.`)
    else if (changeset.rollback.kind === 'none') problems.push(`${nameOf(ran)} does not say how it is undone (a --rollback line; "--rollback empty" when nothing is needed).`)
    else undo.push({ ran, changeset })
  }
  return { undo, problems }
}
