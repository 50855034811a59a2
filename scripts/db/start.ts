import { type Database, findEmbedded, startEmbedded } from '../../db/connect'
import { answers, findChosen } from './chosen'
import { toJson, toText } from './describe'
import type { Options } from './options'

/** Returns when a query through the driver was answered. Interrupted, it leaves nothing running. */
export async function start(options: Options): Promise<number> {
  const show = (database: Database): number => {
    process.stdout.write(options.json ? toJson(database) : toText(database))
    return 0
  }
  const kind = options.database?.kind ?? 'embedded'
  const running = kind === 'embedded' ? findEmbedded(options.dataDir) : await findChosen(options.dataDir, options.database)
  if (running) {
    const asked = options.port
    if (asked !== undefined && !running.connectString.includes(`:${asked}/`)) {
      throw new Error(`it runs already at ${running.connectString}: stop it first ("npm run db -- stop") to have it on port ${asked}`)
    }
    if (running.kind === 'remote') await answers(running)
    process.stderr.write(`the database runs already (${running.pid ? `pid ${running.pid}` : running.container ? `container ${running.container.slice(0, 12)}` : 'it answers'})\n`)
    return show(running)
  }
  const abort = new AbortController()
  const interrupt = (): void => abort.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  const begun = Date.now()
  const database = await (kind === 'container' ? startInContainer(abort.signal) : startEmbedded({ dataDir: options.dataDir, port: options.port, signal: abort.signal }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupt)
  process.stderr.write(`the database is up after ${((Date.now() - begun) / 1000).toFixed(1)} s; "npm run db -- stop${kind === 'container' ? ' --database container' : ''}" ends it\n`)
  return show(database)
}

async function startInContainer(signal: AbortSignal): Promise<Database> {
  const { startDatabaseContainer } = await import('../containers/database-container')
  let last = ''
  const progress = (text: string): void => {
    const line = text.replace(/: \d+ of \d+ MB$/, '')
    if (line !== last && (process.stderr.isTTY || !line.startsWith('starting '))) process.stderr.write(`${line}\n`)
    last = line
  }
  return (await startDatabaseContainer({ lifetime: 'detached', signal, progress })).database
}
