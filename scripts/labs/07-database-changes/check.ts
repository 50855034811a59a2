import oracledb from 'oracledb'
import { attempt, finding, type LabCheck, type LiveSystem } from '../lab'

const EXPECTED = ['developer chlg/changelog_001.sql', 'developer plsql/script_001.sql']

/** What the history says, and what the changes left behind. */
export async function check({ database }: LiveSystem): Promise<LabCheck> {
  const findings = await attempt('the changes', 'npm run lab7 applies them.', async () => {
    if (!database) throw new Error('no database runs')
    const connection = await oracledb.getConnection({ connectString: database.connectString, ...database.owner })
    try {
      const { rows: history } = await connection.execute<[string, string]>('select author, filename from databasechangelog order by orderexecuted')
      const ran = history!.map((row) => row.join(' '))
      const { rows: bonuses } = await connection.execute<[number, number]>('select count(*), sum(bonus) from bonuses')
      const { rows: lock } = await connection.execute<[number]>('select locked from databasechangeloglock where id = 1')
      return [
        finding(ran.join() === EXPECTED.join(), `history: ${ran.join(', ')}`, 'npm run changelog -- status tells what is pending.'),
        finding(bonuses![0].join(' / ') === '99 / 36775', `bonuses / sum: ${bonuses![0].join(' / ')}`, 'Expected 99 / 36775: npm run changelog -- rollback-count 2, then npm run lab7.'),
        finding(lock![0][0] === 0, lock![0][0] === 0 ? 'the changelog lock is free' : 'the changelog lock is held', 'npm run changelog -- release-locks')
      ]
    } finally {
      await connection.close()
    }
  })
  return { findings, notYet: '2 of the 8 changesets; the triggers, the function and the tags come with PL/SQL and the master changelog' }
}
