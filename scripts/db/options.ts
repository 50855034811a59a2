/** Options of the `db` commands. */
import { resolve } from 'node:path'
import { type DatabaseChoice, parseDatabaseChoice } from '../../db/connect'
import { rootFolder } from '../lib/root-folder'

export interface Options {
  readonly port?: number
  readonly dataDir: string
  readonly json: boolean
  /** Absent: the embedded one, or what runs already. */
  readonly database?: DatabaseChoice
}
export class UsageError extends Error {}

export const DEFAULT_DATA_DIR = '.run/database'

/** @throws UsageError */
export function parseOptions(argv: readonly string[]): Options {
  let port: number | undefined
  let dataDir = resolve(rootFolder, DEFAULT_DATA_DIR)
  let json = false
  let database: DatabaseChoice | undefined
  let ofEmbedded: string | undefined
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i]
    if (name === '--json') json = true
    else if (name === '--database' || name.startsWith('--database=')) database = parseChoice(name === '--database' ? argv[++i] : name.slice('--database='.length))
    else if (name === '--port' || name === '--data') {
      const value = argv[++i]
      if (value === undefined || value.startsWith('--')) throw new UsageError(`${name} needs a value`)
      ofEmbedded = name
      if (name === '--data') dataDir = resolve(value)
      else port = parsePort(value)
    } else throw new UsageError(`unknown option ${name}: known are --database CHOICE, --port N, --data DIR, --json`)
  }
  if (ofEmbedded && database && database.kind !== 'embedded') throw new UsageError(`${ofEmbedded} is for the embedded database`)
  return { port, dataDir, json, ...(database ? { database } : {}) }
}

function parseChoice(text: string | undefined): DatabaseChoice {
  if (!text || text.startsWith('--')) throw new UsageError('--database needs a value: embedded, container or a connect string')
  try {
    return parseDatabaseChoice(text)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new UsageError(`${text} is no port: give a number from 1 to 65535`)
  return port
}
