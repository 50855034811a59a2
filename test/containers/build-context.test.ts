import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { listContext, packContext } from '../../scripts/containers/build-context'
import { IMAGES } from '../../scripts/containers/images'
import { rootFolder } from '../../scripts/lib/root-folder'

const root = mkdtempSync(join(tmpdir(), 'context-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function folder(name: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, path)), { recursive: true })
    writeFileSync(join(root, name, path), text)
  }
  return join(root, name)
}
const sum = async (path: string) => {
  const hash = createHash('sha256')
  for await (const chunk of packContext({ folder: path, dockerfile: 'Dockerfile' })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

describe('what is sent to the engine', () => {
  it('leaves out what .dockerignore names, finds exceptions in ignored folders, and always has the Dockerfile', () => {
    const files = { Dockerfile: '', '.dockerignore': '*\n!app\n# a comment\napp/tests\n!deep/er/kept.txt\n**/*.pyc\n', 'app/a.py': '', 'app/b.pyc': '', 'app/tests/t.py': '', 'deep/er/kept.txt': '', 'deep/er/not.txt': '', 'deep/other/x': '', '.git/config': '' }
    expect(listContext({ folder: folder('ignore', files), dockerfile: 'Dockerfile' })).toEqual(['Dockerfile', 'app/a.py', 'deep/er/kept.txt'])
  })
  it('follows <Dockerfile>.dockerignore before .dockerignore, as BuildKit does', () => {
    const path = folder('named', { 'x/Dockerfile': '', 'x/Dockerfile.dockerignore': '*\n!b\n', '.dockerignore': '*\n!a\n', a: '', b: '' })
    expect(listContext({ folder: path, dockerfile: 'x/Dockerfile' })).toEqual(['b', 'x/Dockerfile'])
  })
  it('is the same bytes whatever the times, the order of making and the umask; not whatever the contents', async () => {
    const one = folder('one', { Dockerfile: 'FROM x\n', 'b/c': '1', a: '2', run: '#!/bin/sh\n' })
    const two = folder('two', { run: '#!/bin/sh\n', a: '2', 'b/c': '1', Dockerfile: 'FROM x\n' })
    for (const path of [one, two]) {
      chmodSync(join(path, 'run'), path === one ? 0o755 : 0o700)
      symlinkSync('a', join(path, 'link'))
    }
    chmodSync(join(two, 'a'), 0o600)
    utimesSync(join(two, 'a'), 1, 1)
    expect(await sum(two)).toBe(await sum(one))
    writeFileSync(join(two, 'a'), '3')
    expect(await sum(two)).not.toBe(await sum(one))
  })
  it('is for the app its package and its locked requirements', () => {
    const files = listContext({ folder: join(rootFolder, IMAGES.app.context), dockerfile: IMAGES.app.dockerfile })
    expect(files.filter((file) => !/^promotion\/[\w/]+\.(py|html)$/.test(file))).toEqual(['Dockerfile', 'requirements.lock'])
  })
})
