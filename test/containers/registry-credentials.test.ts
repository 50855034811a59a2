import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { findCredentials } from '../../scripts/containers/registry-credentials'

const folder = mkdtempSync(join(tmpdir(), 'credentials-'))
const bin = join(folder, 'bin')
mkdirSync(bin)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => void vi.unstubAllEnvs())

const base64 = (text: string) => Buffer.from(text).toString('base64')
/** Docker's configuration, and nothing else in the environment. */
function configured(config: object | string, env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  return { DOCKER_CONFIG: folder, ...env }
}
function helper(name: string, script: string): void {
  const file = join(bin, `docker-credential-${name}`)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`)
}
const found = async (registry: string, env: NodeJS.ProcessEnv) => {
  const credentials = await findCredentials(registry, env)
  return credentials && `${credentials.username}:${credentials.password}`
}

describe('the password of a registry', () => {
  it('is DOCKER_USERNAME and DOCKER_PASSWORD for the registry of DOCKER_REPO, and for no other', async () => {
    const env = configured({}, { DOCKER_REPO: 'fra.ocir.io/t/r', DOCKER_USERNAME: 't/eve', DOCKER_PASSWORD: 'token' })
    expect(await findCredentials('fra.ocir.io', env)).toEqual({ registry: 'fra.ocir.io', username: 't/eve', password: 'token', from: 'DOCKER_USERNAME and DOCKER_PASSWORD' })
    expect(await found('docker.io', env)).toBeUndefined()
    expect(await found('evil.example', env)).toBeUndefined()
  })
  it('is what docker login wrote, with or without https://, and any colon', async () => {
    const env = configured({ auths: { 'a.example': { auth: base64('eve:se:cret') }, 'https://b.example': { auth: base64('bob:x') }, 'https://index.docker.io/v1/': { auth: base64('hub:y') }, 'c.example': {} } })
    expect([await found('a.example', env), await found('b.example', env), await found('docker.io', env), await found('c.example', env), await found('d.example', env)]).toEqual(['eve:se:cret', 'bob:x', 'hub:y', undefined, undefined])
  })
  it('is nobody\'s where there is no configuration, and a sentence where it cannot be read', async () => {
    expect(await found('a.example', { DOCKER_CONFIG: join(folder, 'none') })).toBeUndefined()
    await expect(found('a.example', configured('{'))).rejects.toMatchObject({ message: expect.stringContaining('cannot be read'), where: expect.stringContaining('config.json') })
  })
  it.skipIf(process.platform === 'win32')('is asked of the helper of that registry before anything else, on its standard input', async () => {
    helper('test', `read server; [ "$1" = get ] && [ "$server" = a.example ] && echo '{"ServerURL":"a.example","Username":"eve","Secret":"from helper"}'`)
    const env = configured({ credHelpers: { 'a.example': 'test' }, auths: { 'a.example': { auth: base64('no:no') } } })
    expect(await found('a.example', env)).toBe('eve:from helper')
    helper('store', `read server; [ "$server" = https://index.docker.io/v1/ ] && echo '{"Username":"hub","Secret":"s"}' || { echo 'credentials not found in native keychain'; exit 1; }`)
    const store = configured({ credsStore: 'store', auths: { 'a.example': {} } })
    expect(await found('docker.io', store)).toBe('hub:s')
    expect(await found('a.example', store)).toBeUndefined()
  })
  it.skipIf(process.platform === 'win32')('is a sentence without what the helper printed when that fails, is missing, or has a strange name', async () => {
    helper('bad', 'echo secret-in-output; echo secret-in-error >&2; exit 2')
    const said = async (name: string) => await found('a.example', configured({ credHelpers: { 'a.example': name } })).then(() => 'nothing', (error: Error) => JSON.stringify([error.message, error]))
    expect(await said('bad')).toContain('docker-credential-bad failed (exit code 2)')
    expect(await said('bad')).not.toContain('secret-in')
    expect(await said('gone')).toContain('could not be run')
    expect(await said('../../bin/sh')).toContain('is no name')
    helper('text', 'echo plain')
    expect(await said('text')).toContain('not JSON')
  })
})
