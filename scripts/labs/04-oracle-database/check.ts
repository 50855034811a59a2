import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { runCommand } from '../../lib/command'
import { readTable } from '../../lib/pages'
import { testEnvironment } from '../../lib/python'
import { attempt, type Finding, finding, type LabCheck, type LiveSystem } from '../lab'
import { attemptLine, LIMIT, tryConnects } from './connect-timeout'

const TABLES = ['COUNTRIES', 'DEPARTMENTS', 'EMPLOYEES', 'JOBS', 'JOB_HISTORY', 'LOCATIONS', 'REGIONS']
const AGAIN = 'npm run lab4 installs HR; npm run db -- reset starts from nothing.'

/** HR is there with its rows; the app's user may read it and do no more; the app shows the right numbers; a database that does not answer is noticed. */
export async function check(live: LiveSystem): Promise<LabCheck> {
  const [database, pages, timeouts] = await Promise.all([
    attempt('the database', 'npm run lab4 brings one up.', () => checkDatabase(live)),
    attempt('the app', 'npm run test-app says more.', () => checkPages(live)),
    attempt('a connect time-out', 'Read what the driver says.', checkTimeouts)
  ])
  const driver = await attempt('the driver', 'npm run synth; see app/pyproject.toml.', async () => checkDriver(live))
  return { findings: [...database, ...pages, ...driver, ...timeouts], ...(live.database?.standIn ? { standIn: live.database.standIn } : {}) }
}

/** 4.2-4.4, 4.17, 4.23. */
async function checkDatabase({ database }: LiveSystem): Promise<Finding[]> {
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
}

const PATHS = ['/conn', '/employees', '/salary_increase/8', '/add_commission/.15', '/salary_increase/8%20or%201=1'] as const

/** 4.9, 4.12, 4.14-4.17, 4.20-4.22: asked through WSGI, as any server asks it. */
async function checkPages({ root, database }: LiveSystem): Promise<Finding[]> {
  if (!database) throw new Error('there is no database to show')
  const { python } = await testEnvironment({})
  const env = { DB_USER: database.app.user, DB_PASSWORD: database.app.password, DB_DSN: database.connectString, DB_SCHEMA: database.owner.user, PYTHONPATH: join(root, 'app'), PYTHONDONTWRITEBYTECODE: '1' }
  const { stdout } = await runCommand([python, join(__dirname, 'ask_app.py'), ...PATHS], { cwd: join(root, 'app'), env })
  const answers = JSON.parse(stdout) as Record<(typeof PATHS)[number], [number, string]>
  const row = (path: (typeof PATHS)[number], last: string) => readTable(answers[path][1]).find((cells) => cells[1] === last)?.join(' ') ?? 'is not there'
  const shows = (path: (typeof PATHS)[number], last: string, wanted: string) => finding(row(path, last) === wanted, `${path} shows ${row(path, last)}`, `Expected: ${wanted}. ${AGAIN}`)
  const version = answers['/conn'][1].trim()
  const people = readTable(answers['/employees'][1]).length - 1
  return [
    finding(answers['/conn'][0] === 200 && /^\d+(\.\d+){4}$/.test(version), `/conn answers ${answers['/conn'][0]}: ${version.slice(0, 80)}`, 'npm run db -- status'),
    finding(people === 107, `/employees lists ${people} employees`, AGAIN),
    shows('/salary_increase/8', 'Fripp', 'Adam Fripp 8200  8200 8856 8856'),
    shows('/add_commission/.15', 'Errazuriz', 'Alberto Errazuriz 12000 0.3 15600 0.45 17400'),
    finding(answers[PATHS[4]][0] === 400, `/salary_increase/8 or 1=1 answers ${answers[PATHS[4]][0]}`, 'Values belong into bind variables, and are checked as numbers first.')
  ]
}

/** 4.5, 4.11, 4.24: one driver in the lock, thin, so that no client library is needed. */
function checkDriver({ root }: LiveSystem): Finding {
  const drivers = readFileSync(join(root, 'app/requirements.lock'), 'utf8').match(/^(?:cx[-_]oracle|oracledb)==\S+/gim) ?? []
  return finding(drivers.length === 1 && drivers[0].startsWith('oracledb=='), `app/requirements.lock has ${drivers.join(', ') || 'no driver'}: thin, without Instant Client`, 'python-oracledb took the place of cx_Oracle.')
}

/** 4.7: bounded, with the driver's own code; a driver without a limit of its own is ended by ours, and that is said. */
async function checkTimeouts(): Promise<Finding[]> {
  const attempts = await tryConnects()
  return attempts.map((tried) => {
    const { driver, place, code, text, seconds } = tried
    const bounded = seconds <= LIMIT * 2 + 2
    const named =
      driver === 'node-oracledb'
        ? place === 'empty' ? code === 'NJS-503' : code === 'NJS-510'
        : place === 'silent' ? code === null || /^DPY-/.test(code) : code === 'DPY-6005' && (place === 'empty' || /timed out/.test(text ?? ''))
    return finding(bounded && named, attemptLine(tried), 'Expected within seconds: NJS-510 or DPY-6005 for a time-out, NJS-503 or DPY-6005 where nothing listens.')
  })
}
