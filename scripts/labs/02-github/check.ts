import { join } from 'node:path'
import { runCommand } from '../../lib/command'
import { checkUnpushedCommits, commitLine } from '../../lib/commit-message'
import { testEnvironment } from '../../lib/python'
import { rootFolder } from '../../lib/root-folder'
import { findCommits } from '../commit-findings'
import { attempt, type Finding, finding, type LabCheck, type LiveSystem } from '../lab'
import { checkGithubFiles } from './check-github-files'
import { findPushed } from './live'
import { BRANCH, readRef } from './remote'

/** A repository, two functions that are tested and clean, the lab's commits, what GitHub reads, and a push that ended in a live app. */
export async function check(live: LiveSystem): Promise<LabCheck> {
  const { root } = live
  const commits = await findCommits(live, 2)
  const pushed = await checkPush(live)
  const open = [...(commits ? [] : ["the lab's commits"]), ...(pushed ? [] : ['a push'])]
  const findings = [...(await checkRepository(root)), ...(await attempt('addition and increment are tested', 'Run npm run lab2, then read what pytest says.', () => checkFunctions(root))), ...checkFiles(root), ...(commits ?? []), ...(pushed ?? [])]
  return { findings, standIn: `${pushed ? 'a repository in .run/push' : 'this checkout'} stood in for the repository on GitHub${open.length ? ` (not looked at: ${open.join(', ')})` : ''}` }
}

/** 2.5, 2.7, 2.11, 2.20; and no key in it (1.16). */
async function checkRepository(root: string): Promise<Finding[]> {
  const git = (...words: string[]) => runCommand(['git', ...words], { cwd: root, tolerant: true })
  const count = await git('rev-list', '--count', 'HEAD')
  if (count.exitCode !== 0) return [finding(false, 'no git repository', 'Clone the repository instead of downloading it as a ZIP.')]
  const ignored = (await git('check-ignore', '--quiet', '.venv/')).exitCode === 0 || root !== rootFolder
  const keys = (await git('grep', '--cached', '-lE', '^-----BEGIN [A-Z ]*PRIVATE KEY-----')).stdout.split('\n').filter(Boolean)
  const { looked, wrong } = await checkUnpushedCommits(root)
  return [
    finding(true, `a git repository with ${count.stdout.trim()} commits`, ''),
    finding(ignored, ignored ? 'the Python environment is ignored: git add takes no .venv along' : '.venv is not ignored', 'npm run synth writes .gitignore.'),
    finding(keys.length === 0, keys.length ? `a private key is committed: ${keys.join(', ')}` : 'no private key is committed', 'A key that was committed is known: make a new one, then take the file out of the history.'),
    finding(wrong.length === 0, wrong.length ? `commit message ${commitLine(wrong[0])}` : looked ? `${looked} commit messages are in the conventional form` : 'no commit waits to be pushed, so no message is looked at', 'git commit --amend; CONTRIBUTING.md has the form.')
  ]
}

/** 2.10, 2.14 to 2.16, of this project's app. */
async function checkFunctions(root: string): Promise<Finding[]> {
  const { python } = await testEnvironment({})
  const tests = ['tests/test_calculator.py::test_addition', 'tests/test_calculator.py::test_increment']
  await runCommand([python, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', ...tests], { cwd: join(root, 'app'), env: { PYTHONDONTWRITEBYTECODE: '1' } })
  const lint = await runCommand([python, '-m', 'ruff', 'check', '--quiet', '--no-cache', 'app'], { cwd: root, tolerant: true })
  return [
    finding(true, 'addition(1150, 50) is 1200 and increment(1000, 25) is 1250: both tests pass', ''),
    finding(lint.exitCode === 0, lint.exitCode === 0 ? 'the linter finds nothing' : `the linter finds: ${lint.stdout.split('\n')[0]}`, 'Mend what ruff names: .venv/bin/ruff check app')
  ]
}

function checkFiles(root: string): Finding[] {
  const { owners, forms, template } = checkGithubFiles(root)
  const hint = 'Mend the file in .github.'
  return [
    finding(!owners.length, owners[0] ?? 'CODEOWNERS: each pattern fits files and has owners', hint),
    finding(!template.length, template[0] ?? 'a pull-request template with a list to tick', hint),
    finding(!forms.length, forms[0] ?? 'the issue forms are such as GitHub reads', hint)
  ]
}

/** 2.1, 2.11, and 3.3's "starts by itself". @returns undefined in a session where nothing was pushed */
async function checkPush({ root, lifetime }: LiveSystem): Promise<Finding[] | undefined> {
  const commit = root === rootFolder ? await readRef(`refs/heads/${BRANCH}`) : undefined
  const app = await findPushed()
  const answers = commit && app.url ? await fetch(`${app.url}/conn`, { signal: AbortSignal.timeout(5000) }).then(async (response) => (response.ok ? (await response.text()).trim() : ''), () => '') : ''
  if (lifetime === 'session' && !answers) return undefined
  if (!commit) return [finding(false, 'nothing was pushed yet', 'npm run lab2 pushes this checkout to a repository in .run/push.')]
  const name = commit.slice(0, 7)
  const same = app.version?.includes(`+g${name}`) ?? false
  return [
    finding(same, same ? `the push of ${name} was delivered as ${app.version}` : `the push of ${name} was not delivered${app.version ? `; ${app.version} was` : ''}`, 'Read .run/push/last-push.log.'),
    finding(answers !== '', answers ? `its app answers at ${app.url}: /conn ${answers}` : `its app does not answer${app.url ? ` at ${app.url}` : ''}`, 'npm run lab2 delivers it again.')
  ]
}
