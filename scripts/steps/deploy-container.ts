import type Docker from 'dockerode'
import { engineHost } from '../../db/connect'
import { rememberContainers, writeContainerLog } from '../containers/container-files'
import { logsOf, removeContainer, runContainer, waitForEnd } from '../containers/container'
import type { ContainerRun } from '../containers/container-run'
import { appConnectionInside } from '../lib/app-connection'
import { findFreePort } from '../lib/free-port'
import { waitForReady } from '../lib/wait-for-ready'
import type { StageContext, StageResult } from '../pipeline/context'
import { Interrupted, StageError } from '../pipeline/stage-error'
import { endEarlierDeployment } from './earlier-deployment'

const PORT = 8080
const MEMORY = 256 * 1024 * 1024

/** Runs the image beside the database: no writing but to /tmp, no capabilities, bounded memory, reachable from this machine only. */
export async function deployContainer(context: StageContext): Promise<StageResult<'deploy'>> {
  const { image, id, version } = context.output('build-image')
  const run = await context.containers()
  await endEarlierDeployment(context)
  if (context.lifetime === 'detached') rememberContainers()
  context.progress(`starting ${image}`)
  const started = Date.now()
  const { container, url } = await startApp(context, run, id)
  context.progress(`waiting for ${url}/readyz`)
  let exit: number | undefined
  const watch = new AbortController()
  void waitForEnd(container, watch.signal).then((code) => { exit = code }, () => undefined)
  const ready = await waitForReady(url, () => exit !== undefined || context.signal.aborted)
  // A request that stays open would keep the process of a lone stage alive.
  watch.abort()
  if (!ready) {
    const log = await logsOf(container).catch(() => '')
    const { State } = await container.inspect()
    await removeContainer(container)
    if (context.signal.aborted) throw new Interrupted()
    throw new StageError(
      exit === undefined ? 'The app did not get ready within 30 seconds.' : `The app's container ended with exit code ${exit}${State.OOMKilled ? ' for lack of memory' : ''} before it was ready.`,
      `Log: ${writeContainerLog('app', log)}`,
      'Read the log.',
      log.split('\n').filter((line) => line.trim()).slice(-12)
    )
  }
  if (context.lifetime === 'detached') await run.keep(container.id)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  return {
    outputs: { kind: 'container', url, pid: null, container: container.id, version },
    summary: `container · ${url} · ${image} is ready after ${seconds} s`,
    standIn: 'a container on this machine stood in for the cluster'
  }
}

/** By its id: a tag may be another checkout's by now. On the wanted port when it is free; somebody may take it just then, so the engine gets a second try with any. */
async function startApp(context: StageContext, run: ContainerRun, image: string): Promise<{ container: Docker.Container; url: string }> {
  const database = context.output('database')
  const host = await engineHost(run.engine.docker)
  const local = host === '127.0.0.1'
  for (let tries = 0; ; tries++) {
    const port = await findFreePort(tries ? 0 : PORT)
    try {
      const container = await runContainer(
        run.engine,
        {
          name: run.name('app'),
          image,
          labels: run.labels('app'),
          env: appConnectionInside(database),
          ...(database.network ? { network: { name: database.network, alias: 'app' } } : {}),
          publish: { port: PORT, hostIp: local ? '127.0.0.1' : '', hostPort: port },
          memoryBytes: MEMORY
        },
        context.signal
      )
      return { container, url: `http://${host}:${port}` }
    } catch (error) {
      const { message } = error as Error
      if (tries < 3 && /port is already allocated|address already in use|ports are not available/i.test(message)) continue
      if (error instanceof Interrupted) throw error
      throw new StageError('The app\'s container could not be started.', `Engine: ${message}`, 'Mend what the engine names.')
    }
  }
}
