/** `--database embedded|container|CONNECT_STRING`. */
import type { DatabaseChoice } from './database'

/**
 * @param text embedded, container, user/password@host:port/service, or host:port/service with ORACLE_USER and ORACLE_PASSWORD set
 * @throws Error with one sentence
 */
export function parseDatabaseChoice(text: string, environment: NodeJS.ProcessEnv = process.env): DatabaseChoice {
  if (text === 'embedded' || text === 'container') return { kind: text }
  const at = text.lastIndexOf('@')
  const slash = text.indexOf('/')
  if (at >= 0 && slash > 0 && slash < at) return { kind: 'remote', user: text.slice(0, slash), password: text.slice(slash + 1, at), connectString: text.slice(at + 1).replace(/^\/\//, '') }
  if (at >= 0) throw new Error('The connect string names a user without a password: write user/password@host:port/service.')
  if (!text.includes('/') && !text.startsWith('(')) throw new Error(`--database is embedded, container or a connect string (host:port/service), not ${text}.`)
  const { ORACLE_USER: user, ORACLE_PASSWORD: password } = environment
  if (!user || !password) throw new Error('--database names a connect string without a user: write user/password@host:port/service, or set ORACLE_USER and ORACLE_PASSWORD.')
  return { kind: 'remote', connectString: text.replace(/^\/\//, ''), user, password }
}
