/** While the image is built: makes the cached template of a data folder, so that the first start does not. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@cicd-oracle/embedded'

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'template-'))
  await (await startServer({ dataDir: join(folder, 'data'), log: (line) => void process.stderr.write(`${line}\n`) })).stop()
  rmSync(folder, { recursive: true, force: true })
}

void main().then(() => process.exit(0), (error: Error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
