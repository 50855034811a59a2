import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { billOfMaterials, wantedForBill } from '../containers/bill-of-materials'
import { buildImage } from '../containers/build-image'
import { readBase } from '../containers/dockerfile'
import { connectEngine, type Engine, findEngine } from '../containers/engine'
import { readImage } from '../containers/image-contents'
import { buildArgsOf, dockerfileOf, IMAGES, labelsOf, tagsOf } from '../containers/images'
import { parseImageReference } from '../containers/image-reference'
import { findCredentials } from '../containers/registry-credentials'
import { sourceUrl } from '../containers/source-url'
import { runCommand } from '../lib/command'
import { readGitFacts } from '../lib/git'
import { rootFolder, runFolder } from '../lib/root-folder'
import type { StageContext, StageResult } from '../pipeline/context'

/** Builds the app's image, named by version and branch, and writes beside it what it is made of. */
export async function run(context: StageContext): Promise<StageResult<'build-image'>> {
  const { version, commit, branch } = context.output('commit')
  const image = IMAGES.app
  const engine = await connectEngine()
  context.log(engine.describe)
  const buildArgs = buildArgsOf(image)
  const base = buildArgs.BASE ?? readBase(readFileSync(dockerfileOf(image), 'utf8'))!
  const committedAt = (await readGitFacts())?.committedAt
  const tags = tagsOf(image, { version, branch })
  const built = await buildImage(engine, {
    context: join(rootFolder, image.context),
    dockerfile: image.dockerfile,
    tags,
    buildArgs,
    labels: labelsOf(image, { version, commit, source: await readSource(), created: committedAt === undefined ? null : new Date(committedAt * 1000).toISOString() }),
    credentials: await findCredentials(parseImageReference(base).registry),
    progress: context.progress,
    log: context.log,
    signal: context.signal
  })
  const folder = join(runFolder, 'image')
  mkdirSync(folder, { recursive: true })
  const file = (name: string): string => relative(rootFolder, join(folder, name))
  const written = { sbom: file('sbom.cdx.json'), licences: file('licences.txt') }
  context.progress('listing what is in it')
  const bill = billOfMaterials(await readImage(engine, built.id, { want: wantedForBill }), { name: image.name, version, id: built.id })
  writeFileSync(join(rootFolder, written.sbom), bill.sbom)
  writeFileSync(join(rootFolder, written.licences), bill.licences)
  const baseBytes = await sizeOf(engine, base)
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(0)
  return {
    outputs: { image: tags[0], tags: tags.slice(1), id: built.id, version, bytes: built.bytes, baseBytes, ...written },
    summary: `${tags.join(', ')} · ${mb(built.bytes)} MB${baseBytes ? `, ${mb(built.bytes - baseBytes)} over ${base}` : ''} · ${engine.describe}`
  }
}

/** Where the checkout was cloned from, as an address without names or passwords. */
async function readSource(): Promise<string | undefined> {
  const { exitCode, stdout } = await runCommand(['git', 'remote', 'get-url', 'origin'], { tolerant: true }).catch(() => ({ exitCode: 1, stdout: '' }))
  return exitCode === 0 ? sourceUrl(stdout) : undefined
}

/** 0 where the builder keeps its base to itself (BuildKit with a store of its own). */
const sizeOf = (engine: Engine, image: string): Promise<number> =>
  engine.docker.getImage(image).inspect().then(({ Size }) => Size, () => 0)

/** The image is still on the engine. */
export async function alive({ image, id }: StageResult<'build-image'>['outputs']): Promise<boolean> {
  const engine = await findEngine()
  return engine ? engine.docker.getImage(image).inspect().then(({ Id }) => Id === id, () => false) : false
}
