import oracledb, { type Connection } from 'oracledb'
import { attempt, type Finding, finding, type LabCheck, type LiveSystem } from '../lab'
import { EXERCISE } from './cicd-exercise'
import { rowsOf } from './rows'
import { inScratchSchema } from './scratch-schema'
import { proveTriggers } from './trigger-proof'

/** Author, file and tag of the history's rows (7.29 of the workshop). */
const HISTORY = [
  'developer chlg/changelog_001.sql',
  'developer plsql/script_001.sql',
  'developer hr-master.xml version_1.3',
  'architect chlg/changelog_002.sql',
  'architect chlg/changelog_003.sql',
  'architect hr-master.xml version_1.4',
  'developer chlg/changelog_004.sql',
  'developer hr-master.xml version_1.5'
]
/** The workshop's seven (7.28). */
const OBJECTS = [
  'TABLE BONUSES', 'TABLE DATABASECHANGELOG', 'TABLE DATABASECHANGELOGLOCK', 'FUNCTION EXPERIENCE', 'INDEX PK_DATABASECHANGELOGLOCK', 'TRIGGER TRG_EMPLOYEES_CHANGES',
  'TRIGGER TRG_EMPLOYEES_RELEGATION'
]
/** What the mended defects add: db/changelog/README.md. */
const ADDED = ['INDEX BONUSES_PK', 'TABLE BONUSES_BEFORE', 'INDEX BONUSES_BEFORE_PK', 'FUNCTION WITHIN_BUSINESS_HOURS']

/** What the history says and the changes left behind; then the exercise and the triggers, each in a schema that goes again. */
export async function check({ database }: LiveSystem): Promise<LabCheck> {
  if (!database) return { findings: [finding(false, 'the changes: no database runs', 'npm run lab7 applies them.')] }
  const left = await attempt('the changes', 'npm run lab7 applies them.', async () => {
    const connection = await oracledb.getConnection({ connectString: database.connectString, ...database.owner })
    try {
      return await changesLeft(connection)
    } finally {
      await connection.close()
    }
  })
  if (left.some(({ ok }) => !ok)) return { findings: left }
  const triggers = await attempt('the triggers', 'Read db/changelog/hr/chlg/changelog_002.sql and 003.', async () => {
    const { decrease, increase, outOfHours, hours } = await inScratchSchema(database, proveTriggers)
    return [
      finding(decrease === 'ORA-20123: Salary can not be decreased' && increase === 'allowed', `a lower salary: ${decrease}; a higher one: ${increase}`, 'TRG_EMPLOYEES_RELEGATION decides.'),
      finding(outOfHours === 'ORA-20234: No changes allowed before 9 AM and after 6 PM', `out of hours: ${outOfHours}`, 'TRG_EMPLOYEES_CHANGES decides.'),
      finding(hours.join() === '08:59:59 N,09:00:00 Y,17:59:59 Y,18:00:00 N', `business hours: ${hours.join(', ')}`, 'WITHIN_BUSINESS_HOURS decides.')
    ]
  })
  const exercise = await attempt('the exercise', 'npm run changelog -- --help', () =>
    inScratchSchema(database, async (schema) => {
      const findings: Finding[] = []
      for (const { title, do: act, expected } of EXERCISE) {
        const seen = await act(schema)
        if (seen.join() !== expected.join()) return [finding(false, `${title}: ${seen.join(', ')}`, `Expected: ${expected.join(', ')}`)]
        if (/^(update|rollback)/.test(title)) findings.push(finding(true, `${title}: ${seen.length} rows`, ''))
      }
      return [finding(true, `the exercise: ${findings.map(({ what }) => what.match(/\d+ rows$/)![0].replace(' rows', '')).join(', ')} rows after its updates and rollbacks`, '')]
    })
  )
  return { findings: [...left, ...triggers, ...exercise], ...(database.standIn ? { standIn: database.standIn } : {}) }
}

async function changesLeft(connection: Connection): Promise<Finding[]> {
  const ran = await rowsOf(connection, 'select author, filename, tag from databasechangelog order by orderexecuted')
  const status = new Map((await rowsOf(connection, 'select object_type, object_name, status from user_objects')).map((row) => [row.replace(/ \w+$/, ''), row.match(/\w+$/)![0]]))
  const bad = (objects: readonly string[]) => objects.filter((object) => status.get(object) !== 'VALID').map((object) => `${object} ${status.get(object) ?? 'missing'}`)
  const [bonuses] = await rowsOf(connection, 'select count(*), sum(bonus) from bonuses')
  const [locked] = await rowsOf(connection, 'select locked from databasechangeloglock where id = 1')
  const objects = (title: string, names: readonly string[]): Finding => {
    const wrong = bad(names)
    return finding(!wrong.length, `${title}: ${wrong.length ? wrong.join(', ') : `${names.map((name) => name.split(' ')[1]).join(', ')}: all VALID`}`, 'select * from user_errors tells why one is not.')
  }
  return [
    finding(ran.join() === HISTORY.join(), `history: ${ran.join(', ')}`, 'npm run changelog -- status tells what is pending.'),
    objects("the workshop's seven objects", OBJECTS),
    objects('what mended defects added', ADDED),
    finding(bonuses === '99 36775', `bonuses and their sum: ${bonuses.replace(' ', ', ')}`, 'Expected 99, 36775: npm run changelog -- rollback version_1.3, then npm run lab7.'),
    finding(locked === '0', `the changelog lock is ${locked === '0' ? 'free' : 'held'}`, 'npm run changelog -- release-locks')
  ]
}
