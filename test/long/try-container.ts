/** Containers of a test: made, looked at, removed. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import { pack } from 'tar-stream'
import { buildImage } from '../../scripts/containers/build-image'
import { type Engine, findEngine } from '../../scripts/containers/engine'
import { buildArgsOf, type ImageRow } from '../../scripts/containers/images'
import { rootFolder } from '../../scripts/lib/root-folder'

export interface TryOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  /** Path in the container → text; executable where the path ends with `*`. */
  readonly files?: Readonly<Record<string, string | Buffer>>
  readonly host?: Docker.HostConfig
}

/** The engine, with the image built; undefined without one, which is an error where the scaffold names one. */
export async function buildForTest(image: ImageRow, tag: string): Promise<Engine | undefined> {
  const engine = await findEngine()
  if (!engine && process.env.SCAFFOLD?.split(' ').includes('engine')) throw new Error('SCAFFOLD names an engine, and none answers')
  if (engine) await buildImage(engine, { context: join(rootFolder, image.context), dockerfile: image.dockerfile, tags: [tag], buildArgs: buildArgsOf(image) })
  return engine
}

export class TryContainers {
  private readonly made: Docker.Container[] = []
  private readonly volumes: string[] = []

  constructor(private readonly docker: Docker, private readonly image: string) {}

  async start({ env = {}, command, files = {}, host = {} }: TryOptions): Promise<TryContainer> {
    const container = await this.docker.createContainer({
      Image: this.image,
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      ...(command ? { Cmd: [...command] } : {}),
      HostConfig: { PortBindings: { '1521/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] }, ...host }
    })
    this.made.push(container)
    if (Object.keys(files).length) {
      const tar = pack()
      for (const [path, content] of Object.entries(files)) tar.entry({ name: path.replace(/^\/|\*$/g, ''), mode: path.endsWith('*') ? 0o755 : 0o644 }, content)
      tar.finalize()
      await container.putArchive(tar, { path: '/' })
    }
    await container.start()
    return new TryContainer(this.docker, container)
  }

  async volume(): Promise<string> {
    const name = `try-${randomBytes(6).toString('hex')}`
    await this.docker.createVolume({ Name: name })
    this.volumes.push(name)
    return name
  }

  async clear(): Promise<void> {
    for (const container of this.made.splice(0)) await container.remove({ force: true, v: true }).catch(() => undefined)
    for (const volume of this.volumes.splice(0)) await this.docker.getVolume(volume).remove().catch(() => undefined)
  }
}

export class TryContainer {
  constructor(private readonly docker: Docker, readonly container: Docker.Container) {}

  async log(): Promise<string> {
    const bytes = (await this.container.logs({ stdout: true, stderr: true, follow: false })) as unknown as Buffer
    return textOf(bytes)
  }

  /** Until the log has the text for the `times`-th time. @returns the log. @throws Error when the container ends before */
  async until(text: string, times = 1): Promise<string> {
    for (;;) {
      const { State } = await this.container.inspect()
      const log = await this.log()
      if (log.split(text).length > times) return log
      if (!State.Running) throw new Error(`it ended with ${State.ExitCode} before "${text}":\n${log}`)
      await sleep(50)
    }
  }

  async end(): Promise<{ code: number; log: string }> {
    const { StatusCode } = (await this.container.wait()) as { StatusCode: number }
    return { code: StatusCode, log: await this.log() }
  }

  async address(): Promise<string> {
    const { NetworkSettings } = await this.container.inspect()
    return `127.0.0.1:${NetworkSettings.Ports['1521/tcp'][0].HostPort}`
  }

  /** With standard input where it is given. */
  async run(command: readonly string[], input?: string): Promise<{ code: number; output: string }> {
    // Standard input that ends is not to be had over every kind of socket: the shell reads it from its arguments.
    const words = input === undefined ? command : ['sh', '-c', 'input=$1; shift; printf "%s\\n" "$input" | "$@"', 'sh', input, ...command]
    const exec = await this.container.exec({ Cmd: [...words], AttachStdout: true, AttachStderr: true })
    const stream = await exec.start({})
    let output = ''
    const sink = { write: (chunk: Buffer) => ((output += chunk.toString()), true) } as unknown as NodeJS.WritableStream
    this.docker.modem.demuxStream(stream, sink, sink)
    await new Promise((resolve) => stream.on('end', resolve))
    return { code: (await exec.inspect()).ExitCode ?? -1, output }
  }
}

/** Frames of the attach protocol (Docker Engine API, "Stream format"). */
function textOf(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4)
    text += bytes.toString('utf8', at + 8, at + 8 + length)
    at += 8 + length
  }
  return text
}
