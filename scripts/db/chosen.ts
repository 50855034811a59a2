/** Which database a command of `npm run db` is about: the chosen one, else the one of this checkout that runs. */
import { type Database, type DatabaseChoice, findContainer, findEmbedded, remoteChoice } from '../../db/connect'
import { mayHaveContainers } from '../containers/container-files'

/** The database container of this checkout that runs; undefined where there is none, or no engine. */
export async function findRunningContainer(): Promise<Database | undefined> {
  const { findEngine } = await import('../containers/engine')
  const { ofCheckout } = await import('../containers/labels')
  const engine = await findEngine()
  return engine && findContainer(engine.docker, ofCheckout('database'))
}

/** undefined when it does not run; one that is somebody else's is not asked here. */
export async function findChosen(dataDir: string, choice?: DatabaseChoice): Promise<Database | undefined> {
  if (choice?.kind === 'remote') return remoteChoice(choice)
  if (choice?.kind === 'container') return findRunningContainer()
  return findEmbedded(dataDir) ?? (choice === undefined && mayHaveContainers() ? findRunningContainer() : undefined)
}

/** One query, by which a database that others started shows that it is there. */
export async function answers({ connectString, user, password }: Database): Promise<void> {
  const oracledb = await import('oracledb')
  const connection = await oracledb.getConnection({ connectString, user, password, connectTimeout: 15 })
  try {
    await connection.execute('select 1 from dual')
  } finally {
    await connection.close()
  }
}
