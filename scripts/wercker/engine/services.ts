import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import type { BoxConfig } from '../config/types'
import { type Credentials, type Engine, ensureImage } from './engine'
import { splitWords } from './words'

export interface ServiceOptions {
  readonly network: string
  readonly labels: Readonly<Record<string, string>>
  readonly runId: string
  readonly interpolate: (text: string) => string
  readonly say: (text: string) => void
  readonly signal?: AbortSignal
  /** Told as soon as there is something to remove. */
  readonly started: (container: Docker.Container) => void
}

/** Only what a registry asks for: username and password, interpolated. */
export function credentialsOf({ options }: BoxConfig, interpolate: (text: string) => string): Credentials | undefined {
  const { username, password, registry } = options
  if (!username || !password) return undefined
  return { username: interpolate(username), password: interpolate(password), ...(registry && { serveraddress: interpolate(registry) }) }
}

/** Last part of the image's path, without its tag. */
export const aliasOf = ({ name, image }: BoxConfig): string => name ?? image.split('/').at(-1)!.replace(/[:@].*$/, '')

/** How long a service with a health check may take. */
const HEALTHY_MS = 60_000

/** Starts each on the network. @returns the variables that Docker's links gave the box */
export async function startServices(engine: Engine, services: readonly BoxConfig[], options: ServiceOptions): Promise<Record<string, string>> {
  const variables: Record<string, string> = {}
  for (const service of services) Object.assign(variables, await startService(engine, service, options))
  return variables
}

async function startService(engine: Engine, service: BoxConfig, { network, labels, runId, interpolate, say, signal, started }: ServiceOptions): Promise<Record<string, string>> {
  const { docker } = engine
  const alias = aliasOf(service)
  const image = interpolate(service.image)
  await ensureImage(engine, image, say, { credentials: credentialsOf(service, interpolate), signal })
  const env = Object.fromEntries(Object.entries(service.env).map(([name, value]) => [name, interpolate(value)]))
  const { cmd, entrypoint } = service.options
  const container = await docker.createContainer({
    name: `wercker-service-${alias}-${runId}`,
    Image: image,
    ...(cmd && { Cmd: splitWords(interpolate(cmd)) }),
    ...(entrypoint && { Entrypoint: splitWords(interpolate(entrypoint)) }),
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    Labels: labels,
    HostConfig: { NetworkMode: network },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [alias] } } }
  })
  started(container)
  await container.start()
  await waitForHealth(container, alias, say, signal)
  const { NetworkSettings, Config } = await container.inspect()
  return linkVariables(alias, NetworkSettings.Networks[network]!.IPAddress, Object.keys(Config.ExposedPorts ?? {}), env)
}

/** The original did not wait at all; a service that can say when it is ready is believed. */
async function waitForHealth(container: Docker.Container, alias: string, say: (text: string) => void, signal?: AbortSignal): Promise<void> {
  for (const until = Date.now() + HEALTHY_MS; !signal?.aborted; await sleep(200)) {
    const { State } = await container.inspect()
    if (!State.Running) throw new Error(`The service ${alias} ended with exit code ${State.ExitCode} before any step ran`)
    const health = State.Health?.Status
    if (!health || health === 'none' || health === 'healthy') return
    if (Date.now() > until) return say(`The service ${alias} is not healthy after ${HEALTHY_MS / 1000} s; the steps run all the same`)
  }
}

function linkVariables(alias: string, address: string, ports: readonly string[], env: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = alias.toUpperCase().replace(/[^A-Z0-9]/g, '_')
  const variables: Record<string, string> = { [`${prefix}_NAME`]: `/${alias}` }
  for (const exposed of ports) {
    const [port, protocol = 'tcp'] = exposed.split('/')
    const name = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`
    const url = `${protocol}://${address}:${port}`
    variables[`${prefix}_PORT`] ??= url
    Object.assign(variables, { [name]: url, [`${name}_ADDR`]: address, [`${name}_PORT`]: port, [`${name}_PROTO`]: protocol })
  }
  for (const [name, value] of Object.entries(env)) variables[`${prefix}_ENV_${name}`] = value
  return variables
}
