/** How a database is shown. */
import type { Database } from '../../db/connect'

/** The stable contract of `--json`. */
export function toJson(database: Database): string {
  const { connectString, user, password, adminUser, adminPassword, pid, dataDir } = database
  return `${JSON.stringify({ connectString, user, password, adminUser, adminPassword, pid, dataDir }, null, 2)}\n`
}

export function toText(database: Database): string {
  return [
    `connect string  ${database.connectString}`, `user            ${database.user}`, `administrator   ${database.adminUser}`,
    `passwords       ${database.dataDir}/credentials.json, or npm run --silent db -- status --json`, `data            ${database.dataDir}`,
    `process         ${database.pid}`, ''
  ].join('\n')
}
