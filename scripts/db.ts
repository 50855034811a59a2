import { main as database } from './db/main'
import { main as sql } from './sql/main'

/** `npm run db -- start|stop|status|reset|sql …` */
export function main(argv: string[]): number | Promise<number> {
  return argv[0] === 'sql' ? sql(argv.slice(1)) : database(argv)
}
