import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { appConnection } from './lib/app-connection'
import { testEnvironment } from './lib/python'
import { rootFolder, runFolder } from './lib/root-folder'
import { type Choices, withChoices } from './pipeline/choices'
import { runPipeline } from './pipeline/run'

/** A runner with its output as it is; its own summary is what counts. */
const runner = (command: string, args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd ?? rootFolder, env: { ...process.env, ...options.env }, stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)))
  })

const vitest = (project: string, words: readonly string[]) => runner(process.execPath, [join(rootFolder, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project, ...words])

/** pytest against a database of its own kind: the pipeline's, with HR and the changelogs in it. */
async function pytest(choices: Choices): Promise<number> {
  const run = await runPipeline({ stages: ['database', 'changes'], lifetime: 'session', choices })
  if (!run.ok) return run.exitCode
  try {
    const { python } = await testEnvironment({})
    return await runner(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '--cov', '--cov-branch', '--cov-report=term'], {
      cwd: join(rootFolder, 'app'),
      env: { ...appConnection(run.outputs.database!), COVERAGE_FILE: join(runFolder, '.coverage'), PYTHONDONTWRITEBYTECODE: '1' }
    })
  } finally {
    await run.stop()
  }
}

/**
 * `npm test [-- FILTER…]`, `npm run test:long`, `npm run soak`. Words behind go to vitest: `npm test -- splitter`.
 * --database and --runtime say what the app's own tests run against. Exit code 1: a test failed, or a runner could not run.
 */
export function main(argv: string[]): Promise<number> {
  return withChoices(argv, test)
}

async function test(choices: Choices, argv: string[]): Promise<number> {
  const words = argv.filter((word) => word !== '--long' && word !== '--soak')
  if (argv.includes('--long')) return vitest('long', words)
  if (argv.includes('--soak')) return vitest('soak', words)
  const python = words.length ? 0 : await pytest(choices)
  const typescript = await vitest('quick', words)
  return python || typescript ? 1 : 0
}
