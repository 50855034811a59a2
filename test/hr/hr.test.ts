/** HR as hr/SCHEMA of the sample says, installed by the script runner into an empty database. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import oracledb, { type Connection } from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, startEmbedded, stopEmbedded } from '../../db/connect'
import { rootFolder } from '../../scripts/lib/root-folder'
import { runScriptFile } from '../../scripts/lib/run-script-file'

const dataDir = mkdtempSync(join(tmpdir(), 'hr-'))
let database: Database
let hr: Connection
const install = () => runScriptFile(join(rootFolder, 'db/hr/hr_main.sql'), { login: admin(), args: ['Owner1'], log: () => {} })
const admin = () => ({ connectString: database.connectString, user: database.adminUser, password: database.adminPassword })

beforeAll(async () => {
  database = await startEmbedded({ dataDir, tether: true })
  await install()
  hr = await oracledb.getConnection({ connectString: database.connectString, user: 'hr', password: 'Owner1' })
})
afterAll(async () => {
  await hr?.close()
  await stopEmbedded(dataDir)
  rmSync(dataDir, { recursive: true, force: true })
})

const rows = async (sql: string) => (await hr.execute<unknown[]>(sql, [], { maxRows: 0 })).rows!
const column = async (sql: string) => (await rows(sql)).map(([value]) => value)

describe('HR', () => {
  it('has its rows', async () => {
    const counts = { REGIONS: 5, COUNTRIES: 25, LOCATIONS: 23, DEPARTMENTS: 27, JOBS: 19, EMPLOYEES: 107, JOB_HISTORY: 10 }
    for (const [table, count] of Object.entries(counts)) expect(await column(`select count(*) from ${table}`), table).toEqual([count])
    expect(await rows('select count(*), count(commission_pct), sum(salary) from employees')).toEqual([[107, 35, 691416]])
    expect(await column("select sum(salary) from employees where hire_date >= date '2017-01-01'")).not.toEqual([null])
  })
  it('has the view, read only', async () => {
    expect(await column('select count(*) from emp_details_view')).toEqual([106])
    expect(await column("select column_name from user_tab_columns where table_name = 'EMP_DETAILS_VIEW' order by column_id")).toEqual([
      'EMPLOYEE_ID', 'JOB_ID', 'MANAGER_ID', 'DEPARTMENT_ID', 'LOCATION_ID', 'COUNTRY_ID', 'FIRST_NAME', 'LAST_NAME', 'SALARY', 'COMMISSION_PCT', 'DEPARTMENT_NAME', 'JOB_TITLE', 'CITY',
      'STATE_PROVINCE', 'COUNTRY_NAME', 'REGION_NAME'
    ])
    await expect(hr.execute('delete from emp_details_view')).rejects.toThrow('ORA-42399')
  })
  it('has 19 indexes, primary keys on indexes of their name', async () => {
    const indexes = await column('select index_name from user_indexes order by 1')
    expect(indexes).toHaveLength(19)
    const keys = await rows("select constraint_name, index_name from user_constraints where constraint_type in ('P', 'U') order by 1")
    expect(keys).toHaveLength(8)
    for (const [key, index] of keys) expect(index).toBe(key)
  })
  it('has its constraints by name', async () => {
    expect(await rows('select constraint_type, count(*) from user_constraints group by constraint_type order by 1')).toEqual([['C', 15], ['O', 1], ['P', 7], ['R', 10], ['U', 1]])
    expect(await column("select status from user_constraints where constraint_name = 'DEPT_MGR_FK'")).toEqual(['ENABLED'])
    for (const [sql, message] of [
      ['update employees set salary = 0 where employee_id = 100', 'ORA-02290: check constraint (HR.EMP_SALARY_MIN) violated'],
      ["update employees set email = 'NYANG' where employee_id = 100", 'ORA-00001: unique constraint (HR.EMP_EMAIL_UK) violated'],
      ['update employees set department_id = 999 where employee_id = 100', 'ORA-02291: integrity constraint (HR.EMP_DEPT_FK) violated - parent key not found'],
      ['delete from departments where department_id = 90', 'ORA-02292: integrity constraint (HR.EMP_DEPT_FK) violated - child record found'],
      ['update employees set last_name = null where employee_id = 100', 'ORA-01407: cannot update ("HR"."EMPLOYEES"."LAST_NAME") to NULL']
    ])
      await expect(hr.execute(sql), sql).rejects.toThrow(message)
    await hr.rollback()
  })
  it('has its sequences', async () => {
    expect(await rows('select sequence_name, increment_by, max_value, cache_size from user_sequences order by 1')).toEqual([
      ['DEPARTMENTS_SEQ', 10, 9990, 0], ['EMPLOYEES_SEQ', 1, 1e28 - 1, 0], ['LOCATIONS_SEQ', 100, 9900, 0]
    ])
    expect(await column('select locations_seq.nextval from dual')).toEqual([3300])
  })
  it('has a comment on every table and column', async () => {
    expect(await column("select count(comments) from user_tab_comments where table_type = 'TABLE'")).toEqual([7])
    expect(await column("select count(comments) from user_col_comments c join user_tables t on t.table_name = c.table_name")).toEqual([35])
  })
  it('grants readers EMPLOYEES and nothing else', async () => {
    expect(await rows("select grantee, table_name, privilege from user_tab_privs where grantee = 'HR_READER'")).toEqual([['HR_READER', 'EMPLOYEES', 'SELECT']])
  })
})

describe('installing again', () => {
  it('stops at the first statement and changes nothing; uninstalled, it installs', async () => {
    await expect(install()).rejects.toThrow('ORA-01920')
    expect(await column('select count(*) from employees')).toEqual([107])
    await hr.close()
    await runScriptFile(join(rootFolder, 'db/hr/hr_uninstall.sql'), { login: admin(), args: [], log: () => {} })
    await install()
    hr = await oracledb.getConnection({ connectString: database.connectString, user: 'hr', password: 'Owner1' })
    expect(await column('select count(*) from employees')).toEqual([107])
  })
})
