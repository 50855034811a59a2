/** Commit messages in the conventional form: `type(scope): what it does`. */
import { StageError } from '../pipeline/stage-error'
import { runCommand } from './command'

export const COMMIT_TYPES = ['feat', 'fix', 'docs', 'style', 'refactor', 'perf', 'test', 'build', 'ci', 'chore', 'revert'] as const

const EXAMPLE = 'Example: fix(app): round amounts to cents'

/** @returns what is wrong, each in one sentence; nothing of merges and of git's own reverts */
export function checkCommitMessage(message: string): string[] {
  const [subject = '', second] = message.replace(/\r/g, '').replace(/\n+$/, '').split('\n')
  if (/^(Merge |Revert ")/.test(subject)) return []
  if (/^(fixup|squash|amend)! /.test(subject)) return ['it is meant to be melted into another commit: git rebase --autosquash']
  const findings: string[] = []
  const [, type, scope, colon, description] = /^([^\s(:!]*)(\([^)]*\))?!?(: ?)?(.*)$/.exec(subject)!
  if (!colon) findings.push(`it does not begin with a type and a colon. ${EXAMPLE}`)
  else {
    if (!(COMMIT_TYPES as readonly string[]).includes(type)) findings.push(`its type is "${type}", not one of ${COMMIT_TYPES.join(', ')}`)
    if (scope && !/^\([a-z0-9][a-z0-9 ,/._-]*\)$/i.test(scope)) findings.push(`its scope ${scope} is not a name`)
    if (colon === ':' && description) findings.push('a space is missing behind the colon')
    if (!description.trim()) findings.push(`it does not say what it does. ${EXAMPLE}`)
    if (/[^.]\.$/.test(description)) findings.push('its subject ends with a full stop')
  }
  if (second?.trim()) findings.push('the line behind its subject is not blank')
  return findings
}

export interface CommitFinding {
  readonly commit: string
  readonly subject: string
  readonly findings: readonly string[]
}

/**
 * @param range for `git rev-list`, such as `origin/main..HEAD`
 * @returns the commits whose messages are not in order, and how many were looked at
 */
export async function checkCommitMessages(range: readonly string[], cwd?: string, env?: Readonly<Record<string, string | undefined>>): Promise<{ readonly looked: number; readonly wrong: CommitFinding[] }> {
  const { stdout } = await runCommand(['git', 'log', '--no-merges', '--max-count=500', '-z', '--format=%h%n%B', ...range], { ...(cwd ? { cwd } : {}), ...(env ? { env } : {}) })
  const commits = stdout.split('\0').filter((text) => text.trim())
  const wrong = commits.flatMap((text) => {
    const commit = text.slice(0, text.indexOf('\n'))
    const message = text.slice(text.indexOf('\n') + 1)
    const findings = checkCommitMessage(message)
    return findings.length ? [{ commit, subject: message.split('\n')[0], findings }] : []
  })
  return { looked: commits.length, wrong }
}

/** Of this checkout: commits that no remote has yet. Where no remote is known, nothing is: they may be anybody's. */
export async function checkUnpushedCommits(cwd?: string): Promise<{ readonly looked: number; readonly wrong: CommitFinding[] }> {
  const remotes = await runCommand(['git', 'for-each-ref', '--count=1', 'refs/remotes'], { ...(cwd ? { cwd } : {}), tolerant: true })
  if (remotes.exitCode !== 0 || remotes.stdout.trim() === '') return { looked: 0, wrong: [] }
  return checkCommitMessages(['HEAD', '--not', '--remotes'], cwd)
}

export const commitLine = ({ commit, subject, findings }: CommitFinding): string => `${commit} "${subject}": ${findings.join('; ')}`

/** The commit stage's check: what would be pushed is in the conventional form. */
export async function requireCommitMessages(): Promise<void> {
  const { wrong } = await checkUnpushedCommits()
  if (wrong.length)
    throw new StageError(
      `${wrong.length} commit message${wrong.length > 1 ? 's are' : ' is'} not in the conventional form.`,
      'Form: type(scope): what it does   (CONTRIBUTING.md)',
      'Mend it: git commit --amend, or git rebase --interactive for earlier ones.',
      wrong.map(commitLine)
    )
}
