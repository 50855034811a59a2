/** The repository that stands in for the one on GitHub: bare, in a folder, with a hook. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder, runFolder } from '../../lib/root-folder'
import { runGit } from '../scratch-git'

export const pushFolder = join(runFolder, 'push')
/** What is pushed to. */
export const remoteFolder = join(pushFolder, 'remote.git')
/** What was pushed, checked out; its own `.run` holds its database, its app, its logs. */
export const checkoutFolder = join(pushFolder, 'checkout')
export const logFile = join(pushFolder, 'last-push.log')

/** The branch whose commits are delivered. */
export const BRANCH = 'main'
/** Names the commit whose app was live last. */
export const LIVE_REF = `refs/live/${BRANCH}`

const quote = (word: string): string => `'${word.replaceAll('\\', '/').replaceAll("'", "'\\''")}'`

/** Makes it when it is not there; the hook is written anew, as Node or the checkout may have moved. */
export async function prepareRemote(folder = remoteFolder): Promise<string> {
  if (!existsSync(join(folder, 'HEAD'))) {
    mkdirSync(folder, { recursive: true })
    await runGit(folder, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${BRANCH}`])
    // A shallow clone, as CI makes them, may push too.
    await runGit(folder, ['config', 'receive.shallowUpdate', 'true'])
  }
  const hook = join(folder, 'hooks', 'post-receive')
  mkdirSync(join(folder, 'hooks'), { recursive: true })
  writeFileSync(hook, `#!/bin/sh\n# Runs the pipeline on what was pushed: scripts/labs/02-github/receive.ts\nexec ${[process.execPath, join(rootFolder, 'scripts/bootstrap.cjs'), 'labs/02-github/receive'].map(quote).join(' ')}\n`)
  chmodSync(hook, 0o755)
  return folder
}

/** The commit that a ref of it names. */
export async function readRef(ref: string, folder = remoteFolder): Promise<string | undefined> {
  if (!existsSync(join(folder, 'HEAD'))) return undefined
  const { exitCode, stdout } = await runGit(folder, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { tolerant: true })
  return exitCode === 0 ? stdout.trim() : undefined
}
