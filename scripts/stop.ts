import { endProcess, isAlive } from './lib/process'
import { readRecord } from './pipeline/records'
import { main as db } from './db/main'

/** `npm run stop`: ends the app and the background database that lone stages and labs left running. */
export async function main(): Promise<number> {
  const app = readRecord('deploy')?.outputs
  if (app?.pid && isAlive(app.pid, 'promotion')) {
    await endProcess(app.pid)
    process.stdout.write(`The app (${app.url}) is stopped.\n`)
  }
  return db(['stop'])
}
