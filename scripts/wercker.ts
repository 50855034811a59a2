import { runCli } from '@cicd-oracle/wercker'

/** `npm run wercker -- …`. The first Ctrl-C ends the steps, the second after-steps too. */
export function main(argv: string[]): Promise<number> {
  const steps = new AbortController()
  const afterSteps = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (steps.signal.aborted ? afterSteps : steps).abort())
  const print = (text: string) => void process.stdout.write(text)
  return runCli(argv, { cwd: process.cwd(), env: process.env, print, signal: steps.signal, afterSignal: afterSteps.signal })
}
