/** Where a database comes from: an explicit choice, then the environment, then the embedded one. */
import type { Database } from './database'
import { findEmbedded, startEmbedded, type EmbeddedOptions } from './embedded'
import { remoteDatabase } from './remote'

export { parseDatabaseChoice } from './choice'
export type { Database, DatabaseChoice } from './database'
export { findEmbedded, removeData, startEmbedded, stopEmbedded, type EmbeddedOptions } from './embedded'
export { remoteDatabase } from './remote'

export interface ProviderOptions extends EmbeddedOptions {
  /** Which one, whatever the environment says. */
  readonly provider?: 'embedded' | 'remote'
  /** Told which one was chosen, and why, in one line. */
  readonly report?: (line: string) => void
}

/** @throws Error with one sentence */
export async function provideDatabase(options: ProviderOptions): Promise<Database> {
  const report = options.report ?? ((): void => undefined)
  if (options.provider !== 'embedded') {
    const remote = remoteDatabase()
    if (remote) {
      report(`database: ${remote.connectString}, because ORACLE_CONNECT_STRING is set`)
      return remote
    }
    if (options.provider === 'remote') throw new Error('a remote database was asked for and ORACLE_CONNECT_STRING is not set: set it, ORACLE_USER and ORACLE_PASSWORD')
  }
  const running = findEmbedded(options.dataDir)
  if (running) {
    report(`database: embedded, already running at ${running.connectString}`)
    return running
  }
  const database = await startEmbedded(options)
  report(`database: embedded at ${database.connectString}, because ${options.provider ? 'it was asked for' : 'ORACLE_CONNECT_STRING is not set'}`)
  return database
}
