import type { StageOutputs } from '../pipeline/stage-output'
import { APP_USER, CICD_USER, passwordsFor, SCHEMA_OWNER } from './credentials'

/** What tells this database from others when passwords are looked up. */
export const databaseKey = ({ dataDir, connectString }: { dataDir: string | null; connectString: string }): string => dataDir ?? connectString

/** The app's environment: the only door by which settings and secrets reach it. */
export const appConnection = (database: StageOutputs['database']): Record<string, string> => ({
  DB_USER: APP_USER,
  DB_PASSWORD: passwordsFor(databaseKey(database)).app,
  DB_DSN: database.connectString,
  DB_SCHEMA: SCHEMA_OWNER
})

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
