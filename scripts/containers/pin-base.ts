/** The base of a Dockerfile by its digest: the same image for everybody, until somebody asks anew. */
import { StageError } from '../pipeline/stage-error'
import { readBase, writeBase } from './dockerfile'
import type { Engine } from './engine'
import { engineSaid } from './engine-events'
import { parseImageReference } from './image-reference'
import { findCredentials } from './registry-credentials'

export const withoutDigest = (image: string): string => image.replace(/@.*$/, '')

/**
 * Asks the base's registry, through the engine, for the digest of what its tag names now: of the list for all architectures.
 * @throws StageError when it does not answer
 */
export async function askDigest(engine: Engine, image: string): Promise<string> {
  const credentials = await findCredentials(parseImageReference(image).registry)
  const auth = credentials && { username: credentials.username, password: credentials.password, serveraddress: credentials.registry }
  try {
    // Without a password the engine still wants the header.
    const { Descriptor } = await engine.docker.getImage(image).distribution({ authconfig: auth ?? { username: '', password: '', serveraddress: '' } })
    return Descriptor.digest
  } catch (error) {
    const said = engineSaid(error).split('\n')[0]
    throw new StageError(`The registry of ${image} did not name its digest: ${said}`, `Engine: ${engine.describe}`, 'See that this machine reaches the registry; a private one wants docker login.')
  }
}

/**
 * @param digestOf asked for the base without its digest
 * @returns the Dockerfile with its base pinned, and the base; undefined where the file has no `ARG BASE=`
 */
export async function pinDockerfile(dockerfile: string, digestOf: (image: string) => Promise<string>): Promise<{ text: string; base: string } | undefined> {
  const named = readBase(dockerfile)
  if (!named) return undefined
  const image = withoutDigest(named)
  parseImageReference(image)
  const base = `${image}@${await digestOf(image)}`
  return { text: writeBase(dockerfile, base), base }
}
