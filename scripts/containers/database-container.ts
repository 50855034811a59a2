/** A database container outside a run of the pipeline: for `npm run db`, compat, compare. */
import { type Database, startContainer } from '../../db/connect'
import { rememberContainers, writeContainerLog } from './container-files'
import { startContainerRun } from './container-run'

export interface DatabaseContainerOptions {
  /** session: swept by the next command when this process is killed. detached: stays until `npm run stop`. */
  readonly lifetime: 'session' | 'detached'
  readonly signal?: AbortSignal
  readonly progress?: (text: string) => void
}

export interface DatabaseContainer {
  readonly database: Database
  /** The container with its data, and its network. */
  remove(): Promise<void>
}

/**
 * Ready when a query was answered; nothing is left of a failed or interrupted start. What a failed one printed is in .run/logs.
 * @throws EngineMissing; ContainerFailure
 */
export async function startDatabaseContainer({ lifetime, signal, progress }: DatabaseContainerOptions): Promise<DatabaseContainer> {
  const run = await startContainerRun(lifetime, progress)
  if (lifetime === 'detached') rememberContainers()
  try {
    const network = await run.network()
    const database = await startContainer({ docker: run.engine.docker, address: run.engine.host, name: run.name('database'), labels: run.labels('database'), network, signal, progress })
    return { database: { ...database, stop: () => run.remove() }, remove: () => run.remove() }
  } catch (error) {
    await run.remove()
    const { log } = error as { log?: string }
    if (log) writeContainerLog('database', log)
    throw error
  }
}
