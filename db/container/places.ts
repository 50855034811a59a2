/** Where things are in the image. A variable moves each, for tries outside of it. */
import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const SERVICE = 'FREEPDB1'
export const PORT = Number(process.env.ORACLE_PORT ?? 1521)
/** The volume. */
export const DATA = process.env.ORACLE_DATA_FOLDER ?? '/opt/oracle/oradata'
/** Folders of scripts are <prefix>-initdb.d and <prefix>-startdb.d; the second kind is gvenzl's, for images that had it before. */
export const SCRIPTS: readonly string[] = process.env.ORACLE_SCRIPTS_FOLDER ? [process.env.ORACLE_SCRIPTS_FOLDER] : ['/container-entrypoint', '/docker-entrypoint']

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
/** In memory where that is possible: gone with the container, and there when the root file system is read-only. */
export const RUN_FOLDER = join(['/dev/shm', tmpdir(), DATA].find(isWritable) ?? tmpdir(), `cicd-oracle-${PORT}`)

/** PostgreSQL's socket lies in the folder for temporary files; a read-only container may have none. */
export function ensureTemporaryFolder(): void {
  if (!isWritable(tmpdir())) process.env.TMPDIR = ['/dev/shm', DATA].find(isWritable) ?? tmpdir()
}
