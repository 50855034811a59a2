import { join } from 'node:path'
import { rootFolder } from './root-folder'

/** The changelogs of the application's schema, in order, below their search path. */
export const HR_CHANGELOG = {
  searchPath: join(rootFolder, 'db/changelog/hr'),
  files: ['hr-master.xml']
} as const

/** The exercise of lab 7, in a schema of its own. */
export const CICD_CHANGELOG = {
  searchPath: join(rootFolder, 'db/changelog/cicd'),
  files: ['cicd-master.xml']
} as const
