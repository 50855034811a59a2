import { join } from 'node:path'
import { runCommand } from '../../lib/command'
import { testEnvironment } from '../../lib/python'
import { attempt, finding, type LabCheck, type LiveSystem } from '../lab'

/** The first two functions, tested and clean, in a repository. */
export async function check({ root }: LiveSystem): Promise<LabCheck> {
  const git = await runCommand(['git', 'rev-list', '--count', 'HEAD'], { cwd: root, tolerant: true })
  const findings = [
    finding(git.exitCode === 0, git.exitCode === 0 ? `a git repository with ${git.stdout.trim()} commits` : 'no git repository', 'Clone the repository instead of downloading it as a ZIP.'),
    ...(await attempt('addition and increment are tested', 'Run npm run lab2, then read what pytest says.', async () => {
      const { python } = await testEnvironment({})
      const tests = ['tests/test_calculator.py::test_addition', 'tests/test_calculator.py::test_increment']
      await runCommand([python, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', ...tests], { cwd: join(root, 'app'), env: { PYTHONDONTWRITEBYTECODE: '1' } })
      const lint = await runCommand([python, '-m', 'ruff', 'check', '--quiet', '--no-cache', 'app'], { cwd: root, tolerant: true })
      return [
        finding(true, 'addition(1150, 50) is 1200 and increment(1000, 25) is 1250: both tests pass', ''),
        finding(lint.exitCode === 0, lint.exitCode === 0 ? 'the linter finds nothing' : `the linter finds: ${lint.stdout.split('\n')[0]}`, 'Mend what ruff names: .venv/bin/ruff check app')
      ]
    }))
  ]
  return { findings, standIn: 'this checkout stood in for the repository on GitHub' }
}
