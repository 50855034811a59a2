/** What the image's environment says: the same variables as gvenzl/oracle-free. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface Settings {
  /** Of SYSTEM. */
  readonly password: string
  /** It was made here, and must be told. */
  readonly random: boolean
  readonly app?: { readonly user: string; readonly password: string }
}

/** The environment is wrong: one sentence. */
export class Misuse extends Error {}

/** Known to everybody who ever read a manual: as good as none on a network. */
const DEFAULT_PASSWORDS = new Set(['oracle', 'oracle123', 'password', 'manager', 'change_on_install', 'sys', 'system', 'tiger', 'welcome', 'welcome1', 'changeme', 'admin', 'secret'])

const isTrue = (text: string | undefined): boolean => /^(yes|true|y|1)$/i.test(text ?? '')

/** NAME, or the content of the file that NAME_FILE names. */
function valueOf(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const { [name]: value, [`${name}_FILE`]: file } = env
  if (value !== undefined && file) throw new Misuse(`${name} and ${name}_FILE are both set: keep one.`)
  if (!file) return value
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new Misuse(`${name}_FILE cannot be read: ${(error as Error).message}.`)
  }
}

function check(name: string, user: string, password: string): void {
  if (password === '') throw new Misuse(`${name} is empty: the database is reached from other machines, so it wants a password.`)
  if (DEFAULT_PASSWORDS.has(password.toLowerCase()) || password.toLowerCase() === user.toLowerCase())
    throw new Misuse(`${name} is a password that everybody knows: choose another, or let ORACLE_RANDOM_PASSWORD=yes choose one.`)
  if (password.includes('"') || password.includes('\0') || Buffer.byteLength(password) > 128) throw new Misuse(`${name} may not hold a double quote and is at most 128 bytes long.`)
}

/** @throws Misuse */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = valueOf('ORACLE_PASSWORD', env)
  const random = isTrue(env.ORACLE_RANDOM_PASSWORD)
  if (given === undefined && !random) throw new Misuse('No password is given: set ORACLE_PASSWORD, ORACLE_PASSWORD_FILE, or ORACLE_RANDOM_PASSWORD=yes.')
  const made = random && !given
  const password = made ? `p${randomBytes(12).toString('hex')}` : given!
  check('ORACLE_PASSWORD', 'system', password)
  const further = (env.ORACLE_DATABASE ?? '').split(',').map((name) => name.trim().toUpperCase()).filter((name) => name && name !== 'FREEPDB1')
  if (further.length) throw new Misuse(`ORACLE_DATABASE names ${further.join(', ')}: this image has the one service FREEPDB1. Leave it unset, or use Oracle Database Free.`)
  const user = env.APP_USER
  const appPassword = valueOf('APP_USER_PASSWORD', env)
  if (user && appPassword === undefined) throw new Misuse('APP_USER is set without APP_USER_PASSWORD: set both.')
  if (!user) return { password, random: made }
  if (!/^[A-Za-z][A-Za-z0-9_$#]{0,127}$/.test(user)) throw new Misuse(`APP_USER is ${JSON.stringify(user)}, which is no name that needs no quotes.`)
  check('APP_USER_PASSWORD', user, appPassword!)
  return { password, random: made, app: { user: user.toUpperCase(), password: appPassword! } }
}
