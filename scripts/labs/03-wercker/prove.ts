import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runCommand } from '../../lib/command'
import { rootFolder } from '../../lib/root-folder'
import { runGit } from '../scratch-git'
import { type LabCommit, readCommits, STEPS_FOLDER } from './commits'
import { findDifference, type Outcome, readStyle, readTests } from './outcome'
import { type ReplayedCommit, replay } from './replay'
import { askService, type ServiceAnswers } from './service'
import { LOCK, labEnvironment, labFolder } from './tools'

export interface Proof {
  readonly item: string
  readonly subject: string
  /** Item of the failure that is taught there. */
  readonly teaches?: string
  readonly outcome: Outcome
  /** What is not as the workshop has it. */
  readonly difference?: string
}
export interface Proofs {
  readonly commits: readonly Proof[]
  /** What the finished web service answers (3.16, 3.18). */
  readonly service: ServiceAnswers
}

const MEMORY = join(labFolder, 'proof.json')

/** Of everything that a proof depends on. */
function proofKey(steps: string): string {
  const files = [...readdirSync(steps).sort().map((name) => join(steps, name)), join(rootFolder, LOCK), ...['commits.ts', 'outcome.ts', 'prove.ts', 'service.ts'].map((name) => join(__dirname, name))]
  return files.reduce((hash, file) => hash.update(file.slice(dirname(file).length)).update('\0').update(readFileSync(file)).update('\0'), createHash('sha256')).digest('hex')
}

/** The last proof, when nothing that it depends on has changed since: for `npm start`, which proves nothing anew. */
export function rememberedProofs(steps = STEPS_FOLDER): Proofs | undefined {
  try {
    const { key, proofs } = JSON.parse(readFileSync(MEMORY, 'utf8')) as { key: string; proofs: Proofs }
    return key === proofKey(steps) ? proofs : undefined
  } catch {
    return undefined // never made, or half written
  }
}

/** Replays the labs' commits in a scratch copy, runs the tools at each, and serves the last. Nothing of it stays. */
export async function proveCommits(steps = STEPS_FOLDER): Promise<Proofs> {
  const { python } = await labEnvironment({})
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), 'labs-commits-'))
  try {
    const repository = join(scratch, 'salary')
    const commits = await replay(repository, readCommits(steps))
    for (const { hash } of commits) await runGit(repository, ['worktree', 'add', '--quiet', '--detach', join(scratch, hash), hash])
    const [proofs, service] = await Promise.all([prove(python, scratch, commits), askService(python, join(scratch, commits[commits.length - 1].hash))])
    const result = { commits: proofs, service }
    if (steps === STEPS_FOLDER) {
      mkdirSync(labFolder, { recursive: true })
      writeFileSync(MEMORY, JSON.stringify({ key: proofKey(steps), proofs: result }))
    }
    return result
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Two at a time. */
async function prove(python: string, scratch: string, commits: readonly ReplayedCommit[]): Promise<Proof[]> {
  const proofs: Proof[] = []
  const waiting = [...commits.entries()]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, commit] = next
      const outcome = await runTools(python, join(scratch, commit.hash), commit)
      const difference = findDifference(commit.expected, outcome)
      proofs[i] = { item: commit.item, subject: commit.subject, ...(commit.expected.teaches ? { teaches: commit.expected.teaches } : {}), outcome, ...(difference ? { difference } : {}) }
    }
  }
  await Promise.all([work(), work()])
  return proofs
}

/** The commands of the labs (2.13, 2.16, 3.2), with their results in files beside what they print. */
export async function runTools(python: string, folder: string, { expected }: Pick<LabCommit, 'expected'>): Promise<Outcome> {
  const run = (...words: string[]) => runCommand([python, '-m', ...words], { cwd: folder, tolerant: true, env: { PYTHONDONTWRITEBYTECODE: '1' } })
  const style = await run('flake8', '--exclude=orclvenv*', '--statistics')
  // flake8 that is not there, or stumbles, prints no finding either.
  if (style.exitCode !== 0 && !readStyle(style.stdout).length) throw new Error(`flake8: ${style.stderr.trim().split('\n').pop()}`)
  const outcome = { style: readStyle(style.stdout), reasons: [] }
  if (!expected.tests) return outcome
  const junit = join(folder, '.junit.xml')
  const coverage = join(folder, '.coverage.json')
  const tests = await run('pytest', '-v', '-p', 'no:cacheprovider', '--cov=promotion', `--junitxml=${junit}`, `--cov-report=json:${coverage}`)
  if (tests.exitCode > 1) throw new Error(`pytest: ${(tests.stderr.trim() || tests.stdout.trim()).split('\n').pop()}`)
  const { totals } = JSON.parse(readFileSync(coverage, 'utf8')) as { totals: { num_statements: number; missing_lines: number } }
  return { ...outcome, ...readTests(readFileSync(junit, 'utf8')), statements: totals.num_statements, missed: totals.missing_lines }
}
