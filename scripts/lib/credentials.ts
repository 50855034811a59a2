import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runFolder } from './root-folder'

/** The users of the workshop besides the administrator: the schema's owner, the app with just its grants, lab 7's exercise. */
export const SCHEMA_OWNER = 'HR'
export const APP_USER = 'PROMOTION'
export const CICD_USER = 'CICD_USER'

const FILE = join(runFolder, 'credentials.json')

/** A login that the user named is one of the workshop's users: its password is known then, whatever is kept. */
export function adoptLogin({ user, password }: { readonly user: string; readonly password: string }, environment: NodeJS.ProcessEnv = process.env): void {
  const variable = { [SCHEMA_OWNER]: 'HR_PASSWORD', [APP_USER]: 'DB_PASSWORD' }[user.toUpperCase()]
  if (variable) environment[variable] ??= password
}

interface Passwords {
  readonly hr: string
  readonly app: string
  readonly cicd: string
}

/**
 * Passwords of the workshop's users on one database: HR_PASSWORD and DB_PASSWORD of the environment, else made at random
 * and kept in .run/credentials.json, readable by its owner alone.
 * @param database what tells databases apart: the data folder of an embedded one, else the connect string.
 */
export function passwordsFor(database: string): Passwords {
  const known = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Partial<Passwords>>) : {}
  // A letter first, for tools that take passwords without quotes.
  const random = () => `p${randomBytes(12).toString('hex')}`
  const { hr = random(), app = random(), cicd = random() } = known[database] ?? {}
  const passwords = { hr, app, cicd }
  if (!known[database]?.cicd) {
    mkdirSync(runFolder, { recursive: true })
    writeFileSync(FILE, `${JSON.stringify({ ...known, [database]: passwords }, null, 2)}\n`, { mode: 0o600 })
    chmodSync(FILE, 0o600)
  }
  return { ...passwords, hr: process.env.HR_PASSWORD ?? hr, app: process.env.DB_PASSWORD ?? app }
}
