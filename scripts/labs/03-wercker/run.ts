import { relative } from 'node:path'
import { rootFolder } from '../../lib/root-folder'
import type { Lab } from '../lab'
import { outcomeLine } from './outcome'
import { hasRunner, prepareRepository, runPipelines, salaryFolder } from './pipelines'
import { proveCommits } from './prove'

export const lab: Lab = {
  stages: ['commit', 'test-app', 'package'],
  async show(_live, say) {
    say('These were the steps of the build pipeline in wercker.yml; .github/workflows/pipeline.yml runs the same scripts.')
    say('')
    const { commits, aside } = await prepareRepository()
    const folder = relative(rootFolder, salaryFolder)
    if (aside) say(`What you did in ${folder} is in ${relative(rootFolder, aside)} now.`)
    say(`The workshop's own service, from its first commit, in ${folder}:`)
    const mark = (passed: boolean) => (passed ? '✔' : '✖')
    if (hasRunner()) {
      for await (const { commit, passed, asTaught, output } of runPipelines(commits)) {
        say(` ${mark(passed)} ${commit.item.padEnd(5)}${commit.subject}${commit.expected.teaches ? `   a failure on purpose: ${commit.expected.teaches}` : ''}`)
        for (const reason of commit.expected.reasons ?? []) if (output.includes(reason)) say(`         ${reason}`)
        if (!asTaught) for (const line of output.trim().split('\n').slice(-15)) say(`       | ${line}`)
      }
    } else {
      say('(There is no wercker runner in this checkout; these are its two commands, flake8 and pytest.)')
      for (const { item, subject, outcome, teaches, difference } of (await proveCommits()).commits)
        say(` ${mark(!outcome.style.length && !outcome.tests?.failed)} ${item.padEnd(5)}${subject}: ${difference ?? outcomeLine(outcome)}${teaches ? `   a failure on purpose: ${teaches}` : ''}`)
    }
  }
}
