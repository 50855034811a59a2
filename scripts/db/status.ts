import { findEmbedded } from '../../db/connect'
import { toJson, toText } from './describe'
import type { Options } from './options'

/** Exit code 1 when it does not run. */
export async function status(options: Options): Promise<number> {
  const database = findEmbedded(options.dataDir)
  if (!database) {
    process.stderr.write(`no database runs on ${options.dataDir}: start it with "npm run db -- start"\n`)
    if (options.json) process.stdout.write('{}\n')
    return 1
  }
  process.stdout.write(options.json ? toJson(database) : toText(database))
  return 0
}
