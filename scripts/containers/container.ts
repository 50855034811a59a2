/** One container's life: made, started, watched, removed. */
import type Docker from 'dockerode'
import { Interrupted } from '../pipeline/stage-error'
import type { Engine } from './engine'

export interface ContainerSpec {
  readonly name: string
  readonly image: string
  readonly labels: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  /** Name of a network, and what others on it call this container. */
  readonly network?: { readonly name: string; readonly alias: string }
  /** A port of the container, and where it is published; port 0: any free one. */
  readonly publish?: { readonly port: number; readonly hostIp: string; readonly hostPort: number }
  readonly memoryBytes: number
}

/** Nothing that the app does not need: no writing but to /tmp, no capabilities, no way to gain any, a bound on memory and processes. */
const HARDENED = {
  ReadonlyRootfs: true,
  CapDrop: ['ALL'],
  SecurityOpt: ['no-new-privileges'],
  Tmpfs: { '/tmp': 'rw,noexec,nosuid,nodev,size=64m,mode=1777' },
  PidsLimit: 256
} as const

/**
 * Makes and starts a container; interrupted or failed, it is removed again.
 * @throws the engine's error: statusCode 404 when the image is missing
 */
export async function runContainer({ docker }: Engine, spec: ContainerSpec, signal: AbortSignal): Promise<Docker.Container> {
  const { network, publish } = spec
  const port = publish && `${publish.port}/tcp`
  const container = await docker.createContainer({
    name: spec.name,
    Image: spec.image,
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    Labels: { ...spec.labels },
    ...(spec.command ? { Cmd: [...spec.command] } : {}),
    ...(port ? { ExposedPorts: { [port]: {} } } : {}),
    HostConfig: {
      ...HARDENED,
      CapDrop: [...HARDENED.CapDrop],
      SecurityOpt: [...HARDENED.SecurityOpt],
      Tmpfs: { ...HARDENED.Tmpfs },
      Memory: spec.memoryBytes,
      MemorySwap: spec.memoryBytes,
      // The engine's machine by a name, for a database that listens there.
      ...(network ? { NetworkMode: network.name } : { ExtraHosts: ['host.docker.internal:host-gateway'] }),
      ...(port ? { PortBindings: { [port]: [{ HostIp: publish.hostIp, HostPort: String(publish.hostPort) }] } } : {})
    },
    ...(network ? { NetworkingConfig: { EndpointsConfig: { [network.name]: { Aliases: [network.alias] } } } } : {})
  })
  try {
    if (signal.aborted) throw new Interrupted()
    await container.start()
    if (signal.aborted) throw new Interrupted()
    return container
  } catch (error) {
    await removeContainer(container)
    throw error
  }
}

export async function removeContainer(container: Docker.Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch((error: { statusCode?: number }) => {
    if (error.statusCode !== 404 && error.statusCode !== 409) throw error
  })
}

/** Waits for its end. @returns the exit code @throws Interrupted; no request is left open then */
export async function waitForEnd(container: Docker.Container, signal: AbortSignal): Promise<number> {
  try {
    return ((await container.wait({ abortSignal: signal })) as { StatusCode: number }).StatusCode
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error
  }
}

/** The port of the engine's machine that a container's port is published on. */
export async function publishedPort(container: Docker.Container, port: number): Promise<number> {
  const { NetworkSettings } = await container.inspect()
  return Number(NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort)
}

/** What it printed on both streams, in the order in which it came. */
export async function logsOf(container: Docker.Container): Promise<string> {
  const bytes = (await container.logs({ stdout: true, stderr: true, follow: false })) as unknown as Buffer
  const parts: string[] = []
  // Docker Engine API, "Stream format": kind, three zeros, length, bytes.
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4)
    parts.push(bytes.toString('utf8', at + 8, at + 8 + length))
    at += 8 + length
  }
  return parts.join('')
}
