/** Oracle Database Free (or what stands in for it) as Testcontainers starts it, with our idea of ready: a query that was answered. */
import { isIP } from 'node:net'
import { OracleDbContainer } from '@testcontainers/oraclefree'
import type Docker from 'dockerode'
import * as oracledb from 'oracledb'
import { type BoundPorts, getContainerRuntimeClient, type WaitStrategy } from 'testcontainers'
import { explainFailure } from './container-failure'

const PORT = 1521
const READY_LINE = 'DATABASE IS READY TO USE'
/** So long a refused password may still be the user that is about to be made. */
const PATIENCE_MS = 5000
const REFUSED = /^ORA-(01017|01045|28000)/

export interface OracleContainerSpec {
  readonly image: string
  readonly user: string
  readonly password: string
  readonly adminPassword: string
  readonly service: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** A network of that name, and the name that others on it know the database by. */
  readonly network?: { readonly name: string; readonly alias: string }
  readonly timeoutMs: number
  readonly progress: (text: string) => void
  readonly signal?: AbortSignal
  /** Told as soon as there is something to remove. */
  readonly created: (id: string) => void
}

export class OracleContainer extends OracleDbContainer {
  constructor(private readonly spec: OracleContainerSpec) {
    super(spec.image)
    this.withUsername(spec.user).withPassword(spec.password).withDatabase(spec.service)
    this.withName(spec.name).withLabels(spec.labels)
    // Ours are found by label and removed, also after kill -9: no Ryuk, whose image would have to be there.
    this.withAutoCleanup(false).withStartupTimeout(spec.timeoutMs).withWaitStrategy(new AnswersQuery(spec))
    if (spec.network) {
      this.withNetworkMode(spec.network.name)
      this.createOpts.NetworkingConfig = { EndpointsConfig: { [spec.network.name]: { Aliases: [spec.network.alias] } } }
    }
  }

  protected override async beforeContainerCreated(): Promise<void> {
    // The module gives the administrator the app's password; and it publishes the port to the whole network.
    this.createOpts.Env = this.createOpts.Env!.map((entry) => (entry.startsWith('ORACLE_PASSWORD=') ? `ORACLE_PASSWORD=${this.spec.adminPassword}` : entry))
    const address = publishedOn((await getContainerRuntimeClient()).info.containerRuntime.host)
    if (address) this.hostConfig.PortBindings = { [`${PORT}/tcp`]: [{ HostIp: address, HostPort: '0' }] }
    this.hostConfig.SecurityOpt = ['no-new-privileges']
  }

  protected override async containerCreated(id: string): Promise<void> {
    this.spec.created(id)
  }
}

/** An engine on this machine publishes on the address that we ask: the loopback, or from inside a container the engine's bridge. */
const publishedOn = (host: string): string | undefined => (host === 'localhost' ? '127.0.0.1' : isIP(host) && process.env.DOCKER_HOST?.startsWith('tcp:') !== true ? host : undefined)

/** Ready when a query as the app's user on its service has answered; never a log line or an open port. */
class AnswersQuery implements WaitStrategy {
  private timeoutMs = 0
  constructor(private readonly spec: OracleContainerSpec) {}

  withStartupTimeout(timeoutMs: number): this {
    this.timeoutMs = timeoutMs
    return this
  }
  isStartupTimeoutSet(): boolean {
    return this.timeoutMs > 0
  }
  getStartupTimeout(): number {
    return this.timeoutMs
  }

  async waitUntilReady(container: Docker.Container, ports: BoundPorts): Promise<void> {
    const { image, user, password, service, progress, signal } = this.spec
    const { host } = (await getContainerRuntimeClient()).info.containerRuntime
    const connectString = `${host === 'localhost' ? '127.0.0.1' : host}:${ports.getBinding(PORT)}/${service}`
    const started = Date.now()
    let lastError: string | undefined
    let saidReady: number | undefined
    const give = async (state?: Docker.ContainerInspectInfo['State']): Promise<never> => {
      throw explainFailure({ image, state, log: await logOf(container), lastError, waitedMs: Date.now() - started })
    }
    for (let last = ''; ; ) {
      if (signal?.aborted) throw new Error('interrupted')
      try {
        await askOnce({ connectString, user, password })
        return
      } catch (error) {
        const message = (error as Error).message.split('\n')[0]
        // Asking again and again locks an account: what it said before that is the cause.
        if (!message.startsWith('ORA-28000') || !lastError?.startsWith('ORA-01017')) lastError = message
      }
      const { State } = await container.inspect()
      if (!State.Running) await give(State)
      if (Date.now() - started > this.timeoutMs) await give(State)
      const log = await logOf(container, 20)
      if (log.includes(READY_LINE)) saidReady ??= Date.now()
      if (saidReady !== undefined && Date.now() - saidReady > PATIENCE_MS && REFUSED.test(lastError ?? '')) await give(State)
      const line = log.trimEnd().split('\n').pop()!.trim()
      if (line !== last) progress(`starting ${image}${line ? `: ${line}` : ''}`)
      last = line
      await new Promise((resolve) => setTimeout(resolve, REFUSED.test(lastError ?? '') ? 500 : 150))
    }
  }
}

/** One query, as the app's user; the connection is closed again. */
export async function askOnce(login: { readonly connectString: string; readonly user: string; readonly password: string }): Promise<void> {
  const connection = await oracledb.getConnection({ ...login, connectTimeout: 5, transportConnectTimeout: 5 })
  try {
    await connection.execute('select 1 from dual')
  } finally {
    await connection.close()
  }
}

/** What the container printed; both streams, in the order in which they came. */
export async function logOf(container: Docker.Container, tail?: number): Promise<string> {
  const bytes = (await container.logs({ stdout: true, stderr: true, follow: false, ...(tail ? { tail } : {}) })) as unknown as Buffer
  let text = ''
  // Frames of the attach protocol (Docker Engine API, "Stream format"): kind, three zeros, length, bytes.
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4)
    text += bytes.toString('utf8', at + 8, at + 8 + length)
    at += 8 + length
  }
  return text
}
