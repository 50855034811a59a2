import { removeData, stopEmbedded } from '../../db/connect'
import type { Options } from './options'

export async function reset(options: Options): Promise<number> {
  const done = await stopEmbedded(options.dataDir)
  if (done) process.stderr.write(`${done}\n`)
  process.stderr.write(removeData(options.dataDir) ? `removed ${options.dataDir}\n` : `there was nothing at ${options.dataDir}\n`)
  return 0
}
