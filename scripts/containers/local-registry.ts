/** A registry of this machine, for those who have none: started once, kept until `npm run stop` or `npm run clean`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Interrupted, StageError } from '../pipeline/stage-error'
import { publishedPort, removeContainer, runContainer } from './container'
import { rememberContainers } from './container-files'
import type { Engine } from './engine'
import { engineSaid, followEvents } from './engine-events'
import { labelsOf, ofCheckout } from './labels'

const PORT = 5000

export interface LocalRegistryOptions {
  readonly progress?: (text: string) => void
  readonly signal: AbortSignal
}

/** @returns 127.0.0.1:port, which every engine takes for plain HTTP */
export async function startLocalRegistry(engine: Engine, { progress, signal }: LocalRegistryOptions): Promise<string> {
  const image = process.env.LOCAL_REGISTRY_IMAGE || 'registry:3'
  const [running] = await engine.docker.listContainers({ filters: { label: ofCheckout('registry') } })
  if (running) return `127.0.0.1:${await publishedPort(engine.docker.getContainer(running.Id), PORT)}`
  await ensureImage(engine, image, progress, signal)
  progress?.(`starting ${image}`)
  rememberContainers()
  const container = await runContainer(
    engine,
    { name: `cicd-oracle-python-registry-${process.pid}`, image, labels: labelsOf('registry', 'registry', 'detached'), env: {}, publish: { port: PORT, hostIp: '127.0.0.1', hostPort: 0 }, memoryBytes: 256 * 1024 * 1024 },
    signal
  )
  const address = `127.0.0.1:${await publishedPort(container, PORT)}`
  for (const end = Date.now() + 20_000; Date.now() < end && !signal.aborted; ) {
    const ready = await fetch(`http://${address}/v2/`, { signal: AbortSignal.timeout(2000) }).then(({ status }) => status === 200 || status === 401, () => false)
    if (ready) return address
    await sleep(100)
  }
  await removeContainer(container)
  if (signal.aborted) throw new Interrupted()
  throw new StageError('The local registry did not answer within 20 seconds.', `Image: ${image}`, 'Name a registry with DOCKER_REPO, or another image with LOCAL_REGISTRY_IMAGE.')
}

async function ensureImage(engine: Engine, image: string, progress: LocalRegistryOptions['progress'], signal: AbortSignal): Promise<void> {
  if (await engine.docker.getImage(image).inspect().then(() => true, () => false)) return
  try {
    progress?.(`pulling ${image}`)
    await followEvents(engine, await engine.docker.pull(image), ({ status, id }) => status && progress?.(`${id ?? image}: ${status}`), signal)
  } catch (error) {
    if (signal.aborted) throw new Interrupted()
    throw new StageError(`No registry is named, and the local one's image ${image} cannot be pulled: ${engineSaid(error).split('\n')[0]}`, `Engine: ${engine.describe}`, 'Set DOCKER_REPO to host/repository (with DOCKER_USERNAME and DOCKER_PASSWORD), or LOCAL_REGISTRY_IMAGE.')
  }
}
