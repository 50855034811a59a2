/** Labs 2 and 3's commits with the tools they name, from the package registry; and what becomes of them when something is wrong. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STEPS_FOLDER } from '../../scripts/labs/03-wercker/commits'
import { hasRunner, prepareRepository, runPipelines } from '../../scripts/labs/03-wercker/pipelines'
import { type Proofs, proveCommits, rememberedProofs } from '../../scripts/labs/03-wercker/prove'
import { SERVICE_PATHS } from '../../scripts/labs/03-wercker/service'
import { runGit } from '../../scripts/labs/scratch-git'

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'lab3-'))
let proofs: Proofs
beforeAll(async () => {
  proofs = await proveCommits()
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The steps with one patch changed. */
function changed(item: string, change: (text: string) => string): string {
  const steps = mkdtempSync(join(folder, 'steps-'))
  cpSync(STEPS_FOLDER, steps, { recursive: true })
  const file = join(steps, readdirSync(steps).find((name) => name.startsWith(`${item}-`))!)
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(file, after)
  return steps
}
const differences = async (steps: string) => (await proveCommits(steps)).commits.flatMap(({ item, difference }) => (difference ? [`${item} ${difference}`] : []))

describe("the labs' commits", () => {
  it('fail and pass where the workshop does, for its reasons', () => {
    expect(proofs.commits.flatMap(({ difference }) => difference ?? [])).toEqual([])
    const of = (item: string) => proofs.commits.find((proof) => proof.item === item)!.outcome
    expect(of('2.11').style).toEqual(['promotion.py:5:1: E302 expected 2 blank lines, found 1', 'promotion.py:8:1: E302 expected 2 blank lines, found 1', 'promotion.py:10:1: W391 blank line at end of file'])
    expect(of('3.4').reasons).toEqual(["AttributeError: module 'promotion' has no attribute 'decrease'"])
    expect(of('3.9').reasons).toEqual(["AssertionError: assert b'1200' == b'1000200'"])
    expect(of('3.11').reasons).toHaveLength(3)
    expect(of('3.13').tests).toEqual({ passed: 5, failed: 0 })
  })
  it('end in a service that answers as the workshop says', () => {
    expect(SERVICE_PATHS.map((path) => proofs.service[path])).toEqual(['200 1200', '200 1070.0', '200 970', '500'])
  })
  it('leave a proof that is remembered, for the same patches only', () => {
    expect(rememberedProofs()).toEqual(proofs)
    expect(rememberedProofs(changed('3.4', (text) => text.replace('The test comes first', 'The test is first')))).toBeUndefined()
  })
  it('leave nothing in the folder for temporary files', () => {
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('labs-commits-'))).toEqual([])
  })
})

describe('a patch that was changed', () => {
  it('is seen when its failure has another reason', async () => {
    const [seen] = await differences(changed('3.9', (text) => text.replace("assert b'1200' == response.body", "assert b'1300' == response.body")))
    expect(seen).toBe("3.9 a test fails for another reason: AssertionError: assert b'1300' == b'1000200'")
  }, 120_000)
  it('is seen when it fails where it should pass', async () => {
    expect(await differences(changed('3.13', (text) => text.replace("assert '970' ==", "assert '971' ==")))).toEqual(['3.13 1 failed, 4 passed, 13 statements, 1 missed: 92 %, expected 5 passed and 0 failed'])
  }, 120_000)
  it('is named when it does not apply', async () => {
    await expect(proveCommits(changed('3.5', (text) => text.replace('def increment', 'def incroment').replace('percentage/100', 'percent/100')))).rejects.toThrow()
  }, 120_000)
})

describe("the lab's repository", () => {
  it('is made, put aside when somebody worked in it, and made anew', async () => {
    const salary = join(folder, 'salary')
    const { commits, aside } = await prepareRepository(salary)
    expect(aside).toBeUndefined()
    expect((await prepareRepository(salary)).aside).toBeUndefined()
    writeFileSync(join(salary, 'mine.py'), '# mine\n')
    const second = await prepareRepository(salary)
    expect(second.aside).toBe(`${salary}.1`)
    expect(readFileSync(join(`${salary}.1`, 'mine.py'), 'utf8')).toBe('# mine\n')
    expect(second.commits.map(({ hash }) => hash)).toEqual(commits.map(({ hash }) => hash))
    expect((await runGit(salary, ['status', '--porcelain'])).stdout).toBe('')
    expect(existsSync(join(salary, 'mine.py'))).toBe(false)
  }, 60_000)
  it.skipIf(!hasRunner())('goes through the wercker runner, red and green as the workshop has it (skipped without scripts/wercker.ts)', async () => {
    const salary = join(folder, 'pipelines')
    const { commits } = await prepareRepository(salary)
    const seen: string[] = []
    for await (const { commit, passed, asTaught, output } of runPipelines(commits, salary)) {
      expect(asTaught, output).toBe(true)
      seen.push(`${commit.item} ${passed ? 'green' : 'red'}`)
    }
    expect(seen).toEqual(['3.3 green', '3.4 red', '3.5 green', '3.7 green', '3.9 red', '3.11 red', '3.13 green'])
  }, 300_000)
})
