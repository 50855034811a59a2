import { resolve } from 'node:path'
import { type Login, ScriptError } from '@cicd-oracle/sql'
import { findEmbedded } from '../../db/connect'
import { DEFAULT_DATA_DIR } from './options'
import { rootFolder } from '../lib/root-folder'

/** The login of the embedded database that `npm run db -- start` started. */
export function runningDatabase(dataDir = resolve(rootFolder, DEFAULT_DATA_DIR)): Login {
  const database = findEmbedded(dataDir)
  if (!database) throw new ScriptError('no database runs here: npm run db -- start, or give --connect user/password@host:port/service')
  const { user, password, connectString } = database
  return { user, password, connectString }
}
