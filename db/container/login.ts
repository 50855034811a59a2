/** Logins as they are written inside of the container, where SQL*Plus would find the database and the operating system's user. */
import { type Login, openConnection } from '@cicd-oracle/sql'
import type { Connection } from 'oracledb'
import { askControl, type LocalLogin } from './control'
import { PORT, SERVICE } from './places'

/** Nothing: this database. A bare name: a service of it. */
export function resolveAddress(connectString: string | undefined): string {
  if (!connectString) return `127.0.0.1:${PORT}/${SERVICE}`
  if (/^[A-Za-z][\w$#]*$/.test(connectString)) return `127.0.0.1:${PORT}/${connectString}`
  return connectString.replace(/^(\/\/)?localhost(?=[:/])/i, '$1127.0.0.1')
}

/** `local`: who the operating system's user is to the database. */
export const connectLocally = (local: () => Promise<Pick<LocalLogin, 'user' | 'password'>>) => async (login: Login): Promise<Connection> => {
  const connectString = resolveAddress(login.connectString)
  if (login.user !== '' || login.privilege !== 'sysdba') return openConnection({ ...login, connectString })
  const { user, password } = await local()
  return openConnection({ user, password, privilege: 'sysdba', connectString })
}

/** From another process than the server's. */
export const connect = connectLocally(() => askControl<LocalLogin>({ ask: 'login' }))

export const SYSDBA: Login = { user: '', password: '', privilege: 'sysdba' }
