import { answers, findChosen } from './chosen'
import { toJson, toText } from './describe'
import type { Options } from './options'

/** Exit code 1 when it does not run. */
export async function status(options: Options): Promise<number> {
  const database = await findChosen(options.dataDir, options.database)
  if (!database) {
    const where = options.database?.kind === 'container' ? 'in a container of this checkout' : `on ${options.dataDir}`
    process.stderr.write(`no database runs ${where}: start it with "npm run db -- start${options.database ? ` --database ${options.database.kind}` : ''}"\n`)
    if (options.json) process.stdout.write('{}\n')
    return 1
  }
  if (database.kind === 'remote') await answers(database)
  process.stdout.write(options.json ? toJson(database) : toText(database))
  return 0
}
