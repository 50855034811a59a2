import { follow, gone } from '../engine/engine'
import { splitList, splitWords } from '../engine/words'
import { assignments, boxOf, imageOfRun, parameterOf, written } from './on-engine'
import type { Step, StepContext } from './step'

const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

/** Commits the box, or takes an image of this run, and pushes it under each of its tags. */
export const dockerPush: Step = {
  id: 'internal/docker-push',
  parameters: [
    'repository', 'registry', 'username', 'password', 'email', 'author', 'message', 'tag', 'ports', 'volumes', 'working-dir', 'user', 'stopsignal',
    'cmd', 'entrypoint', 'env', 'labels', 'image-name', 'disable-sync'
  ],
  required: ['repository'],
  containerOnly: true,
  async run(context) {
    const { engine, container } = boxOf(context)
    const parameter = parameterOf(context)
    const repository = reconcile(await parameter('repository'), await parameter('registry'), (text) => context.output.say(text))
    const tags = splitList((await parameter('tag')) || 'latest')
    for (const tag of tags) if (!TAG.test(tag)) throw new Error(`Invalid tag: ${tag}`)
    const name = await parameter('image-name')
    const image = name
      ? imageOfRun(context.runId, name)
      : ((await container.commit({ repo: repository, tag: tags[0], author: await parameter('author'), comment: await parameter('message'), changes: await changesOf(context) })) as { Id: string }).Id
    const [username, password] = [await parameter('username'), await parameter('password')]
    for (const tag of tags) {
      await engine.docker.getImage(image).tag({ repo: repository, tag })
      const pushed = engine.docker.getImage(`${repository}:${tag}`)
      context.onClose(() => pushed.remove().then(() => undefined, gone))
      let digest = ''
      const stream = await pushed.push({ tag, authconfig: { username, password, serveraddress: username ? hostOf(repository) : '' }, abortSignal: context.options.signal })
      await follow(engine, stream, ({ aux }) => void (digest = aux?.Digest ?? digest))
      if (!digest) throw new Error(`The registry did not confirm ${repository}:${tag}`)
      context.output.say('Pushed', `${repository}:${tag}`, digest)
    }
    return { ok: true }
  }
}

const hostOf = (repository: string): string => (hasHost(repository) ? repository.slice(0, repository.indexOf('/')) : 'https://index.docker.io/v1/')
/** The first part is a host when it could be no name of Docker Hub. */
const hasHost = (repository: string): boolean => /^(localhost|[^/]*[.:][^/]*)\//.test(repository)

/** The repository's own host wins over `registry`; without one it is put before. */
export function reconcile(repository: string, registry: string, say: (text: string) => void): string {
  const name = repository.toLowerCase()
  if (!name) throw new Error('Repository not specified')
  if (!registry) return name
  const host = registry.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  if (!hasHost(name)) {
    say(`Using repository inferred from registry: ${host}/${name}`)
    return `${host}/${name}`
  }
  if (hostOf(name) !== host) say(`Different registry hosts specified in repository: ${hostOf(name)} and registry: ${host}`)
  return name
}

/** What the image shall do that the box does not, as lines of a Dockerfile. Nothing that a step exported is in it. */
async function changesOf(context: StepContext): Promise<string> {
  const parameter = parameterOf(context)
  const quoted = (text: string) => `"${text.replace(/[\\"$]/g, '\\$&').replaceAll('\n', '\\n')}"`
  const lines: string[] = []
  // As the original: these two are taken as they stand; a variable in them is the container's affair.
  for (const name of ['entrypoint', 'cmd'] as const) if (written(context, name)) lines.push(`${name.toUpperCase()} ${JSON.stringify(splitWords(written(context, name)))}`)
  for (const word of splitWords(written(context, 'env'))) {
    const [name, value] = Object.entries(assignments([word], 'env'))[0]!
    lines.push(`ENV ${name}=${quoted(await context.interpolate(value))}`)
  }
  for (const [name, value] of Object.entries(assignments(splitWords(await parameter('labels')), 'label'))) lines.push(`LABEL ${quoted(name)}=${quoted(value)}`)
  for (const port of splitList(await parameter('ports'))) lines.push(`EXPOSE ${port.includes('/') ? port : `${port}/tcp`}`)
  for (const volume of splitList(await parameter('volumes'))) lines.push(`VOLUME ${JSON.stringify([volume])}`)
  for (const [name, instruction] of [['working-dir', 'WORKDIR'], ['user', 'USER'], ['stopsignal', 'STOPSIGNAL']] as const) {
    const value = await parameter(name)
    if (value) lines.push(`${instruction} ${value}`)
  }
  return lines.join('\n')
}
