/**
 * Runs in the checkout of what was pushed, so with its own pipeline: every stage, or those named. What it starts, the
 * database and the app, outlives the push.
 */
import { stagesOf, runPipeline } from '../../pipeline/run'
import { findStage, type StageName } from '../../pipeline/stages'

export async function main(argv: string[]): Promise<number> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  const choices = { runtime: 'process', keep: false } as const
  const stages = argv.length ? argv.filter((name): name is StageName => findStage(name) !== undefined) : stagesOf(choices)
  const run = await runPipeline({ stages, lifetime: 'detached', choices, signal: interrupted.signal })
  return run.ok ? 0 : interrupted.signal.aborted ? 130 : run.exitCode
}
