import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, link, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { rootFolder } from '../../lib/root-folder'
import { runGit } from '../scratch-git'
import { checkoutFolder, remoteFolder } from './remote'

/** Checks a pushed commit out, in a folder of its own whose `.run`, `.venv` and packages stay from push to push. */
export async function checkOut(commit: string, say: (line: string) => void): Promise<void> {
  if (!existsSync(join(checkoutFolder, '.git'))) {
    await rm(checkoutFolder, { recursive: true, force: true })
    await mkdir(checkoutFolder, { recursive: true })
    await runGit(checkoutFolder, ['clone', '--quiet', '--no-checkout', '--template=', remoteFolder, '.'])
  }
  await runGit(checkoutFolder, ['fetch', '--quiet', '--force', '--update-shallow', 'origin', '+refs/heads/*:refs/remotes/origin/*'])
  await runGit(checkoutFolder, ['checkout', '--quiet', '--force', '--detach', commit])
  await runGit(checkoutFolder, ['clean', '--quiet', '--force', '-d']) // ignored files stay
  await providePackages(say)
}

const textOf = (...path: string[]): string => createHash('sha256').update(readFileSync(join(...path))).digest('hex')

/**
 * The packages of this checkout, linked, where the pushed one wants the same: seconds in place of a minute. Where it wants
 * others its own bootstrap installs them.
 */
async function providePackages(say: (line: string) => void): Promise<void> {
  const target = join(checkoutFolder, 'node_modules')
  const source = join(rootFolder, 'node_modules')
  const lock = 'package-lock.json'
  if (existsSync(join(target, '.bootstrap')) || !existsSync(join(source, '.bootstrap'))) return
  if (!existsSync(join(checkoutFolder, lock)) || textOf(checkoutFolder, lock) !== textOf(rootFolder, lock)) return
  say('linking the npm packages of this checkout')
  await rm(target, { recursive: true, force: true })
  const marker = '.bootstrap' // last: what is interrupted here is begun again
  await linkTree(source, target, marker)
  await copyFile(join(source, marker), join(target, marker))
}

/** Hard links of files, symbolic links as they are; copies where the file system has no hard links. */
async function linkTree(source: string, target: string, except?: string): Promise<void> {
  await mkdir(target, { recursive: true })
  for (const entry of await readdir(source, { withFileTypes: true })) {
    if (entry.name === except) continue
    const [from, to] = [join(source, entry.name), join(target, entry.name)]
    if (entry.isDirectory()) await linkTree(from, to)
    // Of a relative link within the checkout (the workspaces) the copy names the other checkout's.
    else if (entry.isSymbolicLink()) await symlink(await readlink(from), to, process.platform === 'win32' ? 'junction' : undefined)
    else await link(from, to).catch(() => copyFile(from, to))
  }
}
