import { connectEngine } from '../containers/engine'
import { parseImageReference } from '../containers/image-reference'
import { tagOf } from '../containers/images'
import { pushImage } from '../containers/push-image'
import { findCredentials } from '../containers/registry-credentials'
import { startLocalRegistry } from '../containers/local-registry'
import type { StageContext, StageResult } from '../pipeline/context'
import { StageError } from '../pipeline/stage-error'

/** Pushes the built image under each of its tags to DOCKER_REPO, or to a registry of this machine when that names none. */
export async function run(context: StageContext): Promise<StageResult<'push-image'>> {
  const built = context.output('build-image')
  const engine = await connectEngine()
  const named = process.env.DOCKER_REPO
  const repository = named ? repositoryOf(named) : `${await startLocalRegistry(engine, { progress: context.progress, signal: context.signal })}/promotion`
  const { registry } = parseImageReference(repository)
  const credentials = await findCredentials(registry)
  context.log(credentials ? `password of ${credentials.username} from ${credentials.from}` : 'no password')
  let digest = ''
  const names = [built.image, ...built.tags].map((name) => `${repository}:${tagOf(name.slice(name.indexOf(':') + 1))}`)
  for (const name of names) {
    context.progress(`pushing ${name}`)
    digest = (await pushImage(engine, built.id, name, { credentials, progress: context.progress, log: context.log, signal: context.signal })).digest
  }
  const reference = `${repository}@${digest}`
  return {
    outputs: { image: names[0], reference, digest, tags: names.slice(1) },
    summary: `${names[0]} · ${digest.slice(0, 19)}…`,
    ...(named ? {} : { standIn: 'a registry on this machine stood in for OCIR' })
  }
}

/** host/repository: a tag or a digest there would be lost, so it is refused. */
function repositoryOf(text: string): string {
  const { registry, repository, tag, digest } = parseImageReference(text)
  if (tag ?? digest) throw new StageError(`DOCKER_REPO names a repository, without a tag or a digest: ${registry}/${repository}`, 'Tags are the version and the branch.', 'Take the tag out of DOCKER_REPO.')
  return `${registry}/${repository}`
}

/** The registry still has it. */
export async function alive({ reference, image }: StageResult<'push-image'>['outputs']): Promise<boolean> {
  try {
    const engine = await connectEngine()
    const credentials = await findCredentials(parseImageReference(image).registry)
    const auth = credentials && { username: credentials.username, password: credentials.password, serveraddress: credentials.registry }
    const { Descriptor } = await engine.docker.getImage(image).distribution(auth ? { authconfig: auth } : undefined)
    return reference.endsWith(Descriptor.digest)
  } catch {
    return false
  }
}
