/** A database that runs already, named by the environment. */
import type { Database } from './database'

/** undefined when ORACLE_CONNECT_STRING is not set. @throws Error when user or password is missing */
export function remoteDatabase(environment: NodeJS.ProcessEnv = process.env): Database | undefined {
  const connectString = environment.ORACLE_CONNECT_STRING
  if (!connectString) return undefined
  const { ORACLE_USER: user, ORACLE_PASSWORD: password } = environment
  if (!user || password === undefined) throw new Error('ORACLE_CONNECT_STRING is set without ORACLE_USER and ORACLE_PASSWORD: set all three')
  return {
    kind: 'remote', connectString, user, password, ...administrator({ user, password }, environment),
    stop: async () => undefined
  }
}

/** ORACLE_ADMIN_USER and its password; without them a SYSTEM that was named as the user is its own administrator. */
export function administrator(login: { readonly user: string; readonly password: string }, environment: NodeJS.ProcessEnv): Pick<Database, 'adminUser' | 'adminPassword'> {
  const { ORACLE_ADMIN_USER: adminUser, ORACLE_ADMIN_PASSWORD: adminPassword } = environment
  if (adminUser) return { adminUser, adminPassword: adminPassword ?? '' }
  return login.user.toUpperCase() === 'SYSTEM' ? { adminUser: login.user, adminPassword: login.password } : { adminUser: '', adminPassword: '' }
}
