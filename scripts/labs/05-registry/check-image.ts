import { readFileSync } from 'node:fs'
import { readBase } from '../../containers/dockerfile'
import type { Engine } from '../../containers/engine'
import { type ImageContents, readImage } from '../../containers/image-contents'
import { buildArgsOf, dockerfileOf, IMAGES } from '../../containers/images'
import { askDigest } from '../../containers/pin-base'
import { findSecretSettings, findStrayFiles, holdsPrivateKey, sharedLayers } from '../../containers/stray-files'
import { attempt, type Finding, finding } from '../lab'

/** The size that lab 5's page shows for its image. */
const WORKSHOP_MB = 543.77

/** Reads the image layer by layer: what it is made of, not what was meant to be in it. */
export const checkImage = (engine: Engine, image: string): Promise<Finding[]> =>
  attempt(`the image ${image}`, 'npm run lab5 builds it.', async () => {
    const { Size } = await engine.docker.getImage(image).inspect()
    const keys: string[] = []
    const contents = await readImage(engine, image, { look: (path, content) => { if (holdsPrivateKey(content)) keys.push(path) } })
    const stray = [...findStrayFiles(contents, { baseLayers: await baseLayersOf(engine, contents) }), ...keys.map((path) => `${path} (a private key)`)]
    const settings = findSecretSettings(contents.config)
    const { User, Labels } = contents.config.config
    const app = ['app/promotion/__init__.py', 'app/promotion/templates/employees.html'].filter((file) => !contents.files.has(file))
    return [
      finding(app.length === 0, app.length ? `it lacks ${app.join(', ')}` : `${image}: ${contents.files.size} files, ${(Size / 1e6).toFixed(0)} MB (the workshop's: ${WORKSHOP_MB} MB)`, 'npm run build-image builds it anew.'),
      finding(stray.length === 0, stray.length ? `it holds ${stray.slice(0, 5).join(', ')}` : 'no key, repository, test, build tool or cache is in any of its layers', 'Name in app/.dockerignore and app/Dockerfile only what the app needs.'),
      finding(settings.length === 0, settings.length ? `its configuration gives away ${settings[0]}` : 'no password is in its configuration or history', 'Settings come from the environment when it starts, not from ENV or ARG.'),
      finding(/^[1-9]\d*(:\d+)?$/.test(User ?? ''), `it runs as user ${User || 'root'}`, 'A numeric USER other than 0 lets a cluster see that it is not root.'),
      finding(Boolean(Labels?.['org.opencontainers.image.version']), `labels: version ${Labels?.['org.opencontainers.image.version'] ?? 'missing'}, commit ${Labels?.['org.opencontainers.image.revision']?.slice(0, 7) ?? 'unknown (no git)'}`, 'npm run build-image sets them.')
    ]
  })

async function baseLayersOf(engine: Engine, { config }: ImageContents): Promise<number> {
  const base = buildArgsOf(IMAGES.app).BASE ?? readBase(readFileSync(dockerfileOf(IMAGES.app), 'utf8'))!
  const layers = await engine.docker.getImage(base).inspect().then(({ RootFS }) => RootFS.Layers ?? [], () => [])
  return sharedLayers(config.rootfs.diff_ids, layers)
}

/** Asked at the registry: the tag names the digest that was pushed, and that is this image. */
export const checkRegistry = (engine: Engine, image: string, pushed: string | undefined): Promise<Finding[]> =>
  attempt('the registry', 'npm run lab5 pushes it; npm run push-image pushes it alone.', async () => {
    if (!pushed) throw new Error('nothing was pushed')
    const [repository, digest] = pushed.split('@')
    const tag = image.slice(image.indexOf(':') + 1)
    const found = await askDigest(engine, `${repository}:${tag}`)
    const { RepoDigests } = await engine.docker.getImage(image).inspect()
    return [
      finding(found === digest, `${repository}:${tag} is ${found === digest ? digest : `${found}, not what was pushed`}`, 'Somebody pushed another image under this tag: npm run push-image.'),
      finding(RepoDigests.includes(pushed), RepoDigests.includes(pushed) ? `a deployment names it by digest: ${repository}@${digest.slice(0, 19)}…` : `what was pushed is not ${image}`, 'npm run push-image pushes what was built last.')
    ]
  })
