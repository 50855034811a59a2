import { join } from 'node:path'
import { findEmbedded, remoteDatabase } from '../../db/connect'
import type { LiveSystem } from './lab'
import type { StageContext } from '../pipeline/context'
import { readRecord } from '../pipeline/records'
import { databaseKey } from '../lib/app-connection'
import { APP_USER, CICD_USER, passwordsFor, SCHEMA_OWNER } from '../lib/credentials'
import { rootFolder, runFolder } from '../lib/root-folder'

/** What runs now. Stage records serve as an address book only: every fact is asked for at the address. */
export async function findLiveSystem(lifetime: StageContext['lifetime']): Promise<LiveSystem> {
  const database = remoteDatabase() ?? findEmbedded(join(runFolder, lifetime === 'session' ? 'pipeline-database' : 'database'))
  const passwords = database && passwordsFor(databaseKey({ dataDir: database.dataDir ?? null, connectString: database.connectString }))
  const wheel = readRecord('package')?.outputs?.wheel
  return {
    root: rootFolder,
    ...(database && passwords
      ? {
          database: {
            kind: database.kind,
            connectString: database.connectString,
            owner: { user: SCHEMA_OWNER, password: passwords.hr },
            app: { user: APP_USER, password: passwords.app },
            cicd: { user: CICD_USER, password: passwords.cicd },
            ...(database.adminUser ? { admin: { user: database.adminUser, password: database.adminPassword } } : {})
          }
        }
      : {}),
    appUrl: process.env.APP_URL ?? readRecord('deploy')?.outputs?.url,
    wheel: wheel && join(rootFolder, wheel)
  }
}
