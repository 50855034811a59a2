/** The labs' commits: patches, their replay, and the judgement of what the tools say. Without pip: that is test/long/lab3.test.ts. */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Expected, readCommits, STEPS_FOLDER } from '../../scripts/labs/03-wercker/commits'
import { findDifference, type Outcome, outcomeLine, readStyle, readTests } from '../../scripts/labs/03-wercker/outcome'
import { replay, wasTouched } from '../../scripts/labs/03-wercker/replay'
import { runGit } from '../../scripts/labs/scratch-git'

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'commits-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the patches', () => {
  it('are the commits of labs 2 and 3, in order, each with a reason', () => {
    const commits = readCommits()
    expect(commits.map(({ item }) => item)).toEqual(['2.11', '2.12', '2.14', '2.17', '3.3', '3.4', '3.5', '3.7', '3.9', '3.11', '3.13'])
    expect(commits.flatMap(({ expected }) => expected.teaches ?? [])).toEqual(['2.13', '2.13', '3.4', '3.10', '3.12'])
    for (const { subject, note } of commits) expect([subject, note]).toEqual([expect.stringMatching(/^\S.*\S$/), expect.stringMatching(/\.$/)])
  })
  it('are small', () => {
    for (const { file } of readCommits()) expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(60)
  })
  it('are missed when one is gone', () => {
    const steps = join(folder, 'steps')
    cpSync(STEPS_FOLDER, steps, { recursive: true, filter: (file) => !file.includes('3.5-') })
    expect(() => readCommits(steps)).toThrow('steps/ has no patch for 3.5')
    writeFileSync(join(steps, 'x.patch'), 'Item: 9.9\n\ndiff --git a/a b/a\n')
    expect(() => readCommits(steps)).toThrow('no commit of the labs is item "9.9"')
  })
})

describe('the replay', () => {
  it('has the subjects, one author of its own, and the same hashes each time', async () => {
    process.env.GIT_AUTHOR_NAME = 'Somebody'
    process.env.GIT_DIR = '/nowhere' // as in a hook
    try {
      const [first, second] = [join(folder, 'a'), join(folder, 'b')]
      const commits = await replay(first, readCommits())
      expect((await replay(second, readCommits())).map(({ hash }) => hash)).toEqual(commits.map(({ hash }) => hash))
      const { stdout } = await runGit(first, ['log', '--reverse', '--format=%an %s'])
      expect(stdout.trim().split('\n')).toEqual(commits.map(({ subject }) => `Lab ${subject}`))
      expect((await runGit(first, ['status', '--porcelain'])).stdout).toBe('')
      expect(await wasTouched(first, commits)).toBe(false)
      writeFileSync(join(first, 'mine.txt'), 'x')
      expect(await wasTouched(first, commits)).toBe(true)
      await runGit(second, ['commit', '-q', '--allow-empty', '-m', 'mine'])
      expect(await wasTouched(second, commits)).toBe(true)
      expect(await wasTouched(join(folder, 'never'), commits)).toBe(false)
    } finally {
      delete process.env.GIT_AUTHOR_NAME
      delete process.env.GIT_DIR
    }
  })
})

describe('what the tools say', () => {
  const expected: Expected = { style: [], tests: { passed: 4, failed: 1 }, reasons: ["AssertionError: assert b'1200' == b'1000200'"], missed: 1 }
  const outcome: Outcome = { style: [], tests: { passed: 4, failed: 1 }, reasons: ["AssertionError: assert b'1200' == b'1000200'"], statements: 13, missed: 1 }

  it('is read from flake8 and from JUnit', () => {
    expect(readStyle('./promotion.py:5:1: E302 expected 2 blank lines, found 1\r\n.\\promotion.py:10:1: W391 blank line\n2     E302 expected 2 blank lines, found 1\n')).toEqual(['promotion.py:5:1: E302 expected 2 blank lines, found 1', 'promotion.py:10:1: W391 blank line'])
    const junit = '<testsuites><testsuite tests="3"><testcase name="a"/><testcase name="b"><failure message="AssertionError: assert 1200 == &apos;1200&apos;&#10; +  where">x</failure></testcase><testcase name="c"><error message="fixture &apos;d&apos; not found"/></testcase></testsuite></testsuites>'
    expect(readTests(junit)).toEqual({ tests: { passed: 1, failed: 2 }, reasons: ["AssertionError: assert 1200 == '1200'", "fixture 'd' not found"] })
  })
  it('is as the workshop has it, on any version of Python', () => {
    expect(findDifference(expected, outcome)).toBeUndefined()
    expect(findDifference(expected, { ...outcome, statements: 10 })).toBeUndefined()
    expect(outcomeLine(outcome)).toBe("1 failed, 4 passed: AssertionError: assert b'1200' == b'1000200'")
  })
  it.each([
    ['a failure for another reason', { reasons: ["ModuleNotFoundError: No module named 'webtest'"] }, 'a test fails for another reason: ModuleNotFoundError'],
    ['no failure where one is taught', { tests: { passed: 5, failed: 0 }, reasons: [] }, '5 passed'],
    ['another finding of flake8', { style: ['promotion.py:1:1: F401 unused'] }, 'flake8 says promotion.py:1:1: F401 unused, expected nothing'],
    ['tests that did not run', { tests: undefined }, 'pytest did not run'],
    ['another coverage', { missed: 2 }, 'coverage misses 2 statements, expected 1']
  ])('is not: %s', (_, change, said) => expect(findDifference(expected, { ...outcome, ...change })).toContain(said))
})
