/** Where a database comes from: an explicit choice, then the environment, then what runs already, then what fits the runtime. */
import { type ContainerOptions, findContainer, startContainer } from './container'
import type { Database, DatabaseChoice } from './database'
import { type EmbeddedOptions, findEmbedded, startEmbedded } from './embedded'
import { administrator, remoteDatabase } from './remote'

export { parseDatabaseChoice } from './choice'
export { type ContainerOptions, DEFAULT_ORACLE_IMAGE, engineHost, findContainer, startContainer } from './container'
export { ContainerFailure } from './container-failure'
export type { Database, DatabaseChoice } from './database'
export { findEmbedded, removeData, startEmbedded, stopEmbedded, type EmbeddedOptions } from './embedded'
export { remoteDatabase } from './remote'

export interface ProviderOptions extends EmbeddedOptions {
  /** Which one, whatever the environment says. */
  readonly choice?: DatabaseChoice
  /** What the app will run in: decides when nothing else does. */
  readonly runtime?: 'process' | 'docker'
  /** Told which one was chosen, and why, in one line. */
  readonly report?: (line: string) => void
  /** Labels (NAME=VALUE) of a container to look for; docker is undefined where no engine answers or none is wanted. */
  readonly running?: () => Promise<{ readonly docker: ContainerOptions['docker']; readonly labels: readonly string[] } | undefined>
  /** What a new container is made with; asked for only when one is to be started. @throws when there is no engine */
  readonly container?: () => Promise<ContainerOptions>
}

/** A provided database: `started` tells whether it was brought up now. */
export type Provided = Database & { readonly started: boolean }

/** @throws Error with one sentence; ContainerFailure */
export async function provideDatabase(options: ProviderOptions): Promise<Provided> {
  const { choice, runtime = 'process' } = options
  const chosen = (database: Database, started: boolean, why: string): Provided => {
    options.report?.(`database: ${database.kind} at ${database.connectString}, because ${why}`)
    return { ...database, started }
  }
  if (choice?.kind === 'remote') return chosen(remoteChoice(choice), false, '--database names it')
  if (!choice) {
    const remote = remoteDatabase()
    if (remote) return chosen(remote, false, 'ORACLE_CONNECT_STRING is set')
  }
  if (choice?.kind !== 'container' && runtime === 'process') {
    const running = findEmbedded(options.dataDir)
    if (running) return chosen(running, false, 'it runs already')
  }
  if (choice?.kind !== 'embedded') {
    const where = await options.running?.()
    const running = where && (await findContainer(where.docker, where.labels))
    if (running) return chosen(running, false, 'it runs already')
  }
  if (choice?.kind === 'container' || (!choice && runtime === 'docker')) {
    if (!options.container) throw new Error('a database in a container was asked for where none can be started')
    return chosen(await startContainer(await options.container()), true, choice ? '--database container was given' : '--runtime docker was given and ORACLE_CONNECT_STRING is not set')
  }
  return chosen(await startEmbedded(options), true, choice ? '--database embedded was given' : 'ORACLE_CONNECT_STRING is not set and the app runs as a process')
}

/** A connect string given by hand; its administrator, if there is one, by environment. */
export function remoteChoice({ connectString, user, password }: Extract<DatabaseChoice, { kind: 'remote' }>, environment: NodeJS.ProcessEnv = process.env): Database {
  return {
    kind: 'remote', connectString, user, password, ...administrator({ user, password }, environment),
    stop: async () => undefined
  }
}
