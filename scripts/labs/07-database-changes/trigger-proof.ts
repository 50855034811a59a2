/** Both triggers at work, whatever the clock says: in a schema of their own, where the function that reads the clock is replaced. */
import { readChangelog, update } from '@cicd-oracle/changes'
import type { Connection } from 'oracledb'
import { HR_CHANGELOG } from '../../lib/changelogs'
import type { Schema } from './scratch-schema'

export interface TriggerProof {
  /** The first line of each answer: 'allowed', or the error. */
  readonly decrease: string
  readonly increase: string
  readonly outOfHours: string
  /** WITHIN_BUSINESS_HOURS as the changelog makes it, at four times of a day in its time zone. */
  readonly hours: readonly string[]
}

const TRIGGERS = ['chlg/changelog_002.sql', 'chlg/changelog_003.sql']
const EDGES = ['08:59:59', '09:00:00', '17:59:59', '18:00:00']

export async function proveTriggers({ connection }: Schema): Promise<TriggerProof> {
  await connection.execute('create table employees (employee_id number(6) primary key, salary number(8,2))')
  await connection.execute('insert into employees values (100, 24000)')
  await connection.commit()
  await update(connection, readChangelog(TRIGGERS, HR_CHANGELOG.searchPath))
  const hours: string[] = []
  for (const time of EDGES) {
    const { rows } = await connection.execute<[string]>(`select within_business_hours(timestamp '2026-01-15 ${time} Europe/Bucharest') from dual`)
    hours.push(`${time} ${rows![0][0]}`)
  }
  await answerAlways(connection, 'Y')
  const decrease = await answerTo(connection, 'update employees set salary = salary - 1 where employee_id = 100')
  const increase = await answerTo(connection, 'update employees set salary = salary + 1 where employee_id = 100')
  await answerAlways(connection, 'N')
  const outOfHours = await answerTo(connection, 'update employees set salary = salary + 1 where employee_id = 100')
  return { decrease, increase, outOfHours, hours }
}

const answerAlways = (connection: Connection, answer: 'Y' | 'N') =>
  connection.execute(`create or replace function within_business_hours (p_at in timestamp with time zone) return varchar2 is begin return '${answer}'; end;`)

async function answerTo(connection: Connection, sql: string): Promise<string> {
  try {
    await connection.execute(sql)
    return 'allowed'
  } catch (error) {
    return (error as Error).message.split('\n')[0]
  } finally {
    await connection.rollback()
  }
}
