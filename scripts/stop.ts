import { forgetContainers, mayHaveContainers } from './containers/container-files'
import { endProcess, isAlive } from './lib/process'
import { readRecord } from './pipeline/records'
import { main as db } from './db/main'

/** `npm run stop`: ends the app and the background database that lone stages, labs and lab 2's pushes left running, and removes their containers. */
export async function main(): Promise<number> {
  const { stopPushed } = await import('./labs/02-github/live')
  const pushed = await stopPushed()
  const app = readRecord('deploy')?.outputs
  if (app?.pid && isAlive(app.pid, 'promotion')) {
    await endProcess(app.pid)
    process.stdout.write(`The app (${app.url}) is stopped.\n`)
  }
  const containers = mayHaveContainers() ? await removeContainers() : 0
  return (await db(['stop'])) || containers || pushed
}

/** Of this checkout: apps, databases with their data, networks. @returns 1 when the engine that has them does not answer */
export async function removeContainers(): Promise<number> {
  const { connectEngine } = await import('./containers/engine')
  const { removeStaying } = await import('./containers/leftovers')
  try {
    for (const what of await removeStaying(await connectEngine())) process.stdout.write(`The ${what} is removed.\n`)
    forgetContainers()
    return 0
  } catch (error) {
    process.stderr.write(`Containers of this checkout may still be there: ${(error as Error).message}\n`)
    return 1
  }
}
