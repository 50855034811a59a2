import { stopEmbedded } from '../../db/connect'
import { type Options, UsageError } from './options'

/** Nothing to stop is no failure. */
export async function stop(options: Options): Promise<number> {
  if (options.database?.kind === 'remote') throw new UsageError('a database that others started is not stopped from here')
  if (options.database?.kind === 'container') return stopContainer()
  const done = await stopEmbedded(options.dataDir)
  process.stderr.write(`${done ?? `no database runs on ${options.dataDir}`}\n`)
  return 0
}

/** With its data: a container that is gone has none. @throws EngineMissing */
export async function stopContainer(): Promise<number> {
  const { connectEngine } = await import('../containers/engine')
  const { removeIdleNetworks, removeStaying } = await import('../containers/leftovers')
  const engine = await connectEngine()
  const removed = await removeStaying(engine, 'database')
  await removeIdleNetworks(engine)
  process.stderr.write(removed.length ? `removed the ${removed.join(', ')}\n` : 'no database runs in a container of this checkout\n')
  return 0
}
