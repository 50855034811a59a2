import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKS } from '../lib/checks'
import { readGitFacts } from '../lib/git'
import { rootFolder } from '../lib/root-folder'
import type { StageContext, StageResult } from '../pipeline/context'

/** Verifies the checkout and names the version that will be packaged. Never writes to the user's git. */
export async function run(context: StageContext): Promise<StageResult<'commit'>> {
  const git = await readGitFacts()
  const running = new Set(CHECKS.map(({ name }) => name))
  const show = () => context.progress(`checking ${[...running].join(', ')}`)
  show()
  const results = await Promise.allSettled(
    CHECKS.map(async (check) => {
      await check.run({ log: context.log, signal: context.signal, progress: context.progress })
      running.delete(check.name)
      show()
    })
  )
  const failure = results.find((result) => result.status === 'rejected')
  if (failure) throw failure.reason
  const { version } = JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')) as { version: string }
  const names = CHECKS.map(({ name }) => name)
  return {
    outputs: {
      commit: git?.commit ?? null,
      subject: git?.subject ?? null,
      branch: git?.branch ?? null,
      dirty: git?.dirty ?? false,
      version: git ? `${version}+g${git.commit.slice(0, 7)}${git.dirty ? '.dirty' : ''}` : version,
      checks: names
    },
    summary: `${git ? `${git.commit.slice(0, 7)} "${shorten(git.subject)}"${git.dirty ? ' + uncommitted changes' : ''}` : `no git: version ${version}`} · ${names.join(', ')} fine`
  }
}

/** The same commit, and uncommitted changes or none, as then: the version says so. What was checked is among the stage's inputs. */
export async function alive(outputs: StageResult<'commit'>['outputs']): Promise<boolean> {
  const git = await readGitFacts()
  return outputs.commit === (git?.commit ?? null) && outputs.branch === (git?.branch ?? null) && outputs.dirty === (git?.dirty ?? false)
}

const shorten = (text: string) => (text.length > 34 ? `${text.slice(0, 33)}…` : text)
