import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import type Docker from 'dockerode'
import { extract, pack } from 'tar-fs'
import type { BoxConfig } from '../config/types'
import { type Engine, ensureImage, gone, labelsOf, sweep } from '../engine/engine'
import { splitWords } from '../engine/words'
import { credentialsOf, startServices } from '../engine/services'
import { runInShell, SHELL_START, type Shell } from './run-in-shell'
import type { Folders, Session } from './session'

export interface ContainerOptions {
  readonly engine: Engine
  readonly runId: string
  readonly box: BoxConfig
  readonly services: readonly BoxConfig[]
  /** Folder on the host that becomes the source: copied, or mounted. */
  readonly source: string
  readonly mounted: boolean
  readonly basePath?: string
  /** On the host: cache of all runs, and what marks this folder's containers. */
  readonly workingDir: string
  /** `$NAME` in images, env and credentials. */
  readonly interpolate: (text: string) => string
  readonly say: (text: string) => void
  readonly signal?: AbortSignal
}

/** What steps that work on the engine need of the session. */
export interface ContainerSession extends Session {
  readonly kind: 'container'
  readonly engine: Engine
  readonly container: Docker.Container
  readonly network: string
  readonly labels: Readonly<Record<string, string>>
  /** Folder on the host for what runs leave. */
  readonly builds: string
}

const ROOT = '/pipeline'
const CACHE_LIMIT_MB = 1000
/** As the original: bash where the image has it. */
const SHELL = ['/bin/sh', '-c', 'if [ -e /bin/bash ]; then exec /bin/bash --noprofile --norc; else exec /bin/sh; fi']

/** A box and its services on a network of their own. Nothing is left of one that could not be started. */
export async function startContainerSession(options: ContainerOptions): Promise<ContainerSession> {
  const { engine, runId, box, source, mounted, basePath, workingDir, interpolate, say, signal } = options
  const { docker } = engine
  for (const name of await sweep(engine, workingDir)) say(`Removed ${name}, which a killed run left`)
  const labels = labelsOf(workingDir, runId)
  const undo: (() => Promise<unknown>)[] = []
  const removeAll = async () => {
    for (const one of undo.splice(0).reverse()) await one().catch(gone).catch((error: Error) => say(`Clean-up failed: ${error.message}`))
  }
  try {
    const image = interpolate(box.image)
    await ensureImage(engine, image, say, { credentials: credentialsOf(box, interpolate), signal })
    const network = `wercker-${runId}`
    const net = await docker.createNetwork({ Name: network, Labels: labels })
    undo.push(() => net.remove())
    const links = await startServices(engine, options.services, { network, labels, runId, interpolate, say, signal, started: (container) => undo.push(() => container.remove({ force: true, v: true })) })
    const folders: Folders = { root: ROOT, source: basePath ?? `${ROOT}/source`, output: `${ROOT}/output`, cache: `${ROOT}/cache`, report: '/report' }
    const env = { ...links, ...Object.fromEntries(Object.entries(box.env).map(([name, value]) => [name, interpolate(value)])) }
    const container = await docker.createContainer({
      name: `wercker-pipeline-${runId}`,
      Image: image,
      Entrypoint: box.options.entrypoint ? splitWords(interpolate(box.options.entrypoint)) : [],
      Cmd: box.options.cmd ? splitWords(interpolate(box.options.cmd)) : SHELL,
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      Labels: labels,
      OpenStdin: true,
      // Whoever is killed with the box attached takes the shell along.
      StdinOnce: true,
      HostConfig: { NetworkMode: network, ...(mounted && { Binds: [`${source}:${folders.source}`] }) }
    })
    undo.push(() => container.remove({ force: true, v: true }))
    await fillBox(container, folders, mounted ? undefined : source, join(workingDir, 'cache'))
    let shell = await startShell(docker, container)
    const restart = async () => {
      await container.kill().catch(gone)
      await container.wait()
      shell = await startShell(docker, container)
    }
    return {
      kind: 'container', builds: join(workingDir, 'builds'), engine, container, network, labels, folders, restart,
      run: (command, run) => runInShell(shell, command, run),
      writeFile: (path, text) => putFile(container, path, text),
      readFile: (path) => getFile(container, path),
      copyOut: async (path, hostFolder) => pipeline(await container.getArchive({ path }), extract(hostFolder, { strip: 1, chown: false })),
      async close() {
        if (undo.length) await saveCache(container, folders.cache, join(workingDir, 'cache')).catch((error: Error) => say(`The cache is not kept: ${error.message}`))
        await removeAll()
      }
    }
  } catch (error) {
    await removeAll()
    throw error
  }
}

/** The folders, writable by whatever user the image has; the source; the cache of earlier runs. */
async function fillBox(container: Docker.Container, folders: Folders, source: string | undefined, cache: string): Promise<void> {
  const empty = await mkdtemp(join(tmpdir(), 'wercker-'))
  try {
    for (const folder of [folders.output, folders.cache, folders.report, ...(source === undefined ? [] : [folders.source])]) await mkdir(join(empty, folder), { recursive: true })
    await container.putArchive(pack(empty, { map: (header) => ({ ...header, mode: 0o777, uid: 0, gid: 0 }) }), { path: '/' })
  } finally {
    await rm(empty, { recursive: true, force: true })
  }
  const own = { map: <H extends { uid?: number; gid?: number }>(header: H): H => ({ ...header, uid: 0, gid: 0 }) }
  if (source !== undefined) await container.putArchive(pack(source, own), { path: folders.source })
  if (await stat(cache).then(() => true, () => false)) await container.putArchive(pack(cache, own), { path: folders.cache })
}

async function startShell(docker: Docker, container: Docker.Container): Promise<Shell> {
  const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })
  const listeners = new Set<(text: string) => void>()
  const decoder = new StringDecoder('utf8')
  const sink = {
    write: (chunk: Buffer) => {
      const text = decoder.write(chunk)
      for (const listener of listeners) listener(text)
      return true
    }
  } as unknown as NodeJS.WritableStream
  docker.modem.demuxStream(stream, sink, sink)
  let end: { readonly code?: number } | undefined
  const waiting = new Set<(end: { readonly code?: number }) => void>()
  const ended = async () => {
    end ??= await container.inspect().then(({ State }) => ({ code: State.Running ? undefined : State.ExitCode }), () => ({}))
    for (const listener of [...waiting]) listener(end)
  }
  stream.on('end', () => void ended())
  stream.on('error', () => void ended())
  await container.start()
  stream.write(SHELL_START)
  return {
    type: (text) => void stream.write(text),
    onData(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onExit(listener) {
      if (end) listener(end)
      else waiting.add(listener)
      return () => void waiting.delete(listener)
    }
  }
}

async function putFile(container: Docker.Container, path: string, text: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'wercker-'))
  try {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    await container.putArchive(pack(folder, { map: (header) => ({ ...header, mode: 0o755, uid: 0, gid: 0 }) }), { path: '/' })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function getFile(container: Docker.Container, path: string): Promise<string | undefined> {
  const stream = await container.getArchive({ path }).catch((error: { statusCode?: number }) => {
    if (error.statusCode === 404) return undefined
    throw error
  })
  if (!stream) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'wercker-'))
  try {
    await pipeline(stream, extract(folder, { chown: false }))
    return await readFile(join(folder, basename(path)), 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What the box has in its cache, for the next run; too much is not taken. */
async function saveCache(container: Docker.Container, from: string, to: string): Promise<void> {
  const archive = `${to}.tar.${process.pid}`
  const fresh = `${to}.${process.pid}`
  await mkdir(dirname(to), { recursive: true })
  try {
    let bytes = 0
    const stream = await container.getArchive({ path: from })
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > CACHE_LIMIT_MB * 1e6) (stream as NodeJS.ReadableStream & { destroy(error: Error): void }).destroy(new Error(`it is larger than ${CACHE_LIMIT_MB} MB`))
    })
    await pipeline(stream, createWriteStream(archive))
    const { createReadStream } = await import('node:fs')
    await pipeline(createReadStream(archive), extract(fresh, { strip: 1, chown: false }))
    await rm(to, { recursive: true, force: true })
    await rename(fresh, to)
  } finally {
    await rm(archive, { force: true })
    await rm(fresh, { recursive: true, force: true })
  }
}
