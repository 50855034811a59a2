import { ScriptError } from './script-error'

export interface Login {
  /** Empty: the operating system's user, who must be allowed to; only with a privilege. */
  readonly user: string
  readonly password: string
  readonly privilege?: 'sysdba'
  /** host:port/service; absent: the database that is connected already. */
  readonly connectString?: string
}

/** user/password[@host:port/service] [AS SYSDBA]; user and password may be in double quotes. `/ AS SYSDBA` has neither. */
export function parseLogin(text: string): Login {
  const [, plain, role] = /^(.*?)(?:\s+as\s+(\w+))?\s*$/is.exec(text) ?? []
  if (role === undefined) return parsePlain(text)
  if (role.toUpperCase() !== 'SYSDBA') throw new ScriptError(`CONNECT … AS ${role.toUpperCase()} is not supported`)
  if (/^\/(@\S+)?$/.test(plain)) return { user: '', password: '', privilege: 'sysdba', ...(plain.length > 2 && { connectString: plain.slice(2) }) }
  return { ...parsePlain(plain), privilege: 'sysdba' }
}

function parsePlain(text: string): Login {
  const user = /^("[^"]+"|[^/@\s"]+)\//.exec(text)?.[1]
  if (user === undefined) throw new ScriptError('a login is user/password@host:port/service; nobody is asked for a password')
  const rest = text.slice(user.length + 1)
  if (rest.startsWith('"')) {
    const close = rest.indexOf('"', 1)
    if (close < 0) throw new ScriptError('the quotes around the password are not closed')
    return login(user, rest.slice(1, close), rest.slice(close + 1))
  }
  const at = rest.lastIndexOf('@')
  return at < 0 ? login(user, rest, '') : login(user, rest.slice(0, at), rest.slice(at))
}

function login(user: string, password: string, tail: string): Login {
  if (password === '') throw new ScriptError('the password is missing')
  if (tail !== '' && !/^@\S+$/.test(tail)) throw new ScriptError('behind the password stands @host:port/service')
  return { user, password, ...(tail && { connectString: tail.slice(1) }) }
}
