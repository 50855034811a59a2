import { runSqlCommand } from '@cicd-oracle/sql'
import { main as database } from './db/main'
import { loginOf, takeDatabase } from './db/running-database'

/** `npm run db -- start|stop|status|reset|sql …` */
export async function main(argv: string[]): Promise<number> {
  if (argv[0] !== 'sql') return database(argv)
  const { choice, rest, misuse } = takeDatabase(argv.slice(1))
  if (misuse) {
    process.stderr.write(`${misuse}\n`)
    return 2
  }
  const login = rest.some((word) => word === '--connect' || word.startsWith('--connect=')) ? undefined : await loginOf(choice)
  return runSqlCommand(rest, { login: login ?? (() => { throw new Error('never asked for') }) })
}
