import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../../lib/command'
import { ensureEnvironment, type VirtualEnvironment } from '../../lib/python'
import { rootFolder, runFolder } from '../../lib/root-folder'

export const LOCK = 'scripts/labs/03-wercker/requirements.lock'
/** What the labs make on this machine; `npm run clean` removes it. */
export const labFolder = join(runFolder, 'labs')
const wheelsFolder = join(labFolder, 'wheels')

type Options = Parameters<typeof ensureEnvironment>[2]

/** flake8, pytest, Bottle and WebTest as the lab's lock file has them, each checked by hash; downloaded once. */
export const labEnvironment = (options: Options): Promise<VirtualEnvironment> => ensureEnvironment(join(labFolder, 'venv'), LOCK, options)

/** The same packages as files, for pipelines that install them themselves: their pip needs no network then. */
export async function labWheels({ log, signal }: NonNullable<Options> = {}): Promise<string> {
  const { python } = await labEnvironment({ log, signal })
  if (existsSync(wheelsFolder) && readdirSync(wheelsFolder).length > 0) return wheelsFolder
  const words = ['--disable-pip-version-check', '--no-input', '--quiet', '--require-hashes', '--only-binary', ':all:', '-r', join(rootFolder, LOCK)]
  await runCommand([python, '-m', 'pip', 'download', ...words, '--dest', wheelsFolder], { log, signal, next: 'Check the network or proxy settings of pip (pip config list).' })
  return wheelsFolder
}
