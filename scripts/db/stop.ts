import { stopEmbedded } from '../../db/connect'
import type { Options } from './options'

/** Nothing to stop is no failure. */
export async function stop(options: Options): Promise<number> {
  const done = await stopEmbedded(options.dataDir)
  process.stderr.write(`${done ?? `no database runs on ${options.dataDir}`}\n`)
  return 0
}
