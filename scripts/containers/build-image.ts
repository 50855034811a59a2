/** Builds an image through the engine's API, with either of Docker's builders. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ImageBuildOptions } from 'dockerode'
import { rootFolder } from '../lib/root-folder'
import { Interrupted, StageError } from '../pipeline/stage-error'
import { packContext } from './build-context'
import { findFailure } from './dockerfile'
import type { Engine } from './engine'
import { type EngineEvent, engineSaid, followEvents } from './engine-events'

export interface BuildOptions {
  /** Absolute path of the folder that is sent. */
  readonly context: string
  /** Relative to the context, with slashes. */
  readonly dockerfile: string
  readonly tags: readonly string[]
  readonly buildArgs?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly target?: string
  /** Absent: DOCKER_BUILDKIT, else what the engine prefers. */
  readonly builder?: Engine['builder']
  /** For a base in a registry with a password. */
  readonly credentials?: { readonly registry: string; readonly username: string; readonly password: string }
  /** Do every step anew. */
  readonly noCache?: boolean
  /** What happens now, in a few words. */
  readonly progress?: (text: string) => void
  /** Everything that the builder prints. */
  readonly log?: (text: string) => void
  readonly signal?: AbortSignal
}

export interface BuiltImage {
  /** sha256:… */
  readonly id: string
  /** Uncompressed, all layers. */
  readonly bytes: number
}

/** The build ended at a line of the Dockerfile (0: the builder named none). */
export class BuildFailed extends StageError {
  constructor(readonly file: string, readonly line: number, what: string, where: string, detail: readonly string[]) {
    super(what, where, 'Mend that line, or what it runs.', detail)
    this.name = 'BuildFailed'
  }
}

/** @throws BuildFailed; Interrupted when the signal says so: the engine then ends the build */
export async function buildImage(engine: Engine, options: BuildOptions): Promise<BuiltImage> {
  const builder = options.builder ?? builderFromEnvironment() ?? engine.builder
  const { credentials, signal, log } = options
  const auth = credentials && { username: credentials.username, password: credentials.password, serveraddress: credentials.registry }
  const watch = new BuildWatch(options.progress)
  try {
    const stream = await engine.docker.buildImage(packContext({ folder: options.context, dockerfile: options.dockerfile }), {
      dockerfile: options.dockerfile,
      t: [...options.tags] as unknown as string,
      buildargs: { ...options.buildArgs },
      labels: { ...options.labels },
      ...(options.target ? { target: options.target } : {}),
      ...(options.noCache ? { nocache: true } : {}),
      version: builder === 'buildkit' ? '2' : '1',
      rm: true,
      forcerm: true,
      abortSignal: signal,
      ...(auth ? (builder === 'buildkit' ? { authconfig: auth } : { registryconfig: { [auth.serveraddress]: auth } }) : {})
    } as ImageBuildOptions)
    await followEvents(engine, stream, (event) => {
      if (event.stream) log?.(event.stream)
      watch.see(event)
    }, signal)
  } catch (error) {
    if (signal?.aborted) throw new Interrupted()
    throw failed(options, watch, error as Error)
  }
  if (!watch.id && !options.tags.length) throw failed(options, watch, new Error('the engine ended the build without naming an image'))
  const { Id, Size } = await engine.docker.getImage(watch.id ?? options.tags[0]).inspect()
  return { id: Id, bytes: Size }
}

/** As Docker's own command understands it. */
const builderFromEnvironment = (): Engine['builder'] | undefined => (process.env.DOCKER_BUILDKIT === undefined || process.env.DOCKER_BUILDKIT === '' ? undefined : process.env.DOCKER_BUILDKIT === '0' ? 'classic' : 'buildkit')

/** Keeps what an error message needs: the step under way and the last lines of output. */
class BuildWatch {
  id: string | undefined
  step: { number?: number; text: string } | undefined
  readonly lines: string[] = []

  constructor(private readonly progress?: (text: string) => void) {}

  see({ stream, aux, status, progress, id }: EngineEvent): void {
    if (typeof aux === 'object' && aux?.ID) this.id = aux.ID
    if (status) this.progress?.(`${id ? `${id}: ` : ''}${status}${progress ? ` ${progress}` : ''}`)
    for (const line of (stream ?? '').split('\n').map((text) => text.trimEnd())) {
      if (!line) continue
      const classic = /^Step (\d+)\/(\d+) : ([^]*)$/.exec(line)
      const buildkit = /^(?:\[[0-9a-z:]{12}\]|CACHED:) (?:\[[^\]]*?(\d+\/\d+)\] )?([^]*)$/.exec(line)
      const built = /^Built image: (sha256:[0-9a-f]+)$/.exec(line)
      if (classic) this.begin(`${classic[1]}/${classic[2]}`, { number: Number(classic[1]), text: classic[3] })
      else if (buildkit) this.begin(buildkit[1], { text: buildkit[2] })
      else if (built) this.id = built[1]
      else this.lines.push(line)
      if (this.lines.length > 40) this.lines.shift()
    }
  }

  private begin(position: string | undefined, step: { number?: number; text: string }): void {
    this.step = step
    this.lines.length = 0
    this.progress?.(`${position ? `step ${position}: ` : ''}${step.text}`)
  }
}

function failed({ context, dockerfile }: BuildOptions, watch: BuildWatch, error: Error): BuildFailed {
  const file = relative(rootFolder, join(context, dockerfile)) || dockerfile
  const text = readFileSync(join(context, dockerfile), 'utf8')
  const message = engineSaid(error)
  const found = findFailure(text, message, watch.step)
  const output = watch.lines.filter((line) => !/^ ?--->|^Removing intermediate/.test(line)).slice(-8)
  return new BuildFailed(
    file,
    found?.line ?? 0,
    `${found ? `${file}:${found.line} ${found.name} failed` : `${file} could not be built`}: ${message.split('\n')[0]}`,
    `File: ${file}${found ? `, line ${found.line}` : ''}`,
    [...(found ? excerpt(text, found.line, found.lastLine) : []), ...output]
  )
}

/** The failing instruction with a line before and after, its own lines marked. */
const excerpt = (text: string, first: number, last: number): string[] =>
  text
    .split(/\r?\n/)
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ number }) => number >= first - 1 && number <= last + 1)
    .map(({ line, number }) => `${number >= first && number <= last ? '>' : ' '} ${String(number).padStart(4)} | ${line}`.trimEnd())
