import { join } from 'node:path'
import { findEmbedded, stopEmbedded } from '../../db/connect'
import { mayHaveContainers } from '../containers/container-files'
import { endProcess, isAlive } from '../lib/process'
import { runFolder } from '../lib/root-folder'
import { readRecord } from '../pipeline/records'
import { removeContainers } from '../stop'

const dataDir = join(runFolder, 'database')
const runningApp = (): number | undefined => {
  const pid = readRecord('deploy')?.outputs?.pid
  return pid && isAlive(pid, 'promotion') ? pid : undefined
}

/** Remembers what runs now. @returns how to end what came after, and only that; it tells what stays */
export function rememberRunning(): (keep: boolean) => Promise<void> {
  const app = runningApp() !== undefined
  const database = findEmbedded(dataDir) !== undefined
  const containers = mayHaveContainers()
  return async (keep) => {
    const pid = runningApp()
    if (pid && !app) await endProcess(pid)
    if (!database && !keep) await stopEmbedded(dataDir)
    if (!containers && !keep && mayHaveContainers()) await removeContainers()
    if (app || database || containers || keep) process.stdout.write('What ran before, or was to be kept, still runs: npm run stop ends it.\n')
  }
}
