/** A hash of all that installing the catalog depends on: it names the cached template, and tells when a data folder must follow. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function catalogFingerprint(): string {
  const hash = createHash('sha256')
  // Beside the sources; from the compiled output the .sql files are two folders up.
  for (const folder of [join(__dirname, 'catalog'), join(__dirname, '..', 'catalog'), join(__dirname, 'errors')]) if (existsSync(folder)) addFolder(folder, hash)
  return hash.digest('hex')
}

/** The same of what makes PostgreSQL's functions out of stored units: another compiler makes them anew. */
export function compilerFingerprint(): string {
  const hash = createHash('sha256')
  for (const folder of ['sql', 'plsql']) addFolder(join(__dirname, folder), hash)
  return hash.digest('hex')
}

function addFolder(folder: string, hash: ReturnType<typeof createHash>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) addFolder(join(folder, entry.name), hash)
    else if (/\.(sql|ts|js)$/.test(entry.name)) hash.update(entry.name).update(readFileSync(join(folder, entry.name)))
  }
}

const fileOf = (dataDir: string, of: 'catalog' | 'compiler'): string => join(dataDir, `${of}-fingerprint`)

export function readFingerprint(dataDir: string, of: 'catalog' | 'compiler' = 'catalog'): string {
  const file = fileOf(dataDir, of)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
export const writeFingerprint = (dataDir: string, fingerprint: string, of: 'catalog' | 'compiler' = 'catalog'): void =>
  writeFileSync(fileOf(dataDir, of), fingerprint)
