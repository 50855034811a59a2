import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StageError } from '../pipeline/stage-error'
import { runCommand } from './command'
import { rootFolder } from './root-folder'

export interface VirtualEnvironment {
  /** Folder of the environment. */
  readonly folder: string
  readonly python: string
}

/** A Python 3.10 or later on this machine, by the usual names; PYTHON names another. */
async function findPython(): Promise<string> {
  const tried: string[] = []
  for (const name of [process.env.PYTHON, 'python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10']) {
    if (!name) continue
    const { exitCode, stdout } = await runCommand([name, '-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { tolerant: true })
    const [major, minor] = stdout.trim().split('.').map(Number)
    if (exitCode === 0 && (major > 3 || (major === 3 && minor >= 10))) return name
    if (exitCode === 0) tried.push(`${name} is ${stdout.trim()}`)
  }
  throw new StageError(
    tried.length ? `No Python 3.10 or later was found (${tried.join(', ')}).` : 'No Python was found on the PATH.',
    'Looked for: PYTHON, python3, python, python3.13 … python3.10',
    'Install Python 3.10 or later, or name one: PYTHON=/path/to/python3 npm start.'
  )
}

/**
 * A virtual environment holding exactly one lock file, made anew when the lock or the interpreter changes.
 * @param lock requirements file with hashes, relative to the checkout.
 */
export async function ensureEnvironment(
  folder: string,
  lock: string,
  options: { readonly progress?: (text: string) => void; readonly log?: (text: string) => void; readonly signal?: AbortSignal } = {}
): Promise<VirtualEnvironment> {
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const marker = join(folder, '.lock-hash')
  const key = createHash('sha256').update(readFileSync(join(rootFolder, lock))).digest('hex')
  if (existsSync(marker) && existsSync(python) && readFileSync(marker, 'utf8') === key) {
    // A system upgrade can take the interpreter away from under an environment.
    if ((await runCommand([python, '-c', ''], { tolerant: true })).exitCode === 0) return { folder, python }
  }
  const base = await findPython()
  const { exitCode } = await runCommand([base, '-c', 'import venv, ensurepip'], { tolerant: true })
  if (exitCode !== 0)
    throw new StageError(
      "This Python has no venv or ensurepip module, which some distributions package apart.",
      `Interpreter: ${base}`,
      'On Debian and Ubuntu: apt-get install python3-venv.'
    )
  options.progress?.('creating the Python environment (first time only)')
  rmSync(folder, { recursive: true, force: true })
  await runCommand([base, '-m', 'venv', folder], { log: options.log, signal: options.signal })
  options.progress?.(`installing ${lock} (first time only)`)
  await runCommand(
    [python, '-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--require-hashes', '--only-binary', ':all:', '-r', join(rootFolder, lock)],
    { log: options.log, signal: options.signal, next: 'Check the network or proxy settings of pip (pip config list).' }
  )
  writeFileSync(marker, key)
  return { folder, python }
}

/** The environment for tests and lint. */
export const testEnvironment = (options: Parameters<typeof ensureEnvironment>[2]) => ensureEnvironment(join(rootFolder, '.venv'), 'app/requirements-dev.lock', options)
