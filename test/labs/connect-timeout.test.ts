/** Lab 4's failure on purpose (4.7): what the drivers say where no database answers. */
import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Attempt, attemptLine, LIMIT, type Place, tryConnects } from '../../scripts/labs/04-oracle-database/connect-timeout'

let attempts: Attempt[]
beforeAll(async () => {
  attempts = await tryConnects()
}, 60_000)
const of = (driver: Attempt['driver'], place: Place) => attempts.find((attempt) => attempt.driver === driver && attempt.place === place)!

describe('a database that does not answer', () => {
  it('is a time-out with the code and words of node-oracledb', () => {
    expect(of('node-oracledb', 'silent')).toMatchObject({ code: 'NJS-510', text: expect.stringMatching(/timed out.*"connectTimeout"/) })
    expect(of('node-oracledb', 'silent').seconds).toBeGreaterThanOrEqual(LIMIT * 0.9)
  })
  it('is nothing that python-oracledb has a limit for: ours ends it', () => {
    expect(of('python-oracledb', 'silent')).toMatchObject({ code: null, text: null })
  })
  it.skipIf(process.platform !== 'linux')('is a time-out in both where the port does not even accept', () => {
    expect(of('node-oracledb', 'full')).toMatchObject({ code: 'NJS-510', text: expect.stringContaining('timed out') })
    expect(of('python-oracledb', 'full')).toMatchObject({ code: 'DPY-6005', text: expect.stringContaining('timed out') })
  })
  it('is refused at once where nothing listens', () => {
    for (const [driver, code] of [['node-oracledb', 'NJS-503'], ['python-oracledb', 'DPY-6005']] as const) {
      expect(of(driver, 'empty')).toMatchObject({ code, text: expect.stringMatching(/refused/i) })
      expect(of(driver, 'empty').seconds).toBeLessThan(LIMIT)
    }
  })
  it.skipIf(process.platform === 'win32')('leaves no process behind', () => {
    const ours = execFileSync('ps', ['-e', '-o', 'ppid=,args='], { encoding: 'utf8' }).split('\n').filter((line) => Number.parseInt(line, 10) === process.pid)
    expect(ours.filter((line) => line.includes('connect_timeout.py'))).toEqual([])
  })
  it('is told in one line', () => {
    for (const attempt of attempts) expect(attemptLine(attempt)).not.toMatch(/\n|CONNECTION_ID/)
    expect(attemptLine(of('python-oracledb', 'silent'))).toContain('has no limit for this')
  })
})
