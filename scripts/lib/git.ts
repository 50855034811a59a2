import { runCommand } from './command'

export interface GitFacts {
  /** Full hash. */
  readonly commit: string
  readonly subject: string
  readonly branch: string
  /** Seconds since 1970: stamps what is built, so that two builds of one commit are the same. */
  readonly committedAt: number
  readonly dirty: boolean
}

/** What git says of the checkout; undefined where there is no git or no repository (a ZIP). Reads only. */
export async function readGitFacts(): Promise<GitFacts | undefined> {
  const git = (...words: string[]) => runCommand(['git', ...words], { tolerant: true })
  const head = await git('log', '-1', '--format=%H%n%ct%n%s')
  if (head.exitCode !== 0) return undefined
  const [commit, committedAt, subject] = head.stdout.split('\n')
  const branch = (await git('rev-parse', '--abbrev-ref', 'HEAD')).stdout.trim()
  const status = await git('status', '--porcelain')
  return { commit, subject, branch, committedAt: Number(committedAt), dirty: status.stdout.trim() !== '' }
}
