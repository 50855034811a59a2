import { findEmbedded, startEmbedded } from '../../db/connect'
import { toJson, toText } from './describe'
import type { Options } from './options'

/** Returns when a query through the driver was answered. Interrupted, it leaves nothing running. */
export async function start(options: Options): Promise<number> {
  const running = findEmbedded(options.dataDir)
  if (running) {
    const asked = options.port
    if (asked !== undefined && !running.connectString.includes(`:${asked}/`)) {
      throw new Error(`it runs already at ${running.connectString}: stop it first ("npm run db -- stop") to have it on port ${asked}`)
    }
    process.stderr.write(`the database runs already (pid ${running.pid})\n`)
    process.stdout.write(options.json ? toJson(running) : toText(running))
    return 0
  }
  const abort = new AbortController()
  const interrupt = (): void => abort.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  const begun = Date.now()
  const database = await startEmbedded({ dataDir: options.dataDir, port: options.port, signal: abort.signal })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupt)
  process.stderr.write(`the database is up after ${((Date.now() - begun) / 1000).toFixed(1)} s; "npm run db -- stop" ends it\n`)
  process.stdout.write(options.json ? toJson(database) : toText(database))
  return 0
}
