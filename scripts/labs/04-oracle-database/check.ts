import oracledb from 'oracledb'
import { attempt, finding, type LabCheck, type LiveSystem } from '../lab'

const TABLES = ['COUNTRIES', 'DEPARTMENTS', 'EMPLOYEES', 'JOBS', 'JOB_HISTORY', 'LOCATIONS', 'REGIONS']
const AGAIN = 'npm run lab4 installs HR; npm run db -- reset starts from nothing.'

/** HR is there with its rows, and the app's user may read it and do no more. */
export async function check({ database }: LiveSystem): Promise<LabCheck> {
  const findings = await attempt('the database', 'npm run lab4 brings one up.', async () => {
    if (!database) throw new Error('no database runs')
    const { connectString } = database
    const owner = await oracledb.getConnection({ connectString, ...database.owner })
    const app = await oracledb.getConnection({ connectString, ...database.app })
    try {
      const { rows: tables } = await owner.execute<[string]>(`select table_name from user_tables where table_name in (${TABLES.map((name) => `'${name}'`).join(', ')}) order by 1`)
      const { rows } = await owner.execute<number[]>('select count(*), count(commission_pct), sum(salary) from employees')
      const found = rows![0].join(' / ')
      const denied = await app.execute(`update ${database.owner.user}.employees set salary = salary`).then(
        () => 'the app may change salaries',
        (error: Error & { errorNum?: number }) => (error.errorNum === 1031 ? '' : error.message)
      )
      await app.rollback()
      const { rows: read } = await app.execute<[number]>(`select count(*) from ${database.owner.user}.employees`)
      return [
        finding(tables!.length === TABLES.length, `HR has ${tables!.length} of the 7 tables`, AGAIN),
        finding(found === '107 / 35 / 691416', `employees / with commission / salaries: ${found}`, `Expected 107 / 35 / 691416. ${AGAIN}`),
        finding(denied === '', denied || `${database.app.user} may not change EMPLOYEES (ORA-01031)`, 'Revoke what it should not have.'),
        finding(read![0][0] === rows![0][0], `${database.app.user} reads ${read![0][0]} employees`, AGAIN)
      ]
    } finally {
      await owner.close()
      await app.close()
    }
  })
  return { findings, ...(database?.kind === 'embedded' ? { standIn: 'the embedded database stood in for Oracle Database' } : {}) }
}
