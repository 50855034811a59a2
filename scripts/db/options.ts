/** Options of the `db` commands. */
import { resolve } from 'node:path'
import { rootFolder } from '../lib/root-folder'

export interface Options {
  readonly port?: number
  readonly dataDir: string
  readonly json: boolean
}
export class UsageError extends Error {}

export const DEFAULT_DATA_DIR = '.run/database'

/** @throws UsageError */
export function parseOptions(argv: readonly string[]): Options {
  let port: number | undefined
  let dataDir = resolve(rootFolder, DEFAULT_DATA_DIR)
  let json = false
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i]
    if (name === '--json') json = true
    else if (name === '--port' || name === '--data') {
      const value = argv[++i]
      if (value === undefined || value.startsWith('--')) throw new UsageError(`${name} needs a value`)
      if (name === '--data') dataDir = resolve(value)
      else port = parsePort(value)
    } else throw new UsageError(`unknown option ${name}: known are --port N, --data DIR, --json`)
  }
  return { port, dataDir, json }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new UsageError(`${text} is no port: give a number from 1 to 65535`)
  return port
}
