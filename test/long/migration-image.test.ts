/** The migration image: engine and changelogs in one container that ends, as a Job of a cluster runs it. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readBase } from '../../scripts/containers/dockerfile'
import type { Engine } from '../../scripts/containers/engine'
import { readImage } from '../../scripts/containers/image-contents'
import { buildArgsOf, dockerfileOf, IMAGES } from '../../scripts/containers/images'
import { findSecretSettings, findStrayFiles, sharedLayers } from '../../scripts/containers/stray-files'
import { buildForTest, TryContainers } from './try-container'

const run = randomBytes(4).toString('hex')
const image = `${IMAGES.migration.name}:try-${run}`
const databaseImage = `${IMAGES.database.name}:try-${run}`
const PASSWORD = 'Some1Password'
const HARDENED = { ReadonlyRootfs: true, SecurityOpt: ['no-new-privileges'], CapDrop: ['ALL'] }
let engine: Engine | undefined
let migrations: TryContainers
let databases: TryContainers

beforeAll(async () => {
  engine = await buildForTest(IMAGES.migration, image)
  if (!engine) return
  await buildForTest(IMAGES.database, databaseImage)
  migrations = new TryContainers(engine.docker, image)
  databases = new TryContainers(engine.docker, databaseImage)
}, 600_000)
afterEach(async () => {
  await migrations?.clear()
  await databases?.clear()
}, 60_000)
afterAll(async () => {
  for (const name of [image, databaseImage]) await engine?.docker.getImage(name).remove({ force: true }).catch(() => undefined)
}, 60_000)
const withEngine = (name: string, work: () => Promise<void>): void => it(name, async ({ skip }) => (engine ? work() : skip('no container engine answers')), 120_000)

/** @returns host:port/service for containers beside it */
async function startDatabase(): Promise<string> {
  const { container } = await databases.start({ env: { ORACLE_PASSWORD: PASSWORD, APP_USER: 'jobs', APP_USER_PASSWORD: 'x1' } })
  return `${(await container.inspect()).NetworkSettings.Networks.bridge.IPAddress}:1521/FREEPDB1`
}
const migrate = async (env: Record<string, string>, command?: string[]) => (await migrations.start({ env, command, host: { ...HARDENED, PortBindings: {} } })).end()

describe('the migration image', () => {
  withEngine('holds no secret, test, cache or checkout, and runs as a numeric user', async () => {
    const contents = await readImage(engine!, image, {})
    const base = buildArgsOf(IMAGES.migration).BASE ?? readBase(readFileSync(dockerfileOf(IMAGES.migration), 'utf8'))!
    const baseLayers = sharedLayers(contents.config.rootfs.diff_ids, (await engine!.docker.getImage(base).inspect()).RootFS.Layers ?? [])
    expect(baseLayers).toBeGreaterThan(0)
    expect(findStrayFiles(contents, { baseLayers })).toEqual([])
    expect(findSecretSettings(contents.config)).toEqual([])
    expect(contents.config.config.User).toBe('10001:10001')
    expect([...contents.files.keys()].filter((path) => path.startsWith('changelog/') && path.endsWith('master.xml')).sort()).toEqual(['changelog/cicd/cicd-master.xml', 'changelog/hr/hr-master.xml'])
  })

  withEngine('waits for the database, applies its changelog with a read-only root, and a second run changes nothing', async () => {
    const connectString = await startDatabase()
    const login = { CHANGELOG_CONNECT_STRING: connectString, CHANGELOG_USER: 'jobs', CHANGELOG_PASSWORD: 'x1' }
    const answers: { applied: string[]; alreadyRan: number; total: number }[] = []
    for (let i = 0; i < 2; i++) {
      const { code, log } = await migrate(login, ['cicd'])
      expect(code, log).toBe(0)
      expect(log).not.toContain('x1\n')
      answers.push(JSON.parse(log.trimEnd().split('\n').pop()!))
    }
    const { total } = answers[0]
    expect(total).toBeGreaterThan(0)
    expect(answers.map(({ applied, alreadyRan }) => [applied.length, alreadyRan])).toEqual([[total, 0], [0, total]])
  })

  withEngine('says by sentence and exit code what was wrong', async () => {
    const connectString = await startDatabase()
    const good = { CHANGELOG_CONNECT_STRING: connectString, CHANGELOG_USER: 'system', CHANGELOG_PASSWORD: PASSWORD, CHANGELOG_WAIT: '20' }
    const { CHANGELOG_PASSWORD: _, ...without } = good
    const cases: [Record<string, string>, string[] | undefined, number, RegExp][] = [
      [without, undefined, 2, /The password is missing: set CHANGELOG_PASSWORD/],
      [{ ...good, CHANGELOG_PASSWORD: 'wrong' }, undefined, 1, /ORA-01017/],
      [{ ...good, CHANGELOG_WAIT: 'soon' }, undefined, 2, /CHANGELOG_WAIT is a number of seconds/],
      [{ ...good, CHANGELOG_CONNECT_STRING: '127.0.0.1:1/none', CHANGELOG_WAIT: '0' }, undefined, 1, /127\.0\.0\.1:1|refused|could not be established/i],
      [good, ['no-such-command'], 2, /no-such-command/]
    ]
    for (const [env, command, expected, said] of cases) {
      const { code, log } = await migrate(env, command)
      expect(log).toMatch(said)
      expect(code, log).toBe(expected)
      expect(log).not.toContain(PASSWORD)
    }
  })

  withEngine('ends soon after it is asked to, also while it waits for a database', async () => {
    const waiting = await migrations.start({ env: { CHANGELOG_CONNECT_STRING: '127.0.0.1:1/none', CHANGELOG_USER: 'u', CHANGELOG_PASSWORD: 'p' }, host: { ...HARDENED, PortBindings: {} } })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const started = Date.now()
    await waiting.container.stop({ t: 30 })
    expect(Date.now() - started).toBeLessThan(10_000)
    expect((await waiting.container.inspect()).State.ExitCode).toBe(143)
  })
})

