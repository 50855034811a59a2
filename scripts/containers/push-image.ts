/** Pushes an image through the engine's API. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Interrupted, StageError } from '../pipeline/stage-error'
import type { Engine } from './engine'
import { type EngineEvent, engineSaid, followEvents } from './engine-events'
import { parseImageReference } from './image-reference'
import type { RegistryCredentials } from './registry-credentials'

export interface PushOptions {
  readonly credentials?: RegistryCredentials
  /** What happens now, in a few words: layer by layer. */
  readonly progress?: (text: string) => void
  readonly log?: (text: string) => void
  readonly signal?: AbortSignal
  /** Waits before the second, third … try, in milliseconds. */
  readonly backOff?: readonly number[]
}

/** The registry did not take it. */
export class PushFailed extends StageError {
  constructor(readonly reason: 'password' | 'denied' | 'down' | 'other', what: string, where: string, next: string, detail: readonly string[] = []) {
    super(what, where, next, detail)
    this.name = 'PushFailed'
  }
}

/** What may pass by itself: the registry is overloaded, restarts, or the line broke. */
const PASSING = /\b5\d\d\b|internal server error|bad gateway|service unavailable|gateway time-?out|too ?many ?requests|unexpected EOF|connection reset|broken pipe|i\/o timeout|TLS handshake timeout/i

/**
 * Gives the image the name `reference` (host/repository:tag) and pushes it.
 * @returns the digest under which the registry keeps the manifest
 * @throws PushFailed; Interrupted
 */
export async function pushImage(engine: Engine, image: string, reference: string, options: PushOptions = {}): Promise<{ digest: string }> {
  const { registry, repository, tag } = parseImageReference(reference)
  await engine.docker.getImage(image).tag({ repo: `${registry}/${repository}`, tag: tag ?? 'latest' })
  const waits = options.backOff ?? [1000, 4000, 10_000]
  for (let tries = 0; ; tries++) {
    try {
      return await pushOnce(engine, `${registry}/${repository}`, tag ?? 'latest', options)
    } catch (error) {
      if (options.signal?.aborted) throw new Interrupted()
      const message = engineSaid(error)
      options.log?.(message)
      if (tries >= waits.length || !PASSING.test(message)) throw explain(registry, reference, message, options.credentials, tries)
      options.progress?.(`${message.split('\n')[0]}: trying again in ${waits[tries] / 1000} s`)
      await sleep(waits[tries], undefined, { signal: options.signal }).catch(() => { throw new Interrupted() })
    }
  }
}

async function pushOnce(engine: Engine, repository: string, tag: string, { credentials, progress, log, signal }: PushOptions): Promise<{ digest: string }> {
  // Without a password the engine still wants the header.
  const authconfig = credentials ? { username: credentials.username, password: credentials.password, serveraddress: credentials.registry } : { username: '', password: '', serveraddress: '' }
  const stream = await engine.docker.getImage(`${repository}:${tag}`).push({ tag, authconfig, abortSignal: signal })
  const layers = new Map<string, string>()
  let digest: string | undefined
  const see = ({ id, status, progressDetail, aux }: EngineEvent): void => {
    if (aux?.Digest) digest = aux.Digest
    if (!id || !status) return
    if (layers.get(id) !== status) log?.(`${id}: ${status}`)
    layers.set(id, status)
    const done = [...layers.values()].filter((each) => /^(Pushed|Layer already exists|Mounted)/.test(each)).length
    const share = progressDetail?.total ? ` ${Math.min(100, Math.round((100 * (progressDetail.current ?? 0)) / progressDetail.total))} %` : ''
    progress?.(`${done} of ${layers.size} layers · ${id}: ${status}${share}`)
  }
  await followEvents(engine, stream, see, signal)
  if (!digest) throw new Error('the engine ended the push without naming a digest')
  return { digest }
}

function explain(registry: string, reference: string, message: string, credentials: RegistryCredentials | undefined, tries: number): PushFailed {
  const said = [message.split('\n')[0]]
  const where = `Image: ${reference}`
  if (/unauthorized|authentication required|no basic auth|incorrect username or password|\b401\b/i.test(message))
    return credentials
      ? new PushFailed('password', `${registry} does not accept the password of ${credentials.username}.`, `${where}, password from ${credentials.from}`, 'Set DOCKER_USERNAME and DOCKER_PASSWORD anew (OCIR: tenancy/user and an auth token, not the console\'s password).', said)
      : new PushFailed('password', `${registry} wants a password, and none is known.`, where, 'Set DOCKER_USERNAME and DOCKER_PASSWORD, or log in once (docker login).', said)
  if (/denied|forbidden|\b403\b|name unknown|not found|\b404\b|does not exist|name invalid|repository name not known/i.test(message))
    return new PushFailed('denied', `${registry} has no such repository, or you may not write to it.`, where, 'Look at DOCKER_REPO (OCIR: region.ocir.io/tenancy/repository) and at your rights there.', said)
  if (/refused|no such host|timeout|timed out|unreachable|EOF|reset|\b5\d\d\b|server gave HTTP response|certificate|x509/i.test(message))
    return new PushFailed('down', `${registry} does not answer as a registry${tries ? `, after ${tries + 1} tries` : ''}.`, where, 'See that the host of DOCKER_REPO is right and can be reached, then repeat.', said)
  return new PushFailed('other', `The push to ${registry} failed: ${said[0]}`, where, 'Mend what the registry names, then repeat.', said)
}
