import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './config-error'

const NAMES = ['ewok.yml', 'wercker.yml', '.wercker.yml']

/** The project's file; the first of the original's three names wins. */
export function findConfig(folder: string, explicit?: string): string {
  if (explicit !== undefined) {
    if (!existsSync(explicit)) throw new ConfigError(explicit, [{ message: 'No such file' }])
    return explicit
  }
  const found = NAMES.map((name) => join(folder, name)).find(existsSync)
  if (!found) throw new ConfigError(folder, [{ message: 'No wercker.yml found' }])
  return found
}
