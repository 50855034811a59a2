/** `npm run compare` on two embedded databases with different contents. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, startEmbedded, stopEmbedded } from '../../db/connect'
import { rootFolder } from '../../scripts/lib/root-folder'

const folder = mkdtempSync(join(tmpdir(), 'compare-db-'))
const databases: Database[] = []
const admin = ({ connectString, adminUser, adminPassword }: Database) => ({ connectString, user: adminUser, password: adminPassword })
const asAdmin = ({ connectString, adminUser, adminPassword }: Database) => `${adminUser}/${adminPassword}@${connectString}`
const asUser = ({ connectString, user, password }: Database) => `${user}/${password}@${connectString}`

/** The same table in both, but for a size, a row, and a procedure that only one has. */
const CONTENTS = [
  ['create table shared.part (id number(6) not null, name varchar2(20))', "insert into shared.part values (1, 'bolt')", "insert into shared.part values (2, 'nut')", 'create procedure shared.greet as begin dbms_output.put_line(\'hello\'); end;'],
  ['create table shared.part (id number(6), name varchar2(40))', "insert into shared.part values (2, 'nut')", "insert into shared.part values (1, 'bold')", 'create procedure shared.greet as begin dbms_output.put_line(\'hallo\'); end;']
]

beforeAll(async () => {
  for (const [i, contents] of CONTENTS.entries()) {
    databases[i] = await startEmbedded({ dataDir: join(folder, String(i)), tether: true })
    const connection = await oracledb.getConnection(admin(databases[i]))
    await connection.execute('create user shared identified by "Shared1234"')
    await connection.execute('grant unlimited tablespace to shared')
    for (const sql of contents) await connection.execute(sql)
    await connection.execute('grant select on shared.part to public')
    await connection.execute('grant execute on shared.greet to public')
    await connection.commit()
    await connection.close()
  }
}, 120_000)
afterAll(async () => {
  for (const i of databases.keys()) await stopEmbedded(join(folder, String(i)))
  rmSync(folder, { recursive: true, force: true })
})

const script = (text: string): string => {
  const file = join(folder, 'script.sql')
  writeFileSync(file, text)
  return file
}
interface Report { same: boolean; statements: { line: number; differences: { kind: string; of?: string; a: string; b: string; expected?: string[] }[]; notRun?: string }[] }
function compare(...words: string[]): { code: number | null; out: string; err: string; report: Report } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(rootFolder, 'scripts/bootstrap.cjs'), 'compare', '--report', join(folder, 'report.json'), ...words], { encoding: 'utf8', env: { ...process.env, INIT_CWD: folder } })
  const report = status === 0 || status === 1 ? (JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report) : { same: false, statements: [] }
  return { code: status, out: stdout, err: stderr, report }
}
const usersOf = async (database: Database) => {
  const connection = await oracledb.getConnection(admin(database))
  const { rows } = await connection.execute<[string]>("select username from all_users where username like 'COMPARE%'")
  await connection.close()
  return rows!.map(([name]) => name)
}
const kindsAt = ({ statements }: Report, line: number) => statements.find((statement) => statement.line === line)!.differences.map(({ kind, of }) => [kind, of].filter(Boolean).join(' '))

describe('a script on two databases', () => {
  it('that behave alike is the same: exit code 0, and the users made for it are gone', async () => {
    const { code, out, report } = compare(asAdmin(databases[0]), asAdmin(databases[1]), script('create table t (n number(6,2), at timestamp);\ninsert into t values (1/3, timestamp \'2024-01-05 10:00:00.5\');\nselect * from t;\nselect nothing from t;\ncreate procedure p as begin gone; end;\n/\nvariable n number\nexec :n := 7\nselect :n from dual;\n'))
    expect({ code, same: report.same }, out).toEqual({ code: 0, same: true })
    expect(out).toMatch(/7 statements: 7 the same, 0 different/)
    expect(out).toContain('made for this and removed afterwards')
    expect([await usersOf(databases[0]), await usersOf(databases[1])]).toEqual([[], []])
  })
  it('names line, statement and what each side says: exit code 1', () => {
    const { code, out, report } = compare(asAdmin(databases[0]), asAdmin(databases[1]), script("select id from shared.part;\nselect name from shared.part where id = 2;\nselect name from shared.part order by id;\nbegin shared.greet; end;\n/\nselect count(*) from shared.part;\nselect id / (id - 1) from shared.part where name = 'bolt';\nupdate shared.part set id = 1;\n"))
    expect(code).toBe(1)
    expect(kindsAt(report, 1)).toEqual(['nullable ID'])
    expect(kindsAt(report, 2)).toEqual(['size NAME'])
    expect(kindsAt(report, 3)).toEqual(['size NAME', 'rows'])
    expect(kindsAt(report, 4)).toEqual(['output'])
    expect(kindsAt(report, 6)).toEqual([])
    expect(kindsAt(report, 7)).toEqual(['error'])
    expect(kindsAt(report, 8)).toEqual([]) // ORA-01031 on both
    expect(out).toContain("script.sql:3  select name from shared.part order by id")
    expect(out).toContain("A  'bolt'")
    expect(out).toContain("B  'bold'")
    expect(out).toMatch(/A {2}ORA-01476/)
    expect(out).toMatch(/B {2}ok, 0 rows/)
  })
  it('does not count what is expected, says so, and counts the rest', () => {
    const file = script('select name from shared.part where id = 2;\nselect count(*) from shared.part where name = \'bolt\';\n')
    const ignored = compare(asAdmin(databases[0]), asAdmin(databases[1]), file, '--ignore', 'size')
    expect(ignored.code).toBe(1)
    expect(ignored.out).toContain('1 expected differences not counted: size 1')
    expect(ignored.report.statements[0].differences).toMatchObject([{ kind: 'size', expected: ['size'] }])
    writeFileSync(join(folder, 'list.txt'), '[parts] the two are filled differently\nsize column:NAME\nrows statement:/shared\\.part/\n')
    expect(compare(asAdmin(databases[0]), asAdmin(databases[1]), file, '--expected', 'list.txt')).toMatchObject({ code: 0, out: expect.stringContaining('2 expected differences not counted: parts 2') })
  })
  it('gives the users different names where both are one database, and does not count those', () => {
    const { code, out } = compare(asAdmin(databases[0]), asAdmin(databases[0]), script('select user from dual;\ncreate table t (n number constraint t_pk primary key);\ninsert into t values (1);\ninsert into t values (1);\nselect sysdate - sysdate from dual;\n'))
    expect(code, out).toBe(0)
    expect(out).toContain('not counted: user 1')
  })
  it('runs as the login itself where nobody may make users, and says so', () => {
    const { code, out } = compare(asUser(databases[0]), asUser(databases[1]), script('create table kept (n number);\ndrop table kept;\n'))
    expect(code, out).toBe(0)
    expect(out).toContain('no administrator is known')
    expect(compare(asUser(databases[0]), asUser(databases[1]), script('select user from dual;'), '--admin-a', `${databases[0].adminUser}/${databases[0].adminPassword}`)).toMatchObject({ code: 0, out: expect.stringMatching(/A {2}remote .*made for this[^]*not counted: user 1/) })
  })
})

describe('what cannot be compared', () => {
  it('is a usage error before anything runs: exit code 2', () => {
    expect(compare('embedded', 'embedded', script('select :x from dual;'))).toMatchObject({ code: 2, err: expect.stringContaining('script.sql:1:8: SP2-0552'), out: '' })
    expect(compare('embedded', 'embedded', 'gone.sql')).toMatchObject({ code: 2, err: expect.stringContaining('gone.sql cannot be read') })
    expect(compare('embedded')).toMatchObject({ code: 2 })
  })
  it('is a side that does not answer, or does not let in: exit code 3, and nothing is left on the other', async () => {
    const good = asAdmin(databases[0])
    expect(compare(good, 'x/y@127.0.0.1:1/none', script('select 1 from dual;'))).toMatchObject({ code: 3, err: expect.stringContaining('B: NJS-503') })
    expect(compare(good, `nobody/wrong@${databases[1].connectString}`, script('select 1 from dual;'))).toMatchObject({ code: 3, err: expect.stringContaining('B: ORA-01017') })
    expect(await usersOf(databases[0])).toEqual([])
  })
  it('is a statement that never ends: it is broken off, and the comparison goes on', () => {
    const { code, report } = compare(asAdmin(databases[0]), asAdmin(databases[1]), script('begin loop null; end loop; end;\n/\nselect 1 from dual;\n'), '--timeout', '1')
    expect({ code, statements: report.statements.length }).toEqual({ code: 0, statements: 2 })
  })
  it('is a connection that breaks: the rest is named as not run', async () => {
    const [host, port] = databases[1].connectString.split(/[:/]/)
    const breaking = await cutBehind(host, Number(port), 'cut here')
    try {
      const { code, out } = await new Promise<{ code: number | null; out: string }>((done) => {
        const service = `${databases[1].adminUser}/${databases[1].adminPassword}@127.0.0.1:${(breaking.address() as { port: number }).port}/FREEPDB1`
        const child = spawn(process.execPath, [join(rootFolder, 'scripts/bootstrap.cjs'), 'compare', asAdmin(databases[0]), service, script("select 1 from dual;\nselect 'cut here' from dual;\nselect 3 from dual;\n")], { env: { ...process.env, INIT_CWD: folder } })
        let text = ''
        child.stdout.on('data', (chunk) => (text += chunk))
        child.on('exit', (status) => done({ code: status, out: text }))
      })
      expect(code, out).toBe(1)
      expect(out).toMatch(/not run {6}B lost the connection at line 2/)
    } finally {
      breaking.close()
    }
  })
  it('is what an interrupt leaves: no user, no database', async () => {
    const child = spawn(process.execPath, [join(rootFolder, 'scripts/bootstrap.cjs'), 'compare', asAdmin(databases[0]), asAdmin(databases[1]), script('begin loop null; end loop; end;\n/\n')], { env: { ...process.env, INIT_CWD: folder }, stdio: ['ignore', 'pipe', 'ignore'] })
    const exit = new Promise<number | null>((done) => child.on('exit', done))
    await new Promise<void>((done) => {
      let text = ''
      child.stdout.on('data', (chunk) => {
        text += chunk
        if (/ B {2}remote/.test(text)) setTimeout(done, 500)
      })
    })
    child.kill('SIGINT')
    expect(await exit).toBe(130)
    expect([await usersOf(databases[0]), await usersOf(databases[1])]).toEqual([[], []])
  })
})

/** A listener before a database that closes the line when a client says a word. */
async function cutBehind(host: string, port: number, word: string): Promise<Server> {
  const { connect } = await import('node:net')
  const server = createServer((client) => {
    const database = connect(port, host)
    client.on('data', (chunk) => (chunk.includes(word) ? (client.destroy(), database.destroy()) : database.write(chunk)))
    database.on('data', (chunk) => client.write(chunk))
    for (const [one, other] of [[client, database], [database, client]]) one.on('close', () => other.destroy()).on('error', () => other.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return server
}
