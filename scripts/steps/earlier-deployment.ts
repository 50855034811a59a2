import { mayHaveContainers } from '../containers/container-files'
import { endProcess, isAlive } from '../lib/process'
import type { StageContext } from '../pipeline/context'
import { readRecord } from '../pipeline/records'

/** Ends what an earlier deployment left running: one app at a time in a checkout, whatever it ran in. */
export async function endEarlierDeployment({ progress, lifetime }: Pick<StageContext, 'progress' | 'lifetime'>): Promise<void> {
  const earlier = readRecord('deploy')?.outputs
  if (earlier?.pid && isAlive(earlier.pid, 'promotion')) {
    progress(`stopping the deployment of ${earlier.version}`)
    await endProcess(earlier.pid)
  }
  if (lifetime === 'session' || !mayHaveContainers()) return
  const { findEngine } = await import('../containers/engine')
  const { removeStaying } = await import('../containers/leftovers')
  const engine = await findEngine()
  for (const what of engine ? await removeStaying(engine, 'app') : []) progress(`removed the ${what}`)
}
