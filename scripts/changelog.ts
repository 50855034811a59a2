import oracledb from 'oracledb'
import { runChangelogCommand } from '@cicd-oracle/changes'
import { exerciseConnection, ownerConnection } from './lib/app-connection'
import { CICD_CHANGELOG, HR_CHANGELOG } from './lib/changelogs'
import { runPipeline } from './pipeline/run'

/**
 * `npm run changelog -- COMMAND`: the engine, as HR on this checkout's database (brought up when it is not there); or on the
 * one that CHANGELOG_CONNECT_STRING, CHANGELOG_USER and CHANGELOG_PASSWORD name. `npm run changelog -- cicd COMMAND`: lab 7's
 * exercise, as the user that `npm run lab7` makes for it.
 */
export function main(argv: string[]): Promise<number> {
  const exercise = argv[0] === 'cicd'
  return runChangelogCommand(exercise ? argv.slice(1) : argv, {
    ...(exercise ? CICD_CHANGELOG : HR_CHANGELOG),
    connect: async () => {
      const { CHANGELOG_CONNECT_STRING: connectString, CHANGELOG_USER: user, CHANGELOG_PASSWORD: password } = process.env
      if (connectString) return oracledb.getConnection({ connectString, user, password })
      const { outputs } = await runPipeline({ stages: [], needed: ['database'], lifetime: 'detached', quiet: true })
      if (!outputs.database) throw new Error('No database could be brought up.')
      return oracledb.getConnection((exercise ? exerciseConnection : ownerConnection)(outputs.database))
    }
  })
}
