import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from '../lib/process'
import { runFolder } from '../lib/root-folder'

const FILE = join(runFolder, 'session.pid')

/**
 * One session at a time in a checkout: two would share, and stop, one database.
 * @returns how to give it back, or the process id of the other one.
 */
export function takeSession(): { release(): void } | { holder: number } {
  mkdirSync(runFolder, { recursive: true })
  for (;;) {
    try {
      writeFileSync(FILE, String(process.pid), { flag: 'wx' })
      return { release: () => rmSync(FILE, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = Number(readFileSync(FILE, 'utf8'))
      if (holder === process.pid || (holder > 0 && isAlive(holder, 'bootstrap.cjs'))) return { holder }
      rmSync(FILE, { force: true }) // of a session that was killed
    }
  }
}
