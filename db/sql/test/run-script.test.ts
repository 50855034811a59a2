import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, startEmbedded, stopEmbedded } from '../../connect'
import { rootFolder } from '../../../scripts/lib/root-folder'
import type { Login } from '../connect-string'
import { ScriptRunner } from '../script-runner'

let database: Database
const folder = mkdtempSync(join(tmpdir(), 'sql-script-'))
const scripts = join(folder, 'scripts')

beforeAll(async () => {
  mkdirSync(join(scripts, 'deep'), { recursive: true })
  database = await startEmbedded({ dataDir: join(folder, 'data') })
})
afterAll(async () => {
  await stopEmbedded(join(folder, 'data'))
  rmSync(folder, { recursive: true, force: true })
})

const open = (login: Login): Promise<oracledb.Connection> => oracledb.getConnection({ user: login.user, password: login.password, connectString: login.connectString })

interface Outcome { code: number; out: string; err: string }
async function run(script: string, args: readonly string[] = []): Promise<Outcome> {
  const login = { user: database.user, password: database.password, connectString: database.connectString }
  let out = ''
  let err = ''
  const runner = new ScriptRunner(await open(login), login, { write: t => void (out += t), writeError: t => void (err += t), connect: open, folder: scripts })
  try {
    return { code: await runner.run(script, join(scripts, 'test.sql'), args), out, err }
  } finally {
    await runner.currentConnection.close()
  }
}
/** The printed lines that are not blank. */
const lines = (o: Outcome): string[] => o.out.split('\n').filter(l => l.trim())

describe('statements', () => {
  it('print tables and say what they did', async () => {
    const o = await run(`create table s1 (id number(6) constraint s1_pk primary key, name varchar2(20), d date);
insert into s1 values (1, 'King; it''s', date '2024-01-05');
insert into s1 select 2, null, null from dual
/
select id, name, d from s1 order by id;
update s1 set name = 'x' where id = 3;
delete from s1;
drop table s1;`)
    expect(o).toMatchObject({ code: 0, err: '' })
    expect(lines(o)).toEqual(['Table created.', '1 row created.', '1 row created.', '        ID NAME       D', '---------- ---------- ---------',
      "         1 King; it's 05-JAN-24", '         2', '0 rows updated.', '2 rows deleted.', 'Table dropped.'])
  })

  it('count rows from the threshold of SET FEEDBACK on', async () => {
    const six = 'select 1 a from dual union all select 2 from dual union all select 3 from dual union all select 4 from dual union all select 5 from dual union all select 6 from dual;'
    expect(lines(await run(six)).at(-1)).toBe('6 rows selected.')
    expect(lines(await run(`set feedback off\n${six}`)).at(-1)).toBe('         6')
    expect(lines(await run('set feedback on heading off\nselect 7 from dual;'))).toEqual(['         7', '1 row selected.'])
    expect(lines(await run('select 1 from dual where 1 = 0;'))).toEqual(['no rows selected'])
  })

  it('show numbers with all their digits', async () => {
    const o = await run('select 12345678901234567890123456789012345678 n, 0.5 h, -0.25 q from dual;')
    expect(lines(o).at(-1)).toBe('12345678901234567890123456789012345678         .5       -.25')
  })

  it('run again with a slash, and are committed at the end', async () => {
    const first = await run('create table s2 (a number);\ninsert into s2 values (1);\n/\n')
    expect(first.code).toBe(0)
    expect(lines(await run('set heading off\nselect count(*) from s2;\ndrop table s2;'))[0].trim()).toBe('2')
  })

  it('with a bind variable are refused, for none is declared', async () => {
    expect((await run('select :x from dual;')).err).toContain('SP2-0552: Bind variable "X" not declared.')
  })
})

describe('errors', () => {
  it('stop the script with file, line, column and a caret, and undo what was not committed', async () => {
    await run('create table s3 (a number);')
    const o = await run('insert into s3 values (1);\n\nselect *\n  from nope;\nprompt never')
    expect(o.code).toBe(1)
    expect(o.err).toBe(`${join(scripts, 'test.sql')}:4:8: ORA-00942: table or view does not exist\n  > 4 |   from nope\n      |        ^\n`)
    expect(o.out).not.toContain('never')
    expect(lines(await run('set heading off\nselect count(*) from s3;\ndrop table s3;'))[0].trim()).toBe('0')
  })

  it('are passed over after WHENEVER SQLERROR CONTINUE', async () => {
    const o = await run('whenever sqlerror continue\ndrop table nope;\nprompt on')
    expect(o).toMatchObject({ code: 0, out: 'on\n' })
    expect(o.err).toContain('ORA-00942')
  })

  it('give the exit code of WHENEVER SQLERROR EXIT, and its end of the transaction', async () => {
    await run('create table s4 (a number);')
    expect((await run('whenever sqlerror exit 7 commit\ninsert into s4 values (1);\nselect x from dual;')).code).toBe(7)
    expect((await run('whenever sqlerror exit sql.sqlcode rollback\ninsert into s4 values (1);\nselect x from dual;')).code).toBe(904 % 256)
    expect(lines(await run('set heading off\nselect count(*) from s4;\ndrop table s4;'))[0].trim()).toBe('1')
  })

  it.each(['spool x', 'host ls', '!ls', 'accept x', 'column a format a10', 'variable x number', 'set markup html on', 'show sga'])('%s is refused by name', async command => {
    const o = await run(`prompt before\n${command}\nprompt after`)
    expect(o).toMatchObject({ code: 1, out: 'before\n' })
    expect(o.err).toMatch(/test\.sql:2:1: /)
  })

  it('of PL/SQL sent whole are Oracle errors too', async () => {
    const o = await run('begin\n  null;\nend;\n/\n')
    expect(o.code === 0 ? o.out : o.err).toMatch(/PL\/SQL/)
  })
})

describe('commands', () => {
  it('PROMPT, DEFINE, UNDEFINE and substitution', async () => {
    const o = await run(`define t = dual\ndefine c = "'quoted text'"\nprompt from &t.\nset verify off heading off\nselect &c from &t;\ndefine t\nundefine t\nselect 1 from &t;`)
    expect(lines(o)).toEqual(['from dual', 'quoted text', 'DEFINE T               = "dual" (CHAR)'])
    expect(o.err).toContain('substitution variable t is not defined')
  })

  it('VERIFY shows lines before and after', async () => {
    expect(lines(await run('define x = 1\nselect &x\n  from dual;')).slice(0, 2)).toEqual(['old   1: select &x', 'new   1: select 1'])
  })

  it('ECHO shows statements', async () => {
    expect(lines(await run('set echo on\ncommit;'))[0]).toBe('SQL> commit;')
  })

  it('TERMOUT hides output', async () => {
    expect((await run('set termout off\nselect 1 from dual;\nset termout on\nprompt shown')).out).toBe('shown\n')
  })

  it('DESC describes a table and says when there is none', async () => {
    const o = await run('create table s5 (id number(6) not null, v varchar2(20), n number(8,2), d date);\ndesc s5\ndrop table s5;\ndesc s5')
    expect(lines(o).slice(1, 7)).toEqual([' Name Null?    Type', ' ---- -------- ------------', ' ID   NOT NULL NUMBER(6)', ' V             VARCHAR2(20)', ' N             NUMBER(8,2)', ' D             DATE'])
    expect(o.err).toContain('ORA-00942')
    expect((await run('desc dual where 1=1')).err).toContain('Usage: DESCRIBE')
  })

  it('SHOW USER, SHOW ERRORS, SHOW of a setting', async () => {
    expect(lines(await run('show user\nshow errors\nshow linesize'))).toEqual([`USER is "${database.user.toUpperCase()}"`, 'No errors.', 'linesize 80'])
  })

  it('CONNECT changes the account', async () => {
    const o = await run(`connect ${database.adminUser}/"${database.adminPassword}"\nshow user\nconnect nobody/wrong`)
    expect(lines(o)).toEqual(['Connected.', `USER is "${database.adminUser.toUpperCase()}"`])
    expect(o.err).toContain('ORA-01017')
    expect(o.code).toBe(1)
  })

  it('EXIT ends everything with its code', async () => {
    expect(await run('prompt a\nexit 3\nprompt b')).toMatchObject({ code: 3, out: 'a\n' })
    expect((await run('exit failure')).code).toBe(1)
    expect((await run('quit;')).code).toBe(0)
  })

  it('@ and @@ run files with arguments, each from its own folder', async () => {
    writeFileSync(join(scripts, 'outer.sql'), 'prompt outer &1\n@@deep/inner.sql "two words" b\nprompt again &1\n')
    writeFileSync(join(scripts, 'deep', 'inner.sql'), 'prompt inner &1 &2\n@@innermost\n')
    writeFileSync(join(scripts, 'deep', 'innermost.sql'), 'prompt innermost\nexit 4\n')
    const o = await run('@outer one\n')
    expect(lines(o)).toEqual(['outer one', 'inner two words b', 'innermost'])
    expect(o.code).toBe(4)
  })

  it('a missing file and a file that calls itself are errors', async () => {
    writeFileSync(join(scripts, 'loop.sql'), '@@loop\n')
    expect((await run('@nowhere')).err).toContain('SP2-0310: unable to open file "nowhere.sql"')
    expect((await run('@loop')).err).toContain('SP2-0309')
    expect(await run('whenever oserror continue\n@nowhere\nprompt on')).toMatchObject({ code: 0, out: 'on\n' })
  })

  it('an error in a file of a file names that file', async () => {
    writeFileSync(join(scripts, 'bad.sql'), '-- first\nselec 1 from dual;\n')
    const o = await run('prompt x\n@bad')
    expect(o.err).toContain(`${join(scripts, 'bad.sql')}:2:1: ORA-00900: invalid SQL statement`)
  })
})

describe('the command line', () => {
  const command = (args: readonly string[], input = ''): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, ['scripts/bootstrap.cjs', 'db', 'sql', ...args], { cwd: rootFolder, input, encoding: 'utf8', env: { ...process.env, INIT_CWD: scripts, npm_config_loglevel: 'silent' } })
  const login = (): string => `${database.user}/${database.password}@${database.connectString}`

  it('runs a file with arguments, or standard input', () => {
    writeFileSync(join(scripts, 'hello.sql'), 'prompt hello &1\n')
    expect(command(['--connect', login(), 'hello.sql', 'world'])).toMatchObject({ status: 0, stdout: 'hello world\n' })
    expect(command(['--connect', login(), '-'], 'prompt from input\nexit 5\n')).toMatchObject({ status: 5, stdout: 'from input\n' })
  })

  it('fails in one sentence', () => {
    expect(command(['--connect', login(), 'nowhere.sql'])).toMatchObject({ status: 1, stderr: expect.stringMatching(/^nowhere\.sql cannot be read: .*\n$/) })
    expect(command(['--connect', 'hr'])).toMatchObject({ status: 1, stderr: expect.stringContaining('user/password@host:port/service') })
    expect(command(['--connect', `x/y@${database.connectString}`, '-'])).toMatchObject({ status: 1, stderr: expect.stringContaining('ORA-01017') })
    expect(command(['--wrong'])).toMatchObject({ status: 2 })
  })
})
