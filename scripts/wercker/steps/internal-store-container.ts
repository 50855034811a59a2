import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { gone } from '../engine/engine'
import { boxOf } from './on-engine'
import type { Step } from './step'

/** Keeps the box as it is now: an image in a file, for `docker load`. */
export const storeContainer: Step = {
  id: 'internal/store-container',
  parameters: ['disable-sync'],
  containerOnly: true,
  async run(context) {
    const { engine, container, builds } = boxOf(context)
    const name = `wercker-run-${context.runId}:latest`
    await container.commit({ repo: name.slice(0, name.indexOf(':')), tag: 'latest' })
    const image = engine.docker.getImage(name)
    context.onClose(() => image.remove().then(() => undefined, gone))
    const folder = join(builds, context.runId)
    await mkdir(folder, { recursive: true })
    const file = join(folder, 'container.tar.gz')
    await pipeline(await image.get(), createGzip(), createWriteStream(file))
    context.output.say('Stored container', file)
    return { ok: true }
  }
}
