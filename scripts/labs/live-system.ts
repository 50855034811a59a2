import { join } from 'node:path'
import { type Database, findContainer, findEmbedded, remoteChoice, remoteDatabase } from '../../db/connect'
import { mayHaveContainers } from '../containers/container-files'
import { databaseKey } from '../lib/app-connection'
import { APP_USER, CICD_USER, passwordsFor, SCHEMA_OWNER } from '../lib/credentials'
import { rootFolder, runFolder } from '../lib/root-folder'
import { readBanner, standInOf } from '../lib/stand-in'
import type { Choices } from '../pipeline/choices'
import type { StageContext } from '../pipeline/context'
import { readRecord } from '../pipeline/records'
import type { LiveSystem } from './lab'

/** What runs now. Stage records serve as an address book only: every fact is asked for at the address. */
export async function findLiveSystem(lifetime: StageContext['lifetime'], choices?: Choices): Promise<LiveSystem> {
  const database = await findDatabase(lifetime, choices)
  const passwords = database && passwordsFor(databaseKey(database))
  const wheel = readRecord('package')?.outputs?.wheel
  const deployed = readRecord('deploy')?.outputs
  const image = readRecord('build-image')?.outputs
  const pushed = readRecord('push-image')?.outputs
  return {
    lifetime,
    root: rootFolder,
    ...(database && passwords
      ? {
          database: {
            kind: database.kind,
            connectString: database.connectString,
            owner: { user: SCHEMA_OWNER, password: passwords.hr },
            app: { user: APP_USER, password: passwords.app },
            cicd: { user: CICD_USER, password: passwords.cicd },
            ...(database.adminUser ? { admin: { user: database.adminUser, password: database.adminPassword } } : {}),
            ...standInOf(database.kind, await readBanner({ connectString: database.connectString, user: APP_USER, password: passwords.app }))
          }
        }
      : {}),
    appUrl: process.env.APP_URL ?? deployed?.url,
    ...(deployed && !process.env.APP_URL ? { appKind: deployed.kind } : {}),
    wheel: wheel && join(rootFolder, wheel),
    ...(image ? { image: image.image } : {}),
    ...(pushed ? { pushed: pushed.reference } : {})
  }
}

/** In the order of db/connect, of those that run: the chosen one, the named one, the one that the last run used. */
async function findDatabase(lifetime: StageContext['lifetime'], choices?: Choices): Promise<Database | undefined> {
  const choice = choices?.database
  if (choice?.kind === 'remote') return remoteChoice(choice)
  const remote = choice ? undefined : remoteDatabase()
  if (remote) return remote
  const embedded = () => (choice?.kind === 'container' ? undefined : findEmbedded(join(runFolder, lifetime === 'session' ? 'pipeline-database' : 'database')))
  const container = async () => {
    if (choice?.kind === 'embedded' || !(mayHaveContainers() || usedContainer)) return undefined
    const { findEngine } = await import('../containers/engine')
    const { ofCheckout } = await import('../containers/labels')
    const engine = await findEngine()
    return engine && findContainer(engine.docker, ofCheckout('database'))
  }
  const usedContainer = readRecord('database')?.outputs?.kind === 'container'
  return usedContainer ? ((await container()) ?? embedded()) : (embedded() ?? (await container()))
}
