import oracledb from 'oracledb'
import type { Lab } from '../lab'
import { attemptLine, tryConnects } from './connect-timeout'

export const lab: Lab = {
  stages: ['database', 'test-app'],
  async show({ database }, say) {
    const connection = await oracledb.getConnection({ connectString: database!.connectString, ...database!.owner })
    try {
      for (const sql of ['select banner from v$version', 'select table_name from user_tables order by 1', 'select count(*), count(commission_pct), sum(salary) from employees']) {
        const { rows } = await connection.execute<unknown[]>(sql)
        say(`SQL> ${sql};`)
        for (const row of rows ?? []) say(`     ${row.join('  ')}`)
      }
    } finally {
      await connection.close()
    }
    say('')
    say('Where no database answers, the workshop met "ORA-12170: TNS:Connect timeout occurred": port 1521 was closed, and its green')
    say('build had never tried. The thin drivers have words of their own:')
    for (const attempt of await tryConnects()) say(`     ${attemptLine(attempt)}`)
  }
}
