import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { appConnection } from '../lib/app-connection'
import { runCommand } from '../lib/command'
import { findFreePort } from '../lib/free-port'
import { endProcess } from '../lib/process'
import { ensureEnvironment } from '../lib/python'
import { rootFolder, runFolder } from '../lib/root-folder'
import { waitForReady } from '../lib/wait-for-ready'
import type { StageContext, StageResult } from '../pipeline/context'
import { StageError } from '../pipeline/stage-error'
import { endEarlierDeployment } from './earlier-deployment'

/** Installs the wheel into an environment of its own (locked dependencies, hashes checked) and starts it on the loopback. */
export async function deployProcess(context: StageContext): Promise<StageResult<'deploy'>> {
  const { wheel, version } = context.output('package')
  await endEarlierDeployment(context)
  const { python } = await ensureEnvironment(join(runFolder, 'app'), 'app/requirements.lock', context)
  context.progress(`installing ${wheel}`)
  await runCommand([python, '-m', 'pip', 'install', '--disable-pip-version-check', '--no-deps', '--no-index', '--force-reinstall', '--quiet', join(rootFolder, wheel)], {
    log: context.log,
    signal: context.signal
  })
  const port = await findFreePort(8080)
  const url = `http://127.0.0.1:${port}`
  const output = openSync(join(runFolder, 'logs', 'app.log'), 'w')
  const server = [python, '-m', 'promotion.serve', '127.0.0.1', String(port)]
  const env = { ...process.env, ...appConnection(context.output('database')) }
  // In a session the app hangs on a pipe of ours and ends with us, even after kill -9; detached it stays.
  const tethered = context.lifetime === 'session'
  const child = tethered
    ? spawn(process.execPath, [join(rootFolder, 'scripts/lib/tether.cjs'), ...server], { cwd: runFolder, env, stdio: ['pipe', output, output] })
    : spawn(server[0], server.slice(1), { cwd: runFolder, env, stdio: ['ignore', output, output], detached: true })
  let exit: number | null | undefined
  child.on('exit', (code) => {
    exit = code
  })
  const pid = child.pid!
  if (tethered) context.onStop('the app', () => endProcess(pid))
  else child.unref()
  context.progress(`waiting for ${url}/readyz`)
  const ready = await waitForReady(url, () => exit !== undefined || context.signal.aborted)
  if (!ready) {
    await endProcess(pid)
    throw new StageError(
      exit === undefined ? `The app did not get ready within 30 seconds.` : `The app ended with exit code ${exit} before it was ready.`,
      'Log: .run/logs/app.log',
      'Read the log.'
    )
  }
  return { outputs: { kind: 'process', url, pid, container: null, version }, summary: `process · ${url} · ${version} is ready`, standIn: 'a process on this machine stood in for the cluster' }
}
