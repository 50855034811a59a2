/** The container engine of this machine, found without asking the user where it is. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { StageError } from '../pipeline/stage-error'
import { type Endpoint, listEndpoints, readTextFile } from './engine-endpoints'

export interface Engine {
  readonly docker: Docker
  readonly kind: 'docker' | 'podman'
  /** Docker 20.10.24 at unix:///var/run/docker.sock */
  readonly describe: string
  /** As DOCKER_HOST spells it. */
  readonly host: string
  readonly version: string
  /** What the engine itself builds with when nobody says which. */
  readonly builder: 'classic' | 'buildkit'
}

/** Tried and silent: an address, what named it, and why it is none. */
export interface Attempt extends Endpoint {
  readonly problem: string
}

export const HOW_TO_GET_AN_ENGINE =
  'Start your container engine, or get one: Docker Desktop, OrbStack or Colima (macOS), Docker Engine (Linux: docs.docker.com/engine/install), Docker Desktop with WSL 2 (Windows). An engine elsewhere: set DOCKER_HOST.'

/** No engine answers. The process that ends on it has exit code 3: this machine lacks something. */
export class EngineMissing extends StageError {
  readonly exitCode = 3
  constructor(readonly tried: readonly Attempt[]) {
    const named = tried.length === 1 && !tried[0].from.endsWith('socket') && !tried[0].from.endsWith('pipe')
    super(
      named ? `The container engine named by ${tried[0].from} does not answer.` : 'No container engine answers on this machine.',
      named ? `Address: ${tried[0].host || 'none'}` : `Asked: ${tried.length} addresses, named above.`,
      HOW_TO_GET_AN_ENGINE,
      tried.map(({ host, from, problem }) => `${host || '-'}  (${from}): ${problem}`)
    )
    this.name = 'EngineMissing'
  }
}

/** A local socket answers at once or not at all; another machine may take a while. */
const timeoutOf = ({ host }: Endpoint): number => (host.startsWith('tcp:') || host.startsWith('http') ? 8000 : 3000)

/**
 * The first engine that answers.
 * @throws EngineMissing with everything that was tried
 */
export async function connectEngine(env: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const endpoints = listEndpoints({ env, platform: process.platform, home: env.HOME || homedir(), uid: process.getuid?.(), readText: readTextFile })
  const tried: Attempt[] = []
  for (const endpoint of endpoints) {
    try {
      return await askEngine(endpoint)
    } catch (error) {
      tried.push({ ...endpoint, problem: problemOf(error, endpoint) })
    }
  }
  throw new EngineMissing(tried)
}

/** The same, undefined where there is none. */
export async function findEngine(env: NodeJS.ProcessEnv = process.env): Promise<Engine | undefined> {
  try {
    return await connectEngine(env)
  } catch (error) {
    if (error instanceof EngineMissing) return undefined
    throw error
  }
}

async function askEngine(endpoint: Endpoint): Promise<Engine> {
  const docker = new Docker(dockerOptions(endpoint))
  const abortSignal = AbortSignal.timeout(timeoutOf(endpoint))
  const version = await (docker as unknown as { version(options: object): Promise<Docker.DockerVersion & { Components?: { Name: string }[] }> }).version({ abortSignal })
  if (version.Os && version.Os !== 'linux') throw new Error(`it runs ${version.Os} containers; these images are for Linux`)
  const kind = version.Components?.some(({ Name }) => /podman/i.test(Name)) ? 'podman' : 'docker'
  return {
    docker,
    kind,
    describe: `${kind === 'podman' ? 'Podman' : 'Docker'} ${version.Version.replace(/\+.*$/, '')} at ${endpoint.host}`,
    host: endpoint.host,
    version: version.Version,
    builder: kind === 'docker' && Number(version.Version.split('.')[0]) >= 23 ? 'buildkit' : 'classic'
  }
}

function dockerOptions({ host, certificates }: Endpoint): Docker.DockerOptions {
  // Named although undefined: docker-modem otherwise takes them from DOCKER_HOST and its companions.
  const none = { host: undefined, port: undefined, socketPath: undefined, protocol: undefined, ca: undefined, cert: undefined, key: undefined }
  if (host.startsWith('unix://')) return { ...none, socketPath: host.slice('unix://'.length) }
  if (host.startsWith('npipe://')) return { ...none, socketPath: host.slice('npipe://'.length) }
  if (host.startsWith('ssh://')) throw new Error('an engine behind ssh is not supported; forward its socket (ssh -L) and set DOCKER_HOST to that')
  if (!/^(tcp|https?):\/\//.test(host)) throw new Error('this is no address of an engine (unix://, npipe://, tcp://)')
  const { hostname, port, protocol } = new URL(host.replace(/^tcp:/, 'http:'))
  const secure = certificates !== undefined || protocol === 'https:'
  const pem = (name: string) => (certificates ? readTextFile(join(certificates, name)) : undefined)
  return { ...none, host: hostname, port: port || (secure ? 2376 : 2375), protocol: secure ? 'https' : 'http', ca: pem('ca.pem'), cert: pem('cert.pem'), key: pem('key.pem') }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'not there',
  ECONNREFUSED: 'nothing listens',
  EACCES: 'no permission (on Linux: add yourself to the group docker, then log in anew)',
  EPERM: 'no permission',
  ENOTFOUND: 'no such host',
  ABORT_ERR: 'no answer in time'
}

function problemOf(error: unknown, { host }: Endpoint): string {
  const { code, name, message } = error as NodeJS.ErrnoException
  if (!host) return 'no such context'
  return REASONS[code ?? ''] ?? (name === 'AbortError' || name === 'TimeoutError' ? REASONS.ABORT_ERR : (message || String(error)).split('\n')[0])
}
