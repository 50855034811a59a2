/** Images and containers: sizes, builds, starts; only where an engine answers. */
import { randomBytes } from 'node:crypto'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engineHost, startContainer } from '../../db/connect'
import { buildImage } from '../containers/build-image'
import { publishedPort, removeContainer, runContainer } from '../containers/container'
import { type ContainerRun, startContainerRun } from '../containers/container-run'
import type { Engine } from '../containers/engine'
import { buildArgsOf, dockerfileOf, IMAGES, type ImageRow } from '../containers/images'
import { rootFolder } from '../lib/root-folder'
import { type Figure, median, seconds } from './figure'

const MB = 1_000_000
/** Builds and starts are repeated, and the one in the middle counts. */
const ROUNDS = 3

export async function imageFigures(engine: Engine, signal: AbortSignal, say: (text: string) => void): Promise<Figure[]> {
  const run = await startContainerRun('session', say)
  // Tags of this bench only: nothing that a pipeline made is touched.
  const tag = `bench-${randomBytes(4).toString('hex')}`
  try {
    return [...(await appFigures(engine, run, tag, signal, say)), ...(await databaseFigures(engine, run, tag, signal, say))]
  } finally {
    await run.remove()
    for (const { name } of Object.values(IMAGES)) await engine.docker.getImage(`${name}:${tag}`).remove({ force: true }).catch(() => undefined)
  }
}

async function appFigures(engine: Engine, run: ContainerRun, tag: string, signal: AbortSignal, say: (text: string) => void): Promise<Figure[]> {
  const app = IMAGES.app
  const folder = mkdtempSync(join(tmpdir(), 'bench-image-'))
  cpSync(join(rootFolder, app.context), folder, { recursive: true, filter: (file) => !/__pycache__|_cache$/.test(file) })
  const image = `${app.name}:${tag}`
  const build = (noCache = false) => buildImage(engine, { context: folder, dockerfile: app.dockerfile, tags: [image], buildArgs: buildArgsOf(app), noCache, signal })
  try {
    say('building the app\'s image without a cache')
    let bytes = 0
    const cold = await seconds(async () => ({ bytes } = await build(true)))
    await build() // the cache that the next ones use
    const warm: number[] = []
    const changed: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      warm.push(await seconds(() => build()))
      appendFileSync(join(folder, 'promotion/calculator.py'), `# ${tag} ${round}\n`)
      changed.push(await seconds(() => build()))
    }
    const base = (await engine.docker.getImage(baseOf(app)).inspect()).Size
    const starts: number[] = []
    for (let round = 0; round < ROUNDS; round++) starts.push(await startToAnswer(engine, run, image, round, signal))
    return [
      { what: 'app image, uncompressed', value: bytes / MB, unit: 'MB' },
      { what: `app image over its base (${baseOf(app)})`, value: (bytes - base) / MB, unit: 'MB', goal: '≤ 45 MB' },
      { what: 'app image, cold build (no cache; packages over the network)', value: cold, unit: 's' },
      { what: 'app image, warm build (nothing changed)', value: median(warm), unit: 's' },
      { what: 'app image, rebuild after one line, beyond the warm build', value: Math.max(0, median(changed) - median(warm)), unit: 's', goal: '≤ 3 s' },
      { what: 'app container, start to first answer (/healthz)', value: median(starts), unit: 's', goal: '≤ 1.5 s' }
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The BASE that is used: named by the environment, else the Dockerfile's. */
function baseOf(image: ImageRow): string {
  return buildArgsOf(image).BASE ?? /^ARG BASE=(\S+)/m.exec(readFileSync(dockerfileOf(image), 'utf8'))![1]
}

/** From the order to make the container until a page came. The database is not asked. */
async function startToAnswer(engine: Engine, run: ContainerRun, image: string, round: number, signal: AbortSignal): Promise<number> {
  const host = await engineHost(engine.docker)
  let container: Awaited<ReturnType<typeof runContainer>> | undefined
  try {
    return await seconds(async () => {
      container = await runContainer(
        engine,
        { name: `${run.name('app')}-${round}`, image, labels: run.labels('app'), env: { DB_USER: 'none', DB_PASSWORD: 'none', DB_DSN: 'none' }, publish: { port: 8080, hostIp: host === '127.0.0.1' ? host : '', hostPort: 0 }, memoryBytes: 256 * 1024 * 1024 },
        signal
      )
      const url = `http://${host}:${await publishedPort(container, 8080)}/healthz`
      for (const end = Date.now() + 60_000; ; await new Promise((next) => setTimeout(next, 20))) {
        const { ok } = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => ({ ok: false }))
        if (ok) return
        if (Date.now() > end || signal.aborted) throw new Error(`${image} did not answer at ${url}`)
      }
    })
  } finally {
    if (container) await removeContainer(container)
  }
}

/** Ready: a query as the app's user, on its service, was answered. */
async function databaseFigures(engine: Engine, run: ContainerRun, tag: string, signal: AbortSignal, say: (text: string) => void): Promise<Figure[]> {
  const image = IMAGES.database
  if (!existsSync(dockerfileOf(image))) {
    say(`${image.dockerfile} is not there: the database image is not measured`)
    return []
  }
  say('building the image of the embedded database')
  const name = `${image.name}:${tag}`
  const { bytes } = await buildImage(engine, { context: join(rootFolder, image.context), dockerfile: image.dockerfile, tags: [name], buildArgs: buildArgsOf(image), signal })
  const starts: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    let stop: (() => Promise<void>) | undefined
    try {
      starts.push(
        await seconds(async () => {
          const database = await startContainer({ docker: engine.docker, address: engine.host, image: name, name: `${run.name('database')}-${round}`, labels: run.labels('database'), signal })
          stop = database.stop
        })
      )
    } finally {
      await stop?.()
    }
  }
  return [
    { what: 'embedded database image, uncompressed', value: bytes / MB, unit: 'MB', goal: '≤ 450 MB' },
    { what: 'embedded database image, start to a query answered', value: median(starts), unit: 's', goal: '≤ 3 s' }
  ]
}

/** Other people's machines and years: orders of magnitude only. */
export const PEERS = `Figures on record for what these stand in for (other machines, other years; compare orders of magnitude only):

| what | figure | where |
|---|---|---|
| gvenzl oracle-free faststart, ready / on disk | 22 s / 6.03 GB | nanodbc/nanodbc#512 |
| Oracle Free, official image, ready / on disk | about 9 min / 26.9 GB | nanodbc/nanodbc#512 |
| share of an Oracle CI job spent starting the container | 174 s of 231 s | nanodbc/nanodbc#512 |
| Oracle XE 21-slim-faststart, start | 59 s | hibernate/hibernate-search#3265 |
| container start, Oracle beside PostgreSQL, same suite | 41 s beside 1 s | airbytehq/airbyte#2759 |
| image of the app, by the original workshop's build | 543.77 MB | the workshop, lab 5 |
`
