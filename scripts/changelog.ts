import oracledb from 'oracledb'
import { runChangelogCommand } from '@cicd-oracle/changes'
import { exerciseConnection, ownerConnection } from './lib/app-connection'
import { CICD_CHANGELOG, HR_CHANGELOG } from './lib/changelogs'
import { type Choices, CHOICES_HELP, withChoices } from './pipeline/choices'
import { runPipeline } from './pipeline/run'

/**
 * `npm run changelog -- COMMAND`: the engine, as HR on this checkout's database (brought up when it is not there); or on the
 * one that CHANGELOG_CONNECT_STRING, CHANGELOG_USER and CHANGELOG_PASSWORD name. `npm run changelog -- cicd COMMAND`: lab 7's
 * exercise, as the user that `npm run lab7` makes for it. --database names another database; of a connect string its user is the one.
 */
export function main(words: string[]): Promise<number> {
  return withChoices(words, runChangelog)
}

function runChangelog(choices: Choices, argv: string[]): Promise<number> {
  const exercise = argv[0] === 'cicd'
  if (argv.includes('--help')) process.stdout.write(`${CHOICES_HELP}\n`)
  return runChangelogCommand(exercise ? argv.slice(1) : argv, {
    ...(exercise ? CICD_CHANGELOG : HR_CHANGELOG),
    connect: async () => {
      const { CHANGELOG_CONNECT_STRING: connectString, CHANGELOG_USER: user, CHANGELOG_PASSWORD: password } = process.env
      if (connectString) return oracledb.getConnection({ connectString, user, password })
      if (choices.database?.kind === 'remote') return oracledb.getConnection({ ...choices.database })
      const { outputs } = await runPipeline({ stages: [], needed: ['database'], lifetime: 'detached', choices, quiet: true })
      if (!outputs.database) throw new Error('No database could be brought up.')
      return oracledb.getConnection((exercise ? exerciseConnection : ownerConnection)(outputs.database))
    }
  })
}
