import type { StageOutputs } from '../pipeline/stage-output'
import { APP_USER, CICD_USER, passwordsFor, SCHEMA_OWNER } from './credentials'

/** What tells this database from others when passwords are looked up. A container's port changes; its users get the passwords that we keep. */
export const databaseKey = ({ dataDir, connectString, container }: { readonly dataDir?: string | null; readonly connectString: string; readonly container?: string | null }): string =>
  dataDir ?? (container ? 'container' : connectString)

/** The app's environment: the only door by which settings and secrets reach it. */
export const appConnection = (database: StageOutputs['database']): Record<string, string> => ({
  DB_USER: APP_USER,
  DB_PASSWORD: passwordsFor(databaseKey(database)).app,
  DB_DSN: database.connectString,
  DB_SCHEMA: SCHEMA_OWNER
})

/** The same for an app in a container: the database by the name it has there. */
export const appConnectionInside = (database: StageOutputs['database']): Record<string, string> => ({ ...appConnection(database), DB_DSN: insideConnectString(database) })

/** host:port/service as a container on the database's network, or on the engine's default one, finds it. */
export const insideConnectString = ({ insideConnectString: inside, connectString }: StageOutputs['database']): string =>
  inside ?? connectString.replace(/^(localhost|127\.0\.0\.1|\[::1\])(?=[:/])/, 'host.docker.internal')

/** For the changelog engine: the owner of the schema. */
export const ownerConnection = (database: StageOutputs['database']): { connectString: string; user: string; password: string } => ({
  connectString: database.connectString,
  user: SCHEMA_OWNER,
  password: passwordsFor(databaseKey(database)).hr
})

/** For lab 7's exercise. */
export const exerciseConnection = (database: StageOutputs['database']): { connectString: string; user: string; password: string } => ({
  connectString: database.connectString,
  user: CICD_USER,
  password: passwordsFor(databaseKey(database)).cicd
})
