import { type Choices, CHOICES_HELP, withChoices } from './pipeline/choices'
import { runPipeline } from './pipeline/run'
import { findStage, type StageName } from './pipeline/stages'

/** `npm run <stage>`: one stage, after those it needs whose outputs no longer hold. What it starts stays until `npm run stop`. */
export function main(argv: string[]): Promise<number> {
  return withChoices(argv, runStage)
}

async function runStage(choices: Choices, [name, ...rest]: string[]): Promise<number> {
  const stage = findStage(name)
  if (!stage) {
    process.stderr.write(`There is no stage "${name}".\n`)
    return 2
  }
  if (rest.length) {
    const help = rest[0] === '--help' || rest[0] === '-h'
    const text = `npm run ${name} [-- options]: ${stage.title}.\n\n${CHOICES_HELP}`
    if (help) process.stdout.write(text)
    else process.stderr.write(`Unknown option ${rest[0]}.\n\n${text}`)
    return help ? 0 : 2
  }
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  const run = await runPipeline({ stages: [name as StageName], lifetime: 'detached', choices, signal: interrupted.signal })
  return run.ok ? 0 : interrupted.signal.aborted ? 130 : run.exitCode
}
