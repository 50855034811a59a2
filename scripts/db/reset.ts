import { removeData, stopEmbedded } from '../../db/connect'
import { type Options, UsageError } from './options'
import { stopContainer } from './stop'

export async function reset(options: Options): Promise<number> {
  if (options.database?.kind === 'remote') throw new UsageError('the data of a database that others started are not removed from here')
  if (options.database?.kind === 'container') return stopContainer()
  const done = await stopEmbedded(options.dataDir)
  if (done) process.stderr.write(`${done}\n`)
  process.stderr.write(removeData(options.dataDir) ? `removed ${options.dataDir}\n` : `there was nothing at ${options.dataDir}\n`)
  return 0
}
