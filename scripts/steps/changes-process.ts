import oracledb from 'oracledb'
import { ChangelogError, nameOf, readChangelog, update } from '@cicd-oracle/changes'
import { ownerConnection } from '../lib/app-connection'
import { HR_CHANGELOG } from '../lib/changelogs'
import type { StageContext, StageResult } from '../pipeline/context'
import { StageError } from '../pipeline/stage-error'

/** The engine in this process. */
export async function applyInProcess(context: StageContext): Promise<StageResult<'changes'>['outputs']> {
  try {
    const changelog = readChangelog(HR_CHANGELOG.files, HR_CHANGELOG.searchPath)
    const connection = await oracledb.getConnection(ownerConnection(context.output('database')))
    try {
      const { applied, alreadyRan } = await update(connection, changelog, {
        say: (line) => context.progress(line),
        lock: { waitMs: 60_000, onWait: (holder) => context.progress(`waiting for the changelog lock, held by ${holder}`) }
      })
      return { applied: applied.map(nameOf), alreadyRan, total: changelog.changesets.length }
    } finally {
      await connection.close()
    }
  } catch (error) {
    if (!(error instanceof ChangelogError)) throw error
    const [what, ...more] = error.message.split('\n')
    throw new StageError(what, error.place ? `File: db/changelog/hr/${error.place.file}` : 'Folder: db/changelog/hr', error.next ?? 'Mend the file.', [...more, ...error.excerpt()])
  }
}
