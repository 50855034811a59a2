/** What lies in the cache folder, and what of it nobody needs any more. */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, type RunAs } from './run-as'

const HOUR = 3_600_000
/** Templates that were not used for this long go, except the newest few. */
const TEMPLATE_AGE = 24 * HOUR
const TEMPLATES_KEPT = 3

/** Folder of a template; marked as used now. Sweeps what is old. */
export function templateFolder(key: string, who: RunAs): string {
  const cache = cacheFolder(who)
  const folder = join(cache, `template-${key}`)
  try {
    if (existsSync(folder)) utimesSync(folder, new Date(), new Date())
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'EROFS') throw e // an image's: nobody sweeps it
  }
  sweepTemplates(cache, folder)
  return folder
}

function sweepTemplates(cache: string, current: string): void {
  const now = Date.now()
  const templates = readdirSync(cache).filter(name => name.startsWith('template-')).map(name => join(cache, name))
  const byAge = templates.filter(path => path !== current).map(path => ({ path, used: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now })).sort((a, b) => b.used - a.used)
  byAge.forEach(({ path, used }, i) => {
    const unfinished = path.includes('.')
    if (unfinished ? now - used > HOUR : i >= TEMPLATES_KEPT && now - used > TEMPLATE_AGE) rmSync(path, { recursive: true, force: true })
  })
}

/** Where the PostgreSQL files of a data folder lie that their user may not enter. Removes those whose data folder is gone. */
export function distantData(dataDir: string, who: RunAs): string {
  const cache = cacheFolder(who)
  for (const name of readdirSync(cache).filter(n => /^data-[0-9a-f]{16}\.origin$/.test(n))) {
    const origin = join(cache, name)
    // A data folder that was removed and made anew has no link yet: what is here belonged to the old one.
    if (lstatSync(join(readFileSync(origin, 'utf8'), 'pg'), { throwIfNoEntry: false })) continue
    rmSync(origin.replace(/\.origin$/, ''), { recursive: true, force: true })
    rmSync(origin, { force: true })
  }
  const folder = join(cache, `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)
  writeFileSync(`${folder}.origin`, dataDir)
  return folder
}
