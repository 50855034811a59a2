/** The accounts that the image's variables and commands are about. */
import { isDefaultPassword } from '@cicd-oracle/embedded'
import type { Connection } from 'oracledb'

/** One sentence. */
export class Misuse extends Error {}

export const ADMINISTRATORS = ['SYS', 'SYSTEM'] as const
/** What gvenzl's image gives the app's user. */
const GRANTS = 'connect, resource, create view, create materialized view, create synonym'

/** @throws Misuse: `what` is the variable or argument that it came by */
export function checkPassword(what: string, users: readonly string[], password: string): void {
  if (password === '') throw new Misuse(`${what} is empty: the database is reached from other machines, so it wants a password.`)
  if (users.some((user) => isDefaultPassword(user, password))) throw new Misuse(`${what} is a password that everybody knows: choose another, or let ORACLE_RANDOM_PASSWORD=yes choose one.`)
  if (/["\0\r\n]/.test(password) || Buffer.byteLength(password) > 128) throw new Misuse(`${what} may hold no double quote and no line end, and is at most 128 bytes long.`)
}

/** As written where no quotes are. @throws Misuse */
export function checkUser(what: string, user: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_$#]{0,127}$/.test(user)) throw new Misuse(`${what} is ${JSON.stringify(user)}: a user's name is a letter, then letters, digits and _ $ #.`)
  const name = user.toUpperCase()
  if (ADMINISTRATORS.includes(name as never)) throw new Misuse(`${what} is ${name}, who is there already: name a user of the app's own.`)
  return name
}

export async function createAppUser(admin: Connection, user: string, password: string): Promise<void> {
  await admin.execute(`create user ${user} identified by "${password}" quota unlimited on users`)
  await admin.execute(`grant ${GRANTS} to ${user}`)
}
export async function setAdminPasswords(admin: Connection, password: string): Promise<void> {
  for (const user of ADMINISTRATORS) await admin.execute(`alter user ${user} identified by "${password}"`)
}
