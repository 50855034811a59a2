import { ScriptError } from './script-error'

export interface Login {
  readonly user: string
  readonly password: string
  /** host:port/service; absent: the database that is connected already. */
  readonly connectString?: string
}

/** user/password[@host:port/service]; both may be in double quotes. */
export function parseLogin(text: string): Login {
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
