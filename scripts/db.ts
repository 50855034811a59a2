import { runSqlCommand } from '@cicd-oracle/sql'
import { main as database } from './db/main'
import { runningDatabase } from './db/running-database'

/** `npm run db -- start|stop|status|reset|sql …` */
export function main(argv: string[]): number | Promise<number> {
  return argv[0] === 'sql' ? runSqlCommand(argv.slice(1), { login: runningDatabase }) : database(argv)
}
