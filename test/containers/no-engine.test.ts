/** Without an engine: what is missing, how to get it, exit code 3. From the shell, as a user sees it. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dockerfileOf, IMAGES } from '../../scripts/containers/images'
import { rootFolder } from '../../scripts/lib/root-folder'

const run = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(rootFolder, 'scripts/bootstrap.cjs'), ...words], { cwd: rootFolder, encoding: 'utf8', env: { ...process.env, DOCKER_HOST: 'unix:///no/such.sock', NO_COLOR: '1' } })
  return { status, said: stdout + stderr }
}

describe('without an engine', () => {
  it.each([['stage', 'build-image'], ['stage', 'push-image'], ['pin-base']])('%s… says so before anything else, and ends with 3', (...words) => {
    const started = Date.now()
    const { status, said } = run(...words)
    expect(status, said).toBe(3)
    expect(said).toMatch(/The container engine named by DOCKER_HOST does not answer\.\s+unix:\/\/\/no\/such\.sock {2}\(DOCKER_HOST\): not there/)
    expect(said).toContain('docs.docker.com/engine/install')
    expect(said).not.toMatch(/\n\s+at /)
    expect(Date.now() - started).toBeLessThan(30_000)
  })
  it('pin-base leaves the Dockerfile as it is, and refuses options it does not know', () => {
    const before = readFileSync(dockerfileOf(IMAGES.app), 'utf8')
    expect(run('pin-base').status).toBe(3)
    expect(run('pin-base', '--force').status).toBe(2)
    expect(readFileSync(dockerfileOf(IMAGES.app), 'utf8')).toBe(before)
  })
})
