import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkGeneratedFiles } from '../../scripts/lib/checks'
import { rootFolder } from '../../scripts/lib/root-folder'

const copy = mkdtempSync(join(tmpdir(), 'generated-'))
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('the check of generated files', () => {
  it('passes on what synth wrote, and names the file that somebody edited', async () => {
    const { files } = JSON.parse(readFileSync(join(rootFolder, '.projen/files.json'), 'utf8')) as { files: string[] }
    for (const file of files.filter((name) => existsSync(join(rootFolder, name)))) {
      mkdirSync(dirname(join(copy, file)), { recursive: true })
      cpSync(join(rootFolder, file), join(copy, file))
    }
    await checkGeneratedFiles(copy)
    rmSync(join(copy, '.npmrc'))
    cpSync(join(copy, 'wercker.yml'), join(copy, 'edited'))
    appendFileSync(join(copy, 'edited'), '# by hand\n')
    rmSync(join(copy, 'wercker.yml'))
    cpSync(join(copy, 'edited'), join(copy, 'wercker.yml'))
    await expect(checkGeneratedFiles(copy)).rejects.toMatchObject({
      message: expect.stringContaining('2 generated files differ'),
      where: expect.stringMatching(/\.npmrc.*wercker\.yml/),
      next: expect.stringContaining('npm run synth')
    })
  })
})
