import { checkLab } from './labs/check-lab'
import { findLiveSystem } from './labs/live-system'
import { CHOICES_HELP, type Choices, withChoices } from './pipeline/choices'
import { runPipeline, stagesOf } from './pipeline/run'
import { LABS, STAGES, type StageName } from './pipeline/stages'

const USAGE = `npm start: runs every stage for real (but the checks and the packages, when nothing that they are made of changed), shows the labs' states, and serves the app until Ctrl-C (on a terminal).

  --force         run all stages, changed or not
${CHOICES_HELP}
  ORACLE_CONNECT_STRING, ORACLE_USER, ORACLE_PASSWORD … name a database when --database does not (README).
  ORACLE_IMAGE names the image of a database container; the default is Oracle Database Free (gvenzl/oracle-free).
  What each stage prints in full: .run/logs. What it leaves: .run/<stage>.json.
  Exit code: 0 all passed, 1 a stage failed, 3 this machine lacks something, 130 interrupted.

Stages, each also npm run <stage>:

`

/** Stages whose work is a file or a verdict: they need not run again when nothing changed. The others start something, or ask it. */
const KEPT: readonly StageName[] = ['commit', 'package', 'build-image']

/** `npm start`: the whole pipeline for real; on a terminal it then serves until Ctrl-C, otherwise it stops everything and exits. */
export function main(argv: string[]): Promise<number> {
  return withChoices(argv, start)
}

async function start(choices: Choices, argv: string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(`${USAGE}${STAGES.map(({ name, title }) => `  ${name.padEnd(10)} ${title}\n`).join('')}`)
    return 0
  }
  const force = argv.includes('--force')
  argv = argv.filter((word) => word !== '--force')
  if (argv.length) {
    process.stderr.write(`Unknown option ${argv[0]}: npm start -- --help names them.\n`)
    return 2
  }
  const interrupted = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, () => interrupted.abort())
  const say = (line = '') => process.stdout.write(`${line}\n`)
  say()
  const names = stagesOf(choices)
  const run = await runPipeline({ stages: force ? names : names.filter((name) => !KEPT.includes(name)), needed: names, lifetime: 'session', choices, signal: interrupted.signal })
  if (!run.ok) {
    if (run.report) say(` Report  ${run.report}`)
    return interrupted.signal.aborted ? 130 : run.exitCode
  }
  try {
    say()
    const live = await findLiveSystem('session', choices)
    // They only look, so none waits for another; the lines come in order.
    const states = LABS.map((lab) => checkLab(lab, 'session', live))
    for (const state of states) state.catch(() => undefined)
    for (const [i, { number }] of LABS.entries()) say(` ${`Lab ${number} ${(await states[i]).line}`.padEnd(100)} npm run lab${number}`)
    const { url, connection, employees } = run.outputs.probe!
    say()
    say(` Changes ${run.outputs.changes!.applied.length} applied, ${run.outputs.changes!.alreadyRan} ran before`)
    say(` App     ${url}/employees   /conn ${connection} · /employees ${employees} rows`)
    if (run.report) say(` Report  ${run.report}`)
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
