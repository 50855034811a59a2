import { checkLab } from './labs/check-lab'
import { runPipeline } from './pipeline/run'
import { LABS, STAGE_NAMES } from './pipeline/stages'

/** `npm start`: the whole pipeline for real; on a terminal it then serves until Ctrl-C, otherwise it stops everything and exits. */
export async function main(): Promise<number> {
  const interrupted = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, () => interrupted.abort())
  const say = (line = '') => process.stdout.write(`${line}\n`)
  say()
  const run = await runPipeline({ stages: STAGE_NAMES, lifetime: 'session', signal: interrupted.signal })
  if (!run.ok) return interrupted.signal.aborted ? 130 : 1
  try {
    say()
    for (const lab of LABS) {
      const state = await checkLab(lab, 'session')
      say(` ${`Lab ${lab.number} ${state.line}`.padEnd(100)} npm run lab${lab.number}`)
    }
    const { url, connection, employees } = run.outputs.probe!
    say()
    say(` Changes ${run.outputs.changes!.applied.length} applied, ${run.outputs.changes!.alreadyRan} ran before`)
    say(` App     ${url}/employees   /conn ${connection} · /employees ${employees} rows`)
    say(' Next    npm run lab1   follow the labs      npm test   all tests      npm run db -- help   the database')
    if (process.stdin.isTTY && process.stdout.isTTY) {
      say(' Ctrl-C stops everything.')
      await new Promise<void>((resolve) => (interrupted.signal.aborted ? resolve() : interrupted.signal.addEventListener('abort', () => resolve(), { once: true })))
    }
    return 0
  } finally {
    await run.stop()
  }
}
