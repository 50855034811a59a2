/** A database in a container: started, found, ended. Testcontainers is loaded only when one is started. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type Docker from 'dockerode'
import type { Database } from './database'

export const DEFAULT_ORACLE_IMAGE = 'gvenzl/oracle-free:23-slim-faststart'
const SERVICE = 'FREEPDB1'
const USER = 'WORKSHOP'
const ADMIN = 'SYSTEM'
const ALIAS = 'database'

export interface ContainerOptions {
  /** dockerode, connected to an engine that answers. */
  readonly docker: Docker
  /** Where it is, as DOCKER_HOST spells it: Testcontainers looks in fewer places than we do. */
  readonly address?: string
  /** Absent: ORACLE_IMAGE, else gvenzl's Oracle Database Free. */
  readonly image?: string
  /** By which it is found again. */
  readonly labels: Readonly<Record<string, string>>
  readonly name: string
  /** Name of a network that is there; the database is "database" on it. */
  readonly network?: string
  /** Default: ORACLE_START_TIMEOUT seconds, else 300 s. */
  readonly timeoutMs?: number
  /** Says what is happening now: while it pulls, while it starts. */
  readonly progress?: (text: string) => void
  readonly signal?: AbortSignal
}

/**
 * Starts a database and waits until a query as the app's user was answered. Nothing is left of a failed or interrupted start.
 * @throws ContainerFailure
 */
export async function startContainer(options: ContainerOptions): Promise<Database> {
  const { docker, labels, name, network, signal, progress = (): void => undefined } = options
  const image = options.image ?? (process.env.ORACLE_IMAGE || DEFAULT_ORACLE_IMAGE)
  const { pullImage } = await import('./pull-image')
  await pullImage(docker, image, { progress, signal })
  if (options.address && !options.address.startsWith('npipe:')) process.env.DOCKER_HOST ||= options.address
  const { OracleContainer } = await import('./oracle-container')
  const random = (): string => `p${randomBytes(12).toString('hex')}`
  const timeoutMs = options.timeoutMs ?? (Number(process.env.ORACLE_START_TIMEOUT) * 1000 || 300_000)
  let id: string | undefined
  progress(`starting ${image}`)
  try {
    const container = new OracleContainer({
      image, name, labels, timeoutMs, progress, signal, service: SERVICE, user: USER, password: random(), adminPassword: random(),
      ...(network ? { network: { name: network, alias: ALIAS } } : {}), created: (made) => void (id = made)
    })
    await container.start()
    const database = await describeContainer(docker, id!)
    if (signal?.aborted || !database) throw new Error('interrupted')
    return database
  } catch (error) {
    if (id) await removeContainer(docker, id)
    const { ContainerFailure, explainMissingImage } = await import('./container-failure')
    if (error instanceof ContainerFailure || signal?.aborted) throw error
    const message = (error as Error).message
    if (/no such image|manifest|pull access/i.test(message)) throw explainMissingImage(image, message)
    throw new ContainerFailure("The database's container could not be started.", `Engine: ${message}`, 'Mend what the engine names.')
  }
}

/** The running database container that has all these labels (NAME=VALUE). */
export async function findContainer(docker: Docker, labels: readonly string[]): Promise<Database | undefined> {
  const [first] = await docker.listContainers({ filters: { label: [...labels], status: ['running'] } })
  return first && describeContainer(docker, first.Id)
}

/** How to reach it, read from the engine: so a later command needs no file of ours. */
async function describeContainer(docker: Docker, id: string): Promise<Database | undefined> {
  const { Config, NetworkSettings } = await docker.getContainer(id).inspect()
  const port = NetworkSettings.Ports['1521/tcp']?.[0]?.HostPort
  const env = Object.fromEntries(Config.Env.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]))
  const { APP_USER: user, APP_USER_PASSWORD: password, ORACLE_PASSWORD: adminPassword, ORACLE_DATABASE: service = SERVICE } = env
  if (!port || !user || !password || !adminPassword) return undefined
  const network = Object.keys(NetworkSettings.Networks).find((each) => each !== 'bridge')
  return {
    kind: 'container', connectString: `${await engineHost(docker)}:${port}/${service}`, user, password, adminUser: ADMIN, adminPassword, container: id,
    ...(network ? { network, insideConnectString: `${ALIAS}:1521/${service}` } : {}),
    stop: () => removeContainer(docker, id)
  }
}

/** With its data; one that is gone already is no failure. */
async function removeContainer(docker: Docker, id: string): Promise<void> {
  await docker.getContainer(id).remove({ force: true, v: true }).catch((error: { statusCode?: number }) => {
    if (error.statusCode !== 404 && error.statusCode !== 409) throw error
  })
}

/** Where ports that the engine publishes are reached from this process. */
export async function engineHost(docker: Docker): Promise<string> {
  const { socketPath, host } = docker.modem as { socketPath?: string; host?: string }
  if (process.env.TESTCONTAINERS_HOST_OVERRIDE) return process.env.TESTCONTAINERS_HOST_OVERRIDE
  if (!socketPath) return (host ?? '127.0.0.1').replace(/^\w+:\/\//, '')
  if (!existsSync('/.dockerenv')) return '127.0.0.1'
  // We are in a container ourselves: its gateway is the engine's machine.
  const { IPAM } = await docker.getNetwork('bridge').inspect()
  return IPAM?.Config?.find((entry: { Gateway?: string }) => entry.Gateway)?.Gateway ?? '127.0.0.1'
}
