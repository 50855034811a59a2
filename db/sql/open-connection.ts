import oracledb from 'oracledb'
import type { Login } from './connect-string'
import { ScriptError } from './script-error'

/** A connection as the driver makes it. */
export function openConnection({ user, password, privilege, connectString }: Login): Promise<oracledb.Connection> {
  if (user === '') throw new ScriptError('CONNECT / needs the operating system to vouch for the user; here a user and a password must be given')
  return oracledb.getConnection({ user, password, connectString, ...(privilege && { privilege: oracledb.SYSDBA }) })
}
