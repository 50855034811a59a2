import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImageBuildOptions } from 'dockerode'
import { pack } from 'tar-fs'
import { follow, gone } from '../engine/engine'
import { splitList, splitWords } from '../engine/words'
import { assignments, boxOf, imageOfRun, parameterOf, written } from './on-engine'
import type { Step } from './step'

const yes = (text: string): boolean => text === 'true' || text === '1'

/** Builds from the source as it is in the box now, with what earlier steps made. The image is this run's, and goes with it. */
export const dockerBuild: Step = {
  id: 'internal/docker-build',
  parameters: ['image-name', 'dockerfile', 'context', 'build-args', 'labels', 'q', 'no-cache', 'squash', 'extra-hosts', 'registry-auth-config', 'disable-sync'],
  required: ['image-name'],
  containerOnly: true,
  async run(context) {
    const { engine, folders, labels } = boxOf(context)
    const parameter = parameterOf(context)
    const image = imageOfRun(context.runId, await parameter('image-name'))
    const auth = await parameter('registry-auth-config')
    const options = {
      t: image,
      ...((await parameter('dockerfile')) && { dockerfile: await parameter('dockerfile') }),
      buildargs: assignments(splitWords(await parameter('build-args')), 'build-arg'),
      labels: { ...assignments(splitWords(await parameter('labels')), 'label'), ...labels },
      nocache: yes(written(context, 'no-cache')),
      squash: yes(written(context, 'squash')),
      q: yes(written(context, 'q')),
      ...((await parameter('extra-hosts')) && { extrahosts: splitList(await parameter('extra-hosts')) }),
      ...(auth && { registryconfig: parseAuth(auth) }),
      forcerm: true,
      abortSignal: context.options.signal
    }
    const folder = await mkdtemp(join(tmpdir(), 'wercker-build-'))
    try {
      await context.session.copyOut(join(folders.source, await parameter('context')), folder)
      const stream = await engine.docker.buildImage(pack(folder) as NodeJS.ReadableStream, options as ImageBuildOptions)
      await follow(engine, stream, ({ stream: text }) => text && context.output.write(text))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    context.onClose(() => engine.docker.getImage(image).remove().then(() => undefined, gone))
    return { ok: true }
  }
}

function parseAuth(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('registry-auth-config is not JSON')
  }
}
