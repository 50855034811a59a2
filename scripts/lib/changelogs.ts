import { join } from 'node:path'
import { rootFolder } from './root-folder'

/** The changelogs of the application's schema, in order, below their search path. */
export const HR_CHANGELOG = {
  searchPath: join(rootFolder, 'db/changelog/hr'),
  files: ['chlg/changelog_001.sql', 'plsql/script_001.sql']
} as const
