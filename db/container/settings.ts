/** What the image's environment says at the first start: the same variables as gvenzl/oracle-free. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ADMINISTRATORS, checkPassword, checkUser, Misuse } from './accounts'
import { SERVICE } from './places'

export interface Settings {
  /** Of SYS and SYSTEM. */
  readonly password: string
  /** It was made here, and must be told. */
  readonly random: boolean
  readonly app?: { readonly user: string; readonly password: string }
  /** Further services. */
  readonly services: readonly string[]
}

/** NAME, or the content of the file that NAME_FILE names; undefined when there is none or nothing in it. */
function valueOf(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const { [name]: value, [`${name}_FILE`]: file } = env
  if (value && file) throw new Misuse(`${name} and ${name}_FILE are both set: keep one.`)
  if (!file) return value
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new Misuse(`${name}_FILE cannot be read: ${(error as Error).message}.`)
  }
}

/** @throws Misuse */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = valueOf('ORACLE_PASSWORD', env)
  const random = Boolean(env.ORACLE_RANDOM_PASSWORD)
  if (given && random) throw new Misuse('ORACLE_PASSWORD and ORACLE_RANDOM_PASSWORD are both set: keep one.')
  if (given === undefined && !random) throw new Misuse('No password is given for SYS and SYSTEM: set ORACLE_PASSWORD, ORACLE_PASSWORD_FILE, or ORACLE_RANDOM_PASSWORD=yes.')
  const password = random ? `p${randomBytes(12).toString('hex')}` : given!
  checkPassword('ORACLE_PASSWORD', ADMINISTRATORS, password)
  const services = [...new Set((valueOf('ORACLE_DATABASE', env) ?? '').split(',').map((name) => name.trim().toUpperCase()))].filter((name) => name && name !== SERVICE)
  const bad = services.find((name) => !/^[A-Z][A-Z0-9_$#]{0,29}$/.test(name))
  if (bad !== undefined) throw new Misuse(`ORACLE_DATABASE names ${bad}: a service's name is a letter, then letters, digits and _ $ #, 30 in all.`)
  const { APP_USER: user } = env
  const appPassword = valueOf('APP_USER_PASSWORD', env)
  if (user && appPassword === undefined) throw new Misuse('APP_USER is set without APP_USER_PASSWORD or APP_USER_PASSWORD_FILE: set both.')
  if (!user && appPassword) throw new Misuse('APP_USER_PASSWORD is set without APP_USER: set both.')
  if (!user) return { password, random, services }
  const name = checkUser('APP_USER', user)
  checkPassword('APP_USER_PASSWORD', [name], appPassword!)
  return { password, random, services, app: { user: name, password: appPassword! } }
}
