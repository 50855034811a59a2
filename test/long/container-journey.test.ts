/** npm start -- --runtime docker in a clone, with the embedded database's image in place of Oracle Database Free. Also interrupted, and killed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildImage } from '../../scripts/containers/build-image'
import { type Engine, findEngine } from '../../scripts/containers/engine'
import { buildArgsOf, IMAGES } from '../../scripts/containers/images'
import { rootFolder } from '../../scripts/lib/root-folder'
import { stagesOf } from '../../scripts/pipeline/run'

const clone = join(realpathSync(mkdtempSync(join(tmpdir(), 'container-journey-'))), 'clone')
const image = `${IMAGES.database.name}:journey-${randomBytes(4).toString('hex')}`
const stages = stagesOf({ runtime: 'docker', keep: false })
let engine: Engine | undefined

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  readonly exit: Promise<number | null>
}
function npm(words: string[], env: NodeJS.ProcessEnv = {}, cwd = clone): Run {
  const child = spawn('npm', words, { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, NO_COLOR: '1', ORACLE_IMAGE: image, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', (chunk) => { output += chunk })
  return { child, output: () => output, exit: new Promise((resolve) => child.on('close', resolve)) }
}
const start = (env?: NodeJS.ProcessEnv): Run => npm(['start', '--', '--runtime', 'docker'], env)

/** Containers and networks that carry the clone's label. */
async function onEngine(checkout = clone): Promise<string[]> {
  const filters = { label: [`cicd-oracle-python.checkout=${checkout}`] }
  const containers = await engine!.docker.listContainers({ all: true, filters })
  const networks = await engine!.docker.listNetworks({ filters })
  return [...containers.map(({ Names }) => Names[0]), ...networks.map(({ Name }) => Name)]
}
async function nothingLeft(checkout = clone): Promise<void> {
  for (let tries = 0; tries < 100 && (await onEngine(checkout)).length; tries++) await sleep(100)
  expect(await onEngine(checkout)).toEqual([])
}
/** Until the output has a line of the stage, or the run has ended. */
async function stageDone(run: Run, stage: string): Promise<void> {
  while (!new RegExp(` [✔↻] ${stage} `).test(run.output()) && run.child.exitCode === null && run.child.signalCode === null) await sleep(5)
}

beforeAll(async () => {
  engine = await findEngine()
  if (!engine && process.env.SCAFFOLD?.split(' ').includes('engine')) throw new Error('SCAFFOLD names an engine, and none answers')
  if (!engine) return
  const { context, dockerfile } = IMAGES.database
  await buildImage(engine, { context: join(rootFolder, context), dockerfile, tags: [image], buildArgs: buildArgsOf(IMAGES.database) })
  execFileSync('git', ['-c', 'safe.directory=*', 'clone', '-q', rootFolder, clone])
}, 600_000)
afterAll(async () => {
  rmSync(join(clone, '..'), { recursive: true, force: true })
  await engine?.docker.getImage(image).remove({ force: true }).catch(() => undefined)
}, 60_000)

describe('npm start -- --runtime docker', () => {
  it('without an engine says what is missing and how to get it, with exit code 3', async ({ skip }) => {
    skip(!engine, 'no container engine answers on this machine')
    const run = start({ DOCKER_HOST: 'unix:///nowhere/docker.sock' })
    expect(await run.exit, run.output()).toBe(3)
    expect(run.output()).toContain('The container engine named by DOCKER_HOST does not answer.')
    expect(run.output()).toContain('Start your container engine, or get one')
  }, 300_000)

  it('runs all stages in containers, and leaves none of them', async ({ skip }) => {
    skip(!engine, 'no container engine answers on this machine')
    const run = start()
    expect(await run.exit, run.output()).toBe(0)
    for (const stage of stages) expect(run.output()).toMatch(new RegExp(`^ ✔ ${stage} `, 'm'))
    expect(run.output()).toMatch(/^ ✔ changes .* by the migration image/m)
    expect(run.output()).toMatch(/^ ✔ test-app .* against container/m)
    expect(run.output()).toMatch(/^ ✔ deploy +container · http/m)
    expect(run.output()).toMatch(/^ App .*\/employees 107 rows/m)
    await nothingLeft()
  }, 300_000)

  // During the stages that start something: the database, the migration, the app.
  for (const stage of ['commit', 'database', 'build-image', 'deploy'])
    it(`interrupted after the stage ${stage} leaves nothing`, async ({ skip }) => {
      skip(!engine, 'no container engine answers on this machine')
      const run = start()
      await stageDone(run, stage)
      await sleep(stage === 'commit' ? 700 : 0)
      process.kill(-run.child.pid!, 'SIGINT')
      expect(await run.exit).not.toBe(0)
      await nothingLeft()
    }, 180_000)

  it('killed with -9 is cleared up by the next run', async ({ skip }) => {
    skip(!engine, 'no container engine answers on this machine')
    const run = start()
    await stageDone(run, 'deploy')
    process.kill(-run.child.pid!, 'SIGKILL')
    await run.exit
    expect((await onEngine()).length).toBeGreaterThan(0)
    const next = start()
    expect(await next.exit, next.output()).toBe(0)
    await nothingLeft()
  }, 300_000)
})

describe('a second checkout', () => {
  const second = join(clone, '..', 'second')

  it('runs at the same time: neither meets the other', async ({ skip }) => {
    skip(!engine, 'no container engine answers on this machine')
    execFileSync('git', ['clone', '-q', clone, second])
    // Other files, and so another image by the same name.
    appendFileSync(join(second, 'app/promotion/calculator.py'), '\n\n# second\n')
    const runs = [start(), npm(['start', '--', '--runtime', 'docker'], {}, second)]
    for (const run of runs) expect(await run.exit, run.output()).toBe(0)
    for (const run of runs) expect(run.output()).toMatch(/^ App .*\/employees 107 rows/m)
    await nothingLeft()
    await nothingLeft(second)
  }, 300_000)

  it('whose changelog is wrong says so, keeps what the containers printed, and leaves nothing', async ({ skip }) => {
    skip(!engine, 'no container engine answers on this machine')
    appendFileSync(join(second, 'db/changelog/hr/chlg/changelog_004.sql'), '\n--changeset journey:1\nINSERT INTO no_such_table VALUES (1);\n')
    const run = npm(['start', '--', '--runtime', 'docker'], {}, second)
    expect(await run.exit, run.output()).toBe(1)
    expect(run.output()).toMatch(/^ ✖ changes /m)
    expect(run.output()).toContain('ORA-00942')
    expect(run.output()).toContain('What the containers printed: ')
    expect(readFileSync(join(second, '.run/logs/database-container.log'), 'utf8')).toContain('DATABASE IS READY TO USE!')
    await nothingLeft(second)
  }, 180_000)
})

describe('--keep', () => {
  it('leaves the database container to the next run, until npm run stop', async ({ skip }) => {
    skip(!engine, 'no container engine answers on this machine')
    const run = npm(['start', '--', '--database', 'container', '--keep'])
    expect(await run.exit, run.output()).toBe(0)
    const kept = (await onEngine()).filter((name) => name.endsWith('-database'))
    expect(kept).toHaveLength(1)
    const next = npm(['start', '--', '--database', 'container'])
    expect(await next.exit, next.output()).toBe(0)
    expect(next.output()).toMatch(/^ +database: container at .*, because .*(runs already|kept)/m)
    expect((await onEngine()).filter((name) => name.endsWith('-database'))).toEqual(kept)
    expect(await npm(['run', 'stop']).exit).toBe(0)
    await nothingLeft()
  }, 300_000)
})

describe('a lone stage', () => {
  it('stays in its containers until npm run stop', async ({ skip }) => {
    skip(!engine, 'no container engine answers on this machine')
    const run = npm(['run', 'probe', '--', '--runtime', 'docker'])
    expect(await run.exit, run.output()).toBe(0)
    expect((await onEngine()).length).toBeGreaterThanOrEqual(2)
    expect(await npm(['run', 'stop']).exit).toBe(0)
    await nothingLeft()
  }, 300_000)
})