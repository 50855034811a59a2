/** A database that runs already, named by the environment. */
import type { Database } from './database'

/** undefined when ORACLE_CONNECT_STRING is not set. @throws Error when user or password is missing */
export function remoteDatabase(environment: NodeJS.ProcessEnv = process.env): Database | undefined {
  const connectString = environment.ORACLE_CONNECT_STRING
  if (!connectString) return undefined
  const { ORACLE_USER: user, ORACLE_PASSWORD: password } = environment
  if (!user || password === undefined) throw new Error('ORACLE_CONNECT_STRING is set without ORACLE_USER and ORACLE_PASSWORD: set all three')
  return {
    kind: 'remote', connectString, user, password, adminUser: environment.ORACLE_ADMIN_USER ?? '', adminPassword: environment.ORACLE_ADMIN_PASSWORD ?? '',
    stop: async () => undefined
  }
}
