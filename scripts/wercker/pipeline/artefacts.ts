import { lstat, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Session } from '../session/session'

const LIMIT_MB = 5000

/** What a run leaves for deploy: its output folder, else the whole source tree. Returns the folder on the host. */
export async function collectArtefacts(session: Session, workingDir: string, runId: string, link: 'latest' | 'latest_deploy'): Promise<{ folder: string; whole: boolean }> {
  const build = join(workingDir, 'builds', runId)
  const folder = join(build, 'output')
  await mkdir(folder, { recursive: true })
  await session.copyOut(session.folders.output, folder)
  const whole = !(await hasFile(folder))
  if (whole) await session.copyOut(session.folders.source, folder)
  if ((await sizeOf(folder)) > LIMIT_MB * 1e6) {
    await rm(build, { recursive: true, force: true })
    throw new Error(`Size exceeds maximum size of ${LIMIT_MB}MB`)
  }
  const name = join(workingDir, link)
  await rm(`${name}.new`, { force: true })
  await symlink(join('builds', runId), `${name}.new`, 'junction')
  await rename(`${name}.new`, name)
  return { folder, whole }
}

async function hasFile(folder: string): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) if (!entry.isDirectory() || (await hasFile(join(folder, entry.name)))) return true
  return false
}

async function sizeOf(folder: string): Promise<number> {
  let total = 0
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    total += entry.isDirectory() ? await sizeOf(path) : (await lstat(path)).size
  }
  return total
}
