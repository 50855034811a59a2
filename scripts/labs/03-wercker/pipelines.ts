/** The labs' own wercker.yml, run at each of their commits, in a repository that stays for trying things out. */
import { existsSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../../lib/command'
import { rootFolder } from '../../lib/root-folder'
import { runGit } from '../scratch-git'
import { readCommits } from './commits'
import { type ReplayedCommit, replay, wasTouched } from './replay'
import { labFolder, labWheels } from './tools'

/** Where the learner finds the labs' history. */
export const salaryFolder = join(labFolder, 'salary')

/** Made anew when it is as it was left; what somebody worked on is put aside first. @returns the commits, and where an earlier one went */
export async function prepareRepository(folder = salaryFolder): Promise<{ commits: ReplayedCommit[]; aside?: string }> {
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), 'salary-'))
  try {
    const commits = await replay(join(scratch, 'salary'), readCommits())
    let aside: string | undefined
    if (await wasTouched(folder, commits)) {
      for (let n = 1; !aside; n++) if (!existsSync(`${folder}.${n}`)) aside = `${folder}.${n}`
      renameSync(folder, aside)
    } else rmSync(folder, { recursive: true, force: true })
    return { commits: await replay(folder, readCommits()), ...(aside ? { aside } : {}) }
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 })
  }
}

export interface PipelineResult {
  readonly commit: ReplayedCommit
  readonly passed: boolean
  /** What was printed in all. */
  readonly output: string
  /** Passed where the workshop's passes; where it teaches a failure, failed with its words. */
  readonly asTaught: boolean
}

export const hasRunner = (): boolean => existsSync(join(rootFolder, 'scripts/wercker.ts'))

/** `wercker build --direct` at a commit. The packages come from the lab's own download, by the X_ rule: X_NAME is NAME in the pipeline. */
export async function runPipelineAt(commit: ReplayedCommit, folder = salaryFolder): Promise<PipelineResult> {
  await runGit(folder, ['checkout', '--quiet', '--force', commit.hash])
  const wheels = await labWheels()
  const { exitCode, stdout, stderr } = await runCommand([process.execPath, join(rootFolder, 'scripts/bootstrap.cjs'), 'wercker', 'build', '--direct', folder], {
    cwd: folder,
    tolerant: true,
    env: { X_PIP_NO_INDEX: '1', X_PIP_FIND_LINKS: wheels, X_PIP_DISABLE_PIP_VERSION_CHECK: '1' }
  })
  const output = `${stdout}${stderr}`
  const { reasons = [], tests } = commit.expected
  const passed = exitCode === 0
  // A pipeline can fail for many reasons; only the taught one counts.
  const asTaught = passed === !tests?.failed && reasons.every((reason) => output.includes(reason)) && new RegExp(`\\b${tests?.passed} passed\\b`).test(output)
  return { commit, passed, output, asTaught }
}

/** From the first commit that has a wercker.yml on. Ends on the last commit of the branch. */
export async function* runPipelines(commits: readonly ReplayedCommit[], folder = salaryFolder): AsyncGenerator<PipelineResult> {
  try {
    for (const commit of commits.slice(commits.findIndex(({ item }) => item === '3.3'))) yield await runPipelineAt(commit, folder)
  } finally {
    await runGit(folder, ['checkout', '--quiet', '--force', 'main'])
  }
}
