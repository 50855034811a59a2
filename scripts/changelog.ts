import oracledb from 'oracledb'
import { runChangelogCommand } from '@cicd-oracle/changes'
import { ownerConnection } from './lib/app-connection'
import { HR_CHANGELOG } from './lib/changelogs'
import { runPipeline } from './pipeline/run'

/**
 * `npm run changelog -- COMMAND`: the engine, as HR on this checkout's database (brought up when it is not there); or on the
 * one that CHANGELOG_CONNECT_STRING, CHANGELOG_USER and CHANGELOG_PASSWORD name.
 */
export function main(argv: string[]): Promise<number> {
  return runChangelogCommand(argv, {
    ...HR_CHANGELOG,
    connect: async () => {
      const { CHANGELOG_CONNECT_STRING: connectString, CHANGELOG_USER: user, CHANGELOG_PASSWORD: password } = process.env
      if (connectString) return oracledb.getConnection({ connectString, user, password })
      const run = await runPipeline({ stages: [], needed: ['database'], lifetime: 'detached', quiet: true })
      if (!run.outputs.database) throw new Error('No database could be brought up.')
      return oracledb.getConnection(ownerConnection(run.outputs.database))
    }
  })
}
