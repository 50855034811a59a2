import { hostname } from 'node:os'
import Docker from 'dockerode'

export interface Credentials {
  readonly username: string
  readonly password: string
  readonly serveraddress?: string
}

/** Where containers run. */
export interface Engine {
  readonly docker: Docker
  /** A command that answers on every machine tells the reader what is missing. */
  readonly describe: string
}

/** DOCKER_HOST, else the usual socket. @throws Error that says how to go on */
export async function connectEngine(): Promise<Engine> {
  const docker = new Docker()
  try {
    const { Version } = await docker.version()
    return { docker, describe: `Docker ${Version}` }
  } catch (error) {
    throw new Error(`No container engine answers (${(error as Error).message.split('\n')[0]}). Start one, name it with DOCKER_HOST, or run with --direct on this machine.`)
  }
}

const LABEL = 'wercker-runner'
/** On all that a run makes. */
export const labelsOf = (workingDir: string, runId: string): Record<string, string> => ({
  [`${LABEL}.folder`]: workingDir,
  [`${LABEL}.run`]: runId,
  [`${LABEL}.host`]: hostname(),
  [`${LABEL}.pid`]: String(process.pid)
})

/** Removes what runs of this folder left that were killed. @returns its names */
export async function sweep({ docker }: Engine, workingDir: string): Promise<string[]> {
  const filters = { label: [`${LABEL}.folder=${workingDir}`, `${LABEL}.host=${hostname()}`] }
  const dead = (labels: Record<string, string>) => !isAlive(Number(labels[`${LABEL}.pid`]))
  const containers = (await docker.listContainers({ all: true, filters })).filter(({ Labels }) => dead(Labels))
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }).catch(gone)))
  const networks = (await docker.listNetworks({ filters })).filter(({ Labels }) => dead(Labels ?? {}))
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove().catch(gone)))
  return [...containers.map(({ Names }) => Names[0]!.slice(1)), ...networks.map(({ Name }) => Name)]
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Already removed, or just being removed by somebody else. */
export const gone = (error: { statusCode?: number }): void => {
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error
}

/** Pulls an image that is not there. @throws Error with what the registry says */
export async function ensureImage({ docker }: Engine, image: string, say: (text: string) => void, { credentials, signal }: { credentials?: Credentials; signal?: AbortSignal } = {}): Promise<void> {
  if (await docker.getImage(image).inspect().then(() => true, () => false)) return
  say(`Pulling image ${image}`)
  try {
    const stream = await docker.pull(image, { ...(credentials ? { authconfig: credentials } : {}), abortSignal: signal })
    await follow({ docker, describe: '' }, stream, () => undefined)
  } catch (error) {
    throw new Error(`The image ${image} cannot be pulled: ${(error as Error).message.split('\n')[0]}`)
  }
}

export interface EngineEvent {
  readonly stream?: string
  readonly status?: string
  readonly id?: string
  readonly error?: string
  readonly aux?: { readonly ID?: string; readonly Digest?: string; readonly Tag?: string }
}

/** An engine tells of failures inside its stream, under status 200. */
export function follow({ docker }: Engine, stream: NodeJS.ReadableStream, see: (event: EngineEvent) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: string | undefined
    docker.modem.followProgress(
      stream,
      (error) => (error || failed ? reject(error ?? new Error(failed)) : resolve()),
      (event: EngineEvent) => {
        failed ??= event.error
        see(event)
      }
    )
  })
}
