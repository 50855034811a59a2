import { runPipeline } from './pipeline/run'
import { findStage, type StageName } from './pipeline/stages'

/** `npm run <stage>`: one stage, after those it needs whose outputs no longer hold. What it starts stays until `npm run stop`. */
export async function main([name]: string[]): Promise<number> {
  const stage = findStage(name)
  if (!stage) {
    process.stderr.write(`There is no stage "${name}".\n`)
    return 2
  }
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  const run = await runPipeline({ stages: [name as StageName], lifetime: 'detached', signal: interrupted.signal })
  return run.ok ? 0 : interrupted.signal.aborted ? 130 : 1
}
