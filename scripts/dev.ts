import { type ChildProcess, spawn } from 'node:child_process'
import { join, relative } from 'node:path'
import { rememberRunning } from './dev/leave'
import { runRound } from './dev/round'
import { watchInputs } from './dev/watch-inputs'
import { rootFolder } from './lib/root-folder'
import { CHOICES_HELP, type Choices, withChoices } from './pipeline/choices'
import { stagesOf } from './pipeline/run'
import { takeSession } from './pipeline/session-lock'
import { findStage } from './pipeline/stages'

const USAGE = `npm run dev [-- options]: runs what is not up to date, then watches. Saving a file runs the stages whose inputs hold it, and
those that need them; the others are skipped, by the content of their inputs. Ctrl-C ends it, and what it started.

  --force         run all stages each time, changed or not
  --once          one round, without watching; what it starts stays until npm run stop
${CHOICES_HELP}`

/** Editors save in several steps. */
const QUIET_MS = 150

/** `npm run dev`. Exit code: of --once as a stage's; else 0 after Ctrl-C. */
export function main(argv: string[]): Promise<number> {
  return withChoices(argv, async (choices, rest) => {
    const unknown = rest.find((word) => !['--force', '--once', '--help', '-h'].includes(word))
    if (unknown !== undefined || rest.includes('--help') || rest.includes('-h')) {
      if (unknown === undefined) process.stdout.write(USAGE)
      else process.stderr.write(`Unknown option ${unknown}.\n\n${USAGE}`)
      return unknown === undefined ? 0 : 2
    }
    const interrupted = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())
    return rest.includes('--once') ? runRound({ choices, force: rest.includes('--force'), signal: interrupted.signal }) : watchAndRun(choices, argv, interrupted.signal)
  })
}

async function watchAndRun(choices: Choices, argv: readonly string[], signal: AbortSignal): Promise<number> {
  const session = takeSession()
  if ('holder' in session) {
    process.stderr.write(` ✖ Another npm start, npm test or npm run dev runs in this checkout (process ${session.holder}).\n   Wait for it or end it, then repeat the command.\n`)
    return 1
  }
  const leave = rememberRunning()
  const changed = new Set<string>()
  let wake = () => {}
  let timer: NodeJS.Timeout | undefined
  const inputs = [...new Set(stagesOf(choices).flatMap((name) => findStage(name)!.inputs))]
  const watching = watchInputs(rootFolder, inputs, (file) => {
    changed.add(relative(rootFolder, file))
    clearTimeout(timer)
    timer = setTimeout(() => wake(), QUIET_MS)
  })
  signal.addEventListener('abort', () => wake(), { once: true })
  try {
    while (!signal.aborted) {
      changed.clear()
      await round(argv, signal)
      // What was saved meanwhile is looked at once it has been quiet.
      while (!signal.aborted && !changed.size) {
        process.stdout.write('   watching · Ctrl-C ends it\n')
        await new Promise<void>((resolve) => { wake = resolve })
      }
      if (!signal.aborted) process.stdout.write(`\n${new Date().toTimeString().slice(0, 8)} saved: ${[...changed].slice(0, 3).join(', ')}${changed.size > 3 ? ` and ${changed.size - 3} more` : ''}\n`)
    }
    return 0
  } finally {
    clearTimeout(timer)
    watching.close()
    await leave(choices.keep)
    session.release()
  }
}

/** In a process of its own, so that it runs what was just saved: the steps themselves, and the compiled workspaces. */
function round(argv: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [join(rootFolder, 'scripts', 'bootstrap.cjs'), 'dev', '--once', ...argv], { cwd: rootFolder, stdio: 'inherit' })
    const end = () => child.kill('SIGINT')
    signal.addEventListener('abort', end, { once: true })
    child.on('error', reject)
    child.on('close', () => {
      signal.removeEventListener('abort', end)
      resolve()
    })
  })
}
