import { existsSync, mkdirSync } from 'node:fs'
import { runGit } from '../scratch-git'
import type { LabCommit } from './commits'

/** The workshop's template repository got its last commit on that day. */
const FIRST = Date.UTC(2020, 5, 2) / 1000

export interface ReplayedCommit extends LabCommit {
  readonly hash: string
}

/**
 * Makes the labs' commits in a repository of its own.
 * @param folder does not exist, or is empty
 * @throws StageError when a patch does not apply
 */
export async function replay(folder: string, commits: readonly LabCommit[]): Promise<ReplayedCommit[]> {
  mkdirSync(folder, { recursive: true })
  await runGit(folder, ['init', '--quiet', '--template=', '--initial-branch=main'])
  const replayed: ReplayedCommit[] = []
  for (const [i, commit] of commits.entries()) {
    await runGit(folder, ['apply', '--index', '--whitespace=nowarn', commit.file])
    await runGit(folder, ['commit', '--quiet', '--no-verify', '-m', commit.subject, ...(commit.note ? ['-m', commit.note] : [])], { at: FIRST + i * 600 })
    replayed.push({ ...commit, hash: (await runGit(folder, ['rev-parse', 'HEAD'])).stdout.trim() })
  }
  return replayed
}

/** Whether somebody worked in it: commits, branches or files that are not the replay's. */
export async function wasTouched(folder: string, replayed: readonly ReplayedCommit[]): Promise<boolean> {
  if (!existsSync(folder)) return false
  const status = await runGit(folder, ['status', '--porcelain'], { tolerant: true })
  const heads = await runGit(folder, ['rev-list', '--all'], { tolerant: true })
  const known = new Set(replayed.map(({ hash }) => hash))
  return status.exitCode !== 0 || status.stdout.trim() !== '' || heads.stdout.split('\n').some((hash) => hash && !known.has(hash))
}
