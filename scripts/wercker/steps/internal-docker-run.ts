import { ensureImage, gone } from '../engine/engine'
import { splitWords } from '../engine/words'
import { assignments, boxOf, containerOfRun, imageOfRun, parameterOf, written } from './on-engine'
import type { Step } from './step'

/** Starts a container beside the box, known to it by its name, until the pipeline ends or internal/docker-kill. */
export const dockerRun: Step = {
  id: 'internal/docker-run',
  parameters: ['name', 'image', 'cmd', 'entrypoint', 'env', 'working-dir', 'user', 'username', 'password', 'registry', 'disable-sync'],
  required: ['name', 'image'],
  containerOnly: true,
  async run(context) {
    const { engine, network, labels } = boxOf(context)
    const parameter = parameterOf(context)
    const name = await parameter('name')
    const own = imageOfRun(context.runId, await parameter('image'))
    const image = (await engine.docker.getImage(own).inspect().then(() => true, () => false)) ? own : await parameter('image')
    const [username, password] = [await parameter('username'), await parameter('password')]
    await ensureImage(engine, image, (text) => context.output.say(text), { credentials: username ? { username, password } : undefined, signal: context.options.signal })
    const env = await Promise.all(splitWords(written(context, 'env')).map(async (word) => {
      const [key, value] = Object.entries(assignments([word], 'env'))[0]!
      return `${key}=${await context.interpolate(value)}`
    }))
    const container = await engine.docker.createContainer({
      name: containerOfRun(context.runId, name),
      Image: image,
      ...(written(context, 'cmd') && { Cmd: splitWords(written(context, 'cmd')) }),
      ...(written(context, 'entrypoint') && { Entrypoint: splitWords(written(context, 'entrypoint')) }),
      Env: env,
      WorkingDir: await parameter('working-dir'),
      User: await parameter('user'),
      Labels: { ...labels },
      HostConfig: { NetworkMode: network },
      NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [name] } } }
    })
    context.onClose(() => container.remove({ force: true, v: true }).then(() => undefined, gone))
    await container.start()
    return { ok: true }
  }
}

/** Ends and removes a container of internal/docker-run. */
export const dockerKill: Step = {
  id: 'internal/docker-kill',
  parameters: ['name', 'disable-sync'],
  required: ['name'],
  containerOnly: true,
  async run(context) {
    const { engine } = boxOf(context)
    const name = await parameterOf(context)('name')
    const container = engine.docker.getContainer(containerOfRun(context.runId, name))
    if (!(await container.inspect().then(() => true, () => false))) throw new Error(`No container ${name} was started by internal/docker-run`)
    await container.remove({ force: true, v: true })
    return { ok: true }
  }
}
