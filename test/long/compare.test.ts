/** `npm run compare` with whole suites, and with a database in a container. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildImage } from '../../scripts/containers/build-image'
import { type Engine, findEngine } from '../../scripts/containers/engine'
import { buildArgsOf, IMAGES } from '../../scripts/containers/images'
import { ofCheckout } from '../../scripts/containers/labels'
import { rootFolder, runFolder } from '../../scripts/lib/root-folder'

let engine: Engine | undefined
const expected = process.env.SCAFFOLD?.split(' ').includes('engine') ?? false

function run(words: string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(rootFolder, 'scripts/bootstrap.cjs'), ...words], { cwd: rootFolder, encoding: 'utf8', env: { ...process.env, INIT_CWD: rootFolder, ...env } })
  return { status, output: stdout + stderr }
}

describe('the suites', () => {
  it('come to the same on two embedded databases, case by case', () => {
    const { status, output } = run(['compare', 'embedded', 'embedded', '--suite'])
    expect(status, output).toBe(0)
    const { cases, suites } = JSON.parse(readFileSync(join(runFolder, 'compare.json'), 'utf8')) as { cases: { suite: string }[]; suites: { suite: string; passedA: number }[] }
    expect(cases.filter(({ suite }) => suite === 'corpus')).toHaveLength(703)
    expect(suites.map(({ suite, passedA }) => [suite, passedA > 70])).toEqual([['corpus', true], ['pytest', true]])
  }, 300_000)
})

describe('a database in a container', () => {
  const image = `${IMAGES.database.name}:compare-${randomBytes(4).toString('hex')}`
  beforeAll(async () => {
    engine = await findEngine()
    if (!engine && expected) throw new Error('SCAFFOLD names an engine, and none answers')
    if (!engine) return
    const { context, dockerfile } = IMAGES.database
    await buildImage(engine, { context: join(rootFolder, context), dockerfile, tags: [image], buildArgs: buildArgsOf(IMAGES.database) })
  }, 300_000)
  afterAll(async () => {
    await engine?.docker.getImage(image).remove({ force: true })
  })
  const running = async () => (await engine!.docker.listContainers({ all: true, filters: { label: ofCheckout('database') } })).map(({ Names }) => Names[0])

  it('is compared with an embedded one, and is gone afterwards', async ({ skip }) => {
    skip(!engine, 'no container engine answers')
    const { status, output } = run(['compare', 'embedded', 'container', 'test/compare/statements.sql'], { ORACLE_IMAGE: image })
    expect(status, output).toBe(0)
    expect(output).toMatch(/ B {2}container {2}/)
    expect(await running()).toEqual([])
  }, 180_000)
  it('serves lab 4, the connect time-out with it', ({ skip }) => {
    skip(!engine, 'no container engine answers')
    const { status, output } = run(['lab', '4', '--database', 'container'], { ORACLE_IMAGE: image })
    try {
      expect(status, output).toBe(0)
      expect(output).toContain('ORA-12170')
      expect(output).toMatch(/NJS-510.*timed out/)
      expect(output).toMatch(/Lab 4 passed locally: the embedded database, in a container, stood in for Oracle Database/)
    } finally {
      run(['stop'])
    }
  }, 300_000)
})
