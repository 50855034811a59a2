/** How a database is shown. */
import type { Database } from '../../db/connect'

/** The stable contract of `--json`. */
export function toJson(database: Database): string {
  const { connectString, user, password, adminUser, adminPassword, pid, dataDir, container } = database
  return `${JSON.stringify({ connectString, user, password, adminUser, adminPassword, pid, dataDir, container }, null, 2)}\n`
}

export function toText(database: Database): string {
  if (database.kind !== 'embedded')
    return [
      `connect string  ${database.connectString}`, `user            ${database.user}`, `administrator   ${database.adminUser || 'not named (ORACLE_ADMIN_USER)'}`,
      ...(database.container ? ['passwords       npm run --silent db -- status --json', `container       ${database.container.slice(0, 12)}`] : []), ''
    ].join('\n')
  return [
    `connect string  ${database.connectString}`, `user            ${database.user}`, `administrator   ${database.adminUser}`,
    `passwords       ${database.dataDir}/credentials.json, or npm run --silent db -- status --json`, `data            ${database.dataDir}`,
    `process         ${database.pid}`, ''
  ].join('\n')
}
