/** PostgreSQL refuses to run as root: there it runs as nobody (65534), elsewhere as the user himself. */
import { chownSync, lchownSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export interface RunAs {
  /** Set only where it differs from our own. */
  readonly uid?: number
  readonly gid?: number
}

const NOBODY = 65534

export function runAs(): RunAs {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
}

/** The uid that must own PostgreSQL's data folder; undefined on Windows. */
export const ownerOf = (who: RunAs): number | undefined => who.uid ?? process.getuid?.()

/** Whether that user may enter `path` and all folders above it. Only needed where it is another than ours. */
export function canReach(path: string, who: RunAs): boolean {
  if (who.uid === undefined) return true
  for (let at = resolve(path); ; at = dirname(at)) {
    let info
    try {
      info = statSync(at)
    } catch {
      continue // not made yet: its parents decide
    }
    if (info.isDirectory()) {
      const bit = info.uid === who.uid ? 0o100 : info.gid === who.gid ? 0o010 : 0o001
      if ((info.mode & bit) === 0) return false
    }
    if (at === dirname(at)) return true
  }
}

/** Where things that can be made anew are kept: readable by the user who runs PostgreSQL, writable by ours only. */
export function cacheFolder(who: RunAs): string {
  const folder = process.env.CICD_ORACLE_CACHE
    ?? (who.uid !== undefined ? '/var/tmp/cicd-oracle' : join(process.env.XDG_CACHE_HOME ?? join(homedir() || tmpdir(), '.cache'), 'cicd-oracle'))
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const info = statSync(folder)
  if (process.getuid && info.uid !== process.getuid()) {
    throw new Error(`cache folder ${folder} belongs to uid ${info.uid}: remove it, or name another in CICD_ORACLE_CACHE`)
  }
  return folder
}

/** Gives a folder and all below it to the user who runs PostgreSQL. */
export function handOver(folder: string, who: RunAs): void {
  if (who.uid === undefined || who.gid === undefined) return
  chownSync(folder, who.uid, who.gid)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) handOver(path, who)
    else lchownSync(path, who.uid, who.gid)
  }
}
