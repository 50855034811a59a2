/** The container provider on a real engine: ready, found again, ended; and every way in which it does not come up. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ContainerFailure, type ContainerOptions, type Database, findContainer, startContainer } from '../../db/connect'
import { buildImage } from '../../scripts/containers/build-image'
import { type Engine, findEngine } from '../../scripts/containers/engine'
import { buildArgsOf, IMAGES } from '../../scripts/containers/images'
import { rootFolder } from '../../scripts/lib/root-folder'

const id = randomBytes(4).toString('hex')
const label = `provider-test=${id}`
const folder = mkdtempSync(join(tmpdir(), 'provider-'))
const image = `provider-test-${id}:database`
const made: string[] = []
let engine: Engine | undefined

/** An image that differs from another by these lines of its Dockerfile. */
async function imageOf(name: string, ...lines: string[]): Promise<string> {
  const tag = `provider-test-${id}:${name}`
  writeFileSync(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`)
  await buildImage(engine!, { context: folder, dockerfile: 'Dockerfile', tags: [tag] })
  made.push(tag)
  return tag
}
const options = (more: Partial<ContainerOptions> = {}): ContainerOptions => ({
  docker: engine!.docker, address: engine!.host, image, labels: { 'provider-test': id }, name: `provider-test-${randomBytes(4).toString('hex')}`, ...more
})
const remaining = async () => (await engine!.docker.listContainers({ all: true, filters: { label: [label] } })).map(({ Names }) => Names[0])
async function failure(more: Partial<ContainerOptions>): Promise<ContainerFailure> {
  const error = await startContainer(options(more)).then(
    async (database) => {
      await database.stop()
      return undefined
    },
    (problem: unknown) => problem
  )
  expect(error).toBeInstanceOf(ContainerFailure)
  expect(await remaining()).toEqual([])
  return error as ContainerFailure
}

beforeAll(async () => {
  engine = await findEngine()
  if (!engine && process.env.SCAFFOLD?.split(' ').includes('engine')) throw new Error('SCAFFOLD names an engine, and none answers')
  if (!engine) return
  const { context, dockerfile } = IMAGES.database
  await buildImage(engine, { context: join(rootFolder, context), dockerfile, tags: [image], buildArgs: buildArgsOf(IMAGES.database) })
  made.push(image)
}, 600_000)
beforeEach(({ skip }) => skip(!engine, 'no container engine answers on this machine'))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  for (const tag of made.reverse()) await engine!.docker.getImage(tag).remove({ force: true }).catch(() => undefined)
}, 60_000)

describe('a database container', () => {
  let database: Database
  const said: string[] = []
  beforeAll(async () => {
    if (engine) database = await startContainer(options({ progress: (text) => said.push(text) }))
  }, 120_000)
  afterAll(async () => {
    await database?.stop()
    if (engine) expect(await remaining()).toEqual([])
  }, 60_000)

  it('answers its user and its administrator, whose passwords differ', async () => {
    const { connectString, user, password, adminUser, adminPassword } = database
    expect(password).not.toBe(adminPassword)
    for (const login of [{ user, password }, { user: adminUser, password: adminPassword }]) {
      const connection = await oracledb.getConnection({ connectString, ...login })
      expect((await connection.execute("select sys_context('USERENV', 'SESSION_USER'), sys_context('USERENV', 'CON_NAME') from dual")).rows).toEqual([[login.user, 'FREEPDB1']])
      await connection.close()
    }
    await expect(oracledb.getConnection({ connectString, user: adminUser, password })).rejects.toThrow('ORA-01017')
  })
  it('is published on one address of this machine only, the one its connect string names, and may gain no rights', async () => {
    const { HostConfig, NetworkSettings } = await engine!.docker.getContainer(database.container!).inspect()
    expect(NetworkSettings.Ports['1521/tcp'].map(({ HostIp }) => HostIp)).toEqual([database.connectString.split(':')[0].replace('localhost', '127.0.0.1')])
    expect(HostConfig.SecurityOpt).toEqual(['no-new-privileges'])
  })
  it('said what it was waiting for', () => expect(said.at(0)).toBe(`starting ${image}`))
  it('is found by its labels, with all that a later command needs', async () => {
    const found = await findContainer(engine!.docker, [label])
    const facts = ({ stop: _, ...all }: Database) => all
    expect(facts(found!)).toEqual(facts(database))
    expect(await findContainer(engine!.docker, ['provider-test=another'])).toBeUndefined()
  })
})

describe('what does not come up', () => {
  it('an image that is not there', async () => {
    const { message, next } = await failure({ image: `127.0.0.1:9/nobody/${id}:x` })
    expect(message).toMatch(/^The image 127\.0\.0\.1:9\/nobody\/\S+ cannot be pulled: /)
    expect(next).toContain('ORACLE_IMAGE')
  }, 60_000)
  it('a container that ends: its exit code and its last lines', async () => {
    const { message, detail, log } = await failure({ image: await imageOf('ends', 'FROM busybox:latest', 'CMD ["sh", "-c", "echo no licence; sleep 1; exit 7"]') })
    expect([message, detail, log]).toEqual(["The database's container ended with exit code 7 before it answered.", ['no licence'], 'no licence\n'])
  }, 60_000)
  it('a container that is killed', async () => {
    const { message } = await failure({ image: await imageOf('killed', 'FROM busybox:latest', 'CMD ["sh", "-c", "sleep 1; exit 137"]') })
    expect(message).toContain('most likely for lack of memory')
  }, 60_000)
  it('a container that never answers: the time, and what it said last', async () => {
    const { message, detail } = await failure({ image: await imageOf('silent', 'FROM busybox:latest', 'CMD ["sh", "-c", "echo still thinking; exec sleep 300"]'), timeoutMs: 2000 })
    expect(message).toMatch(/^The database did not answer a query within \d s: NJS-/)
    expect(detail).toEqual(['still thinking'])
  }, 60_000)
  it('a command that the image does not have', async () => {
    const { message, where } = await failure({ image: await imageOf('wrong', 'FROM busybox:latest', 'CMD ["/no/such/program"]') })
    expect(message).toBe("The database's container could not be started.")
    expect(where).toContain('/no/such/program')
  }, 60_000)
  it('a database that refuses the user, long before time is up', async () => {
    const { Config } = await engine!.docker.getImage(image).inspect()
    const entry = [...(Config.Entrypoint as string[])].join(' ')
    const tag = await imageOf('refuses', `FROM ${image}`, `ENTRYPOINT ["sh", "-c", "unset APP_USER APP_USER_PASSWORD; exec ${entry}"]`)
    const started = Date.now()
    const { message, detail } = await failure({ image: tag, timeoutMs: 100_000 })
    expect(message).toMatch(/refuses the app's user: .*ORA-01017/)
    expect(detail.join('\n')).toContain('DATABASE IS READY TO USE')
    expect(Date.now() - started).toBeLessThan(60_000)
  }, 120_000)
  it('a start that is interrupted', async () => {
    const interrupted = new AbortController()
    const start = startContainer(options({ signal: interrupted.signal, progress: (text) => text.startsWith('starting') && setTimeout(() => interrupted.abort(), 300) }))
    await expect(start).rejects.toThrow('interrupted')
    expect(await remaining()).toEqual([])
  }, 60_000)
})
