import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from './lib/root-folder'
import { main as stop } from './stop'

/** `npm run clean`: stops what runs and removes everything that runs have written to the checkout; node_modules stays. */
export async function main(): Promise<number> {
  await stop()
  await removeLabelled()
  for (const folder of ['.run', '.venv', 'db/lexer/dist', 'db/embedded/dist', 'db/changes/dist', 'db/sql/dist', 'scripts/wercker/dist', '.wercker']) {
    if (!existsSync(join(rootFolder, folder))) continue
    rmSync(join(rootFolder, folder), { recursive: true, force: true })
    process.stdout.write(`removed ${folder}\n`)
  }
  return 0
}

/** Whatever an engine still has with this checkout's label; where no engine answers there is nothing to be found. */
async function removeLabelled(): Promise<void> {
  const { findEngine } = await import('./containers/engine')
  const { removeCheckout } = await import('./containers/leftovers')
  const engine = await findEngine()
  for (const what of engine ? await removeCheckout(engine) : []) process.stdout.write(`removed the ${what}\n`)
}
