/** Pushes to a registry with a password, and through a proxy before it that fails as registries do. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { buildImage } from '../../scripts/containers/build-image'
import { readBase } from '../../scripts/containers/dockerfile'
import { type Engine, findEngine } from '../../scripts/containers/engine'
import { dockerfileOf, IMAGES } from '../../scripts/containers/images'
import { askDigest, pinDockerfile } from '../../scripts/containers/pin-base'
import { PushFailed, type PushOptions, pushImage } from '../../scripts/containers/push-image'
import type { RegistryCredentials } from '../../scripts/containers/registry-credentials'
import { type TestRegistry, withRegistry } from './engine'

const folder = mkdtempSync(join(tmpdir(), 'registry-'))
const name = `promotion-${randomBytes(4).toString('hex')}`
const made = new Set<string>()
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})
afterAll(async () => {
  const engine = await findEngine()
  for (const tag of made) await engine?.docker.getImage(tag).remove({ force: true }).catch(() => undefined)
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

/** A small image that no registry has yet. @returns its id */
async function freshImage(engine: Engine): Promise<string> {
  const context = join(folder, randomBytes(4).toString('hex'))
  mkdirSync(context)
  writeFileSync(join(context, 'Dockerfile'), 'FROM busybox:latest\nCOPY content /content\n')
  writeFileSync(join(context, 'content'), randomBytes(4096))
  const tag = `${name}:${randomBytes(4).toString('hex')}`
  made.add(tag)
  return (await buildImage(engine, { context, dockerfile: 'Dockerfile', tags: [tag] })).id
}
async function push(engine: Engine, host: string, options: PushOptions, repository = `team/${name}`): Promise<{ digest: string }> {
  const reference = `${host}/${repository}:1`
  made.add(reference)
  return pushImage(engine, await freshImage(engine), reference, { backOff: [10, 20], ...options })
}
const failure = (pushing: Promise<unknown>): Promise<PushFailed> => pushing.then(() => expect.fail('it was pushed'), (error) => { expect(error).toBeInstanceOf(PushFailed); return error as PushFailed })
const login = ({ username, password }: TestRegistry, host: string, other = password): RegistryCredentials => ({ registry: host, username, password: other, from: 'this test' })

/** Before the registry: `answer` may answer in its place. @returns host:port */
async function proxy({ address }: TestRegistry, answer: (request: IncomingMessage, response: ServerResponse) => boolean): Promise<string> {
  const [host, port] = address.split(':')
  const server = createServer((incoming, outgoing) => {
    if (answer(incoming, outgoing)) return
    const onward = request({ host, port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answered) => {
      outgoing.writeHead(answered.statusCode!, answered.headers)
      answered.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
const refuse = (response: ServerResponse, status: number, code: string): true => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ errors: [{ code, message: `this is ${code}` }] }))
  return true
}
const writes = ({ method }: IncomingMessage): boolean => ['POST', 'PUT', 'PATCH'].includes(method!)

describe('a push', () => {
  it('names the digest by which the registry has it, and says what it does, without the password', withRegistry(async (engine, registry) => {
    const said: string[] = []
    const { digest } = await push(engine, registry.address, { credentials: login(registry, registry.address), progress: (text) => said.push(text), log: (text) => said.push(text) })
    const answer = await fetch(`http://${registry.address}/v2/team/${name}/manifests/1`, {
      headers: { Accept: 'application/vnd.docker.distribution.manifest.v2+json', Authorization: `Basic ${Buffer.from(`${registry.username}:${registry.password}`).toString('base64')}` }
    })
    expect([answer.status, answer.headers.get('docker-content-digest')]).toEqual([200, digest])
    expect(said.join('\n')).toMatch(/\d of \d layers/)
    expect(said.join('\n')).not.toContain(registry.password)
  }), 60_000)

  it('with a wrong password, or none, says which and where it was from, and never what it is', withRegistry(async (engine, registry) => {
    const wrong = await failure(push(engine, registry.address, { credentials: login(registry, registry.address, 'wrong-secret') }))
    expect(wrong).toMatchObject({ reason: 'password', message: `${registry.address} does not accept the password of ${registry.username}.`, where: expect.stringContaining('from this test') })
    expect(JSON.stringify([wrong.message, wrong.where, wrong.next, wrong.detail])).not.toContain('wrong-secret')
    expect(await failure(push(engine, registry.address, {}))).toMatchObject({ reason: 'password', message: expect.stringContaining('wants a password, and none is known') })
  }), 60_000)

  it('to a registry that is down says so after it tried again', withRegistry(async (engine) => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    await new Promise((resolve) => server.close(resolve))
    expect(await failure(push(engine, host, {}))).toMatchObject({ reason: 'down', message: expect.stringContaining(`${host} does not answer as a registry`) })
  }), 60_000)

  it('to a repository that is not there, or is not ours, says so at once', withRegistry(async (engine, registry) => {
    for (const [status, code] of [[403, 'DENIED'], [404, 'NAME_UNKNOWN']] as const) {
      let asked = 0
      const host = await proxy(registry, (incoming, response) => writes(incoming) && ++asked > 0 && refuse(response, status, code))
      expect(await failure(push(engine, host, { credentials: login(registry, host) })), code).toMatchObject({ reason: 'denied', message: expect.stringContaining('no such repository, or you may not write to it') })
      expect(asked, code).toBeLessThanOrEqual(3)
    }
  }), 60_000)

  it('goes on when the registry fails for a while', withRegistry(async (engine, registry) => {
    let failed = 0
    const said: string[] = []
    // Uploads of layers the engine itself tries again, for minutes; the manifest it does not.
    const host = await proxy(registry, ({ method, url }, response) => method === 'PUT' && url!.includes('/manifests/') && failed < 2 && ++failed > 0 && refuse(response, 503, 'UNAVAILABLE'))
    const { digest } = await push(engine, host, { credentials: login(registry, host), progress: (text) => said.push(text) })
    expect(digest).toMatch(/^sha256:/)
    expect(failed).toBe(2)
    expect(said.join('\n')).toContain('trying again')
  }), 60_000)

  it('that the registry breaks off at its end has failed, though all layers were taken', withRegistry(async (engine, registry) => {
    const host = await proxy(registry, ({ method, url }, response) => method === 'PUT' && url!.includes('/manifests/') && refuse(response, 500, 'UNKNOWN'))
    expect(await failure(push(engine, host, { credentials: login(registry, host) }))).toMatchObject({ reason: 'down', message: expect.stringContaining('after 3 tries') })
  }), 120_000)

  it('is ended by Ctrl-C', withRegistry(async (engine, registry) => {
    const interrupt = new AbortController()
    const host = await proxy(registry, (incoming) => {
      if (!writes(incoming)) return false
      setTimeout(() => interrupt.abort(), 100)
      return true
    })
    await expect(push(engine, host, { credentials: login(registry, host), signal: interrupt.signal })).rejects.toThrow('interrupted')
  }), 60_000)
})

describe('the base of an image', () => {
  it('is pinned by what its registry names now, and unpinned to what it was', withRegistry(async (engine, registry) => {
    const { digest } = await push(engine, registry.address, { credentials: login(registry, registry.address) })
    // Its password: as docker login leaves it.
    const config = join(folder, 'docker-config')
    mkdirSync(config, { recursive: true })
    writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [registry.address]: { auth: Buffer.from(`${registry.username}:${registry.password}`).toString('base64') } } }))
    const before = process.env.DOCKER_CONFIG
    process.env.DOCKER_CONFIG = config
    try {
      const text = readFileSync(dockerfileOf(IMAGES.app), 'utf8').replace(/^ARG BASE=.*$/m, `ARG BASE=${registry.address}/team/${name}:1`)
      const pinned = await pinDockerfile(text, (image) => askDigest(engine, image))
      expect(readBase(pinned!.text)).toBe(`${registry.address}/team/${name}:1@${digest}`)
      await expect(askDigest(engine, `${registry.address}/team/${name}:2`)).rejects.toThrow('did not name its digest')
    } finally {
      if (before === undefined) delete process.env.DOCKER_CONFIG
      else process.env.DOCKER_CONFIG = before
    }
  }), 60_000)
})
