import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from './lib/root-folder'
import { main as stop } from './stop'

/** `npm run clean`: stops what runs and removes everything that runs have written to the checkout; node_modules stays. */
export async function main(): Promise<number> {
  await stop()
  for (const folder of ['.run', '.venv', 'db/lexer/dist', 'db/embedded/dist', 'db/changes/dist']) {
    if (!existsSync(join(rootFolder, folder))) continue
    rmSync(join(rootFolder, folder), { recursive: true, force: true })
    process.stdout.write(`removed ${folder}\n`)
  }
  return 0
}
