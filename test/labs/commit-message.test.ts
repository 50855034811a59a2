import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkCommitMessage, checkCommitMessages, checkUnpushedCommits } from '../../scripts/lib/commit-message'

describe('a commit message', () => {
  it.each([
    'feat: a way to undo', 'fix(app): round amounts to cents', 'feat(ttc)!: another greeting', 'docs(decisions): why\n\nBecause.\n', 'feat(sql): END, $ and : in it', 'chore: wait...',
    "Merge branch 'main' into x", 'Revert "feat: a"\n\nThis reverts commit 123.'
  ])('is in order: %j', (message) => expect(checkCommitMessage(message)).toEqual([]))

  it.each([
    ['First two functions to calculate salary', /does not begin with a type and a colon/],
    ['', /does not begin with a type/],
    ['feature: x', /its type is "feature"/],
    ['Fix: x', /its type is "Fix"/],
    ['fix(): x', /its scope \(\) is not a name/],
    ['fix:x', /a space is missing/],
    ['fix: ', /does not say what it does/],
    ['fix(app): round.', /ends with a full stop/],
    ['fix(app): round\nmore', /not blank/],
    ['fixup! fix(app): round', /autosquash/]
  ])('is not: %j', (message, finding) => expect(checkCommitMessage(message).join('\n')).toMatch(finding))
})

describe('the commits of a clone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'messages-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const git = (cwd: string, ...words: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...words], { cwd, encoding: 'utf8' })
  const commit = (cwd: string, message: string) => git(cwd, 'commit', '-q', '--allow-empty', '-m', message)

  it('are looked at when no remote has them yet; where no remote is known, none is', async () => {
    const origin = join(folder, 'origin')
    git(folder, 'init', '-q', '-b', 'main', origin)
    commit(origin, 'as somebody else likes it')
    expect(await checkUnpushedCommits(origin)).toEqual({ looked: 0, wrong: [] })
    const clone = join(folder, 'clone')
    git(folder, 'clone', '-q', origin, clone)
    expect(await checkUnpushedCommits(clone)).toEqual({ looked: 0, wrong: [] })
    commit(clone, 'fix(app): one')
    commit(clone, 'more')
    const { looked, wrong } = await checkUnpushedCommits(clone)
    expect([looked, wrong.map(({ subject }) => subject)]).toEqual([2, ['more']])
    expect((await checkCommitMessages(['HEAD~2..HEAD~1'], clone)).wrong).toEqual([])
    git(clone, 'push', '-q', 'origin', 'HEAD:later')
    expect((await checkUnpushedCommits(clone)).looked).toBe(0)
  })
  it('are none in a folder without a repository', async () => {
    const none = mkdtempSync(join(folder, 'none-'))
    expect(await checkUnpushedCommits(none)).toEqual({ looked: 0, wrong: [] })
  })
})
