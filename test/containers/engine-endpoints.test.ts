import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { connectEngine, EngineMissing } from '../../scripts/containers/engine'
import { listEndpoints, type Machine } from '../../scripts/containers/engine-endpoints'

const machine = (env: NodeJS.ProcessEnv, files: Record<string, string> = {}, platform: NodeJS.Platform = 'linux'): Machine => ({ env, platform, home: '/home/eve', uid: 1000, readText: (file) => files[file] })
const hosts = (...words: Parameters<typeof machine>) => listEndpoints(machine(...words)).map(({ host }) => host)
const context = (name: string, host: string) => ({ [`/home/eve/.docker/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`]: JSON.stringify({ Endpoints: { docker: { Host: host } } }) })

describe('where an engine may listen', () => {
  it('is the address in DOCKER_HOST and no other', () => {
    expect(listEndpoints(machine({ DOCKER_HOST: 'tcp://10.0.0.1:2375' }))).toEqual([{ host: 'tcp://10.0.0.1:2375', from: 'DOCKER_HOST' }])
    expect(hosts({ DOCKER_HOST: '10.0.0.1:2375' })).toEqual(['tcp://10.0.0.1:2375'])
  })
  it('is checked by certificates where DOCKER_TLS_VERIFY or the port says so', () => {
    expect(listEndpoints(machine({ DOCKER_HOST: 'tcp://h:1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/c' }))[0].certificates).toBe('/c')
    expect(listEndpoints(machine({ DOCKER_HOST: 'tcp://h:2376' }))[0].certificates).toBe('/home/eve/.docker')
  })
  it('is the current context first, then the known sockets', () => {
    const files = { '/home/eve/.docker/config.json': '{"currentContext": "colima"}', ...context('colima', 'unix:///home/eve/.colima/x.sock') }
    expect(hosts({}, files).slice(0, 2)).toEqual(['unix:///home/eve/.colima/x.sock', 'unix:///var/run/docker.sock'])
    expect(hosts({ DOCKER_CONTEXT: 'default' }, files)[0]).toBe('unix:///var/run/docker.sock')
    expect(hosts({ DOCKER_CONTEXT: 'other' }, { ...files, ...context('other', 'tcp://h:1') })).toEqual(['tcp://h:1'])
    expect(hosts({ DOCKER_CONFIG: '/elsewhere' }, files)[0]).toBe('unix:///var/run/docker.sock')
  })
  it('does without a configuration that cannot be read', () => {
    expect(hosts({}, { '/home/eve/.docker/config.json': '{' })[0]).toBe('unix:///var/run/docker.sock')
  })
  it('names rootless Docker and Podman by the runtime folder, and pipes on Windows', () => {
    expect(hosts({ XDG_RUNTIME_DIR: '/run/u' })).toEqual(expect.arrayContaining(['unix:///run/u/docker.sock', 'unix:///run/u/podman/podman.sock']))
    expect(hosts({})).toContain('unix:///run/user/1000/docker.sock')
    expect(hosts({}, {}, 'win32').every((host) => host.startsWith('npipe://'))).toBe(true)
  })
})

describe('a missing engine', () => {
  const missing = (env: NodeJS.ProcessEnv) => connectEngine(env).then(() => expect.fail('an engine answered'), (error: EngineMissing) => error)
  it('is said with the address, the reason and a way out, and has exit code 3', async () => {
    const error = await missing({ DOCKER_HOST: 'unix:///nowhere.sock' })
    expect(error).toBeInstanceOf(EngineMissing)
    expect(error).toMatchObject({ message: 'The container engine named by DOCKER_HOST does not answer.', detail: ['unix:///nowhere.sock  (DOCKER_HOST): not there'], exitCode: 3, next: expect.stringContaining('docs.docker.com/engine/install') })
    expect((await missing({ DOCKER_HOST: 'tcp://127.0.0.1:9' })).detail[0]).toContain('nothing listens')
    expect((await missing({ DOCKER_CONTEXT: 'gone', HOME: '/nowhere' })).detail[0]).toContain('no such context')
    expect((await missing({ DOCKER_HOST: 'ssh://h' })).detail[0]).toContain('ssh is not supported')
  })
  it('is not waited for when something listens and never answers', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const started = Date.now()
    const { detail } = await missing({ DOCKER_HOST: `tcp://127.0.0.1:${(server.address() as { port: number }).port}` })
    expect(detail[0]).toContain('no answer in time')
    expect(Date.now() - started).toBeLessThan(12_000)
    server.close()
  })
})
