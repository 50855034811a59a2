/** Names of images, as the distribution project's grammar has them (distribution/reference). */
import { StageError } from '../pipeline/stage-error'

export interface ImageReference {
  /** docker.io, fra.ocir.io, 127.0.0.1:5000 */
  readonly registry: string
  /** team/promotion; library/busybox */
  readonly repository: string
  readonly tag?: string
  /** sha256:… */
  readonly digest?: string
}

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const HOST = /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::\d{1,5})?$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^sha256:[0-9a-f]{64}$/

/** The part before the first slash is a registry when it looks like a host: a dot, a port, or localhost. */
const looksLikeHost = (text: string): boolean => text.includes('.') || text.includes(':') || text === 'localhost'

/** @throws StageError that names the part which is wrong */
export function parseImageReference(text: string): ImageReference {
  const wrong = (what: string): never => {
    throw new StageError(`${JSON.stringify(text)} names no image: ${what}.`, 'Form: host[:port]/path/name[:tag]', 'Mend the name; letters of a repository are lower case.')
  }
  const [named, digest, ...more] = text.split('@')
  if (more.length) wrong('there is more than one @')
  if (digest !== undefined && !DIGEST.test(digest)) wrong(`${JSON.stringify(digest)} is no digest (sha256: and 64 hexadecimal digits)`)
  const slash = named.indexOf('/')
  const registry = slash > 0 && looksLikeHost(named.slice(0, slash)) ? named.slice(0, slash) : 'docker.io'
  const rest = registry === 'docker.io' && !named.startsWith('docker.io/') ? named : named.slice(slash + 1)
  if (!HOST.test(registry)) wrong(`${JSON.stringify(registry)} is no host`)
  const colon = rest.lastIndexOf(':')
  const tag = colon >= 0 ? rest.slice(colon + 1) : undefined
  const path = colon >= 0 ? rest.slice(0, colon) : rest
  if (tag !== undefined && !TAG.test(tag)) wrong(`${JSON.stringify(tag)} is no tag`)
  for (const component of path.split('/')) if (!COMPONENT.test(component)) wrong(`${JSON.stringify(component)} may not be part of a repository's name`)
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  if (repository.length > 255) wrong('the repository has more than 255 characters')
  return { registry, repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) }
}
