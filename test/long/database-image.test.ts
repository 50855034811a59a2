/** The embedded database's image honours the contract of gvenzl/oracle-free, and drops in where that is used. */
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { OracleDbContainer } from '@testcontainers/oraclefree'
import oracledb from 'oracledb'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../scripts/containers/engine'
import { IMAGES } from '../../scripts/containers/images'
import { buildForTest, type TryContainer, TryContainers } from './try-container'

const image = `${IMAGES.database.name}:try-${randomBytes(4).toString('hex')}`
const READY = 'DATABASE IS READY TO USE!'
const PASSWORD = 'Some1Password'
const READ_ONLY = { ReadonlyRootfs: true, Tmpfs: { '/tmp': '' }, SecurityOpt: ['no-new-privileges'], CapDrop: ['ALL'] }
let engine: Engine | undefined
let containers: TryContainers

beforeAll(async () => {
  engine = await buildForTest(IMAGES.database, image)
  if (engine) containers = new TryContainers(engine.docker, image)
}, 600_000)
afterEach(() => containers?.clear(), 60_000)
afterAll(() => engine?.docker.getImage(image).remove({ force: true }).catch(() => undefined))

const withEngine = (name: string, run: () => Promise<void>): void => it(name, async ({ skip }) => (engine ? run() : skip('no container engine answers')), 120_000)

async function ask<T>(database: TryContainer, { user, password, service = 'FREEPDB1', sysdba = false }: { user: string; password: string; service?: string; sysdba?: boolean }, sql: string): Promise<T[]> {
  const connection = await oracledb.getConnection({ user, password, connectString: `${await database.address()}/${service}`, ...(sysdba && { privilege: oracledb.SYSDBA }) })
  try {
    const { rows } = await connection.execute<[T]>(sql, [], { autoCommit: true })
    return (rows ?? []).map(([value]) => value)
  } finally {
    await connection.close()
  }
}

describe('the image', () => {
  withEngine('is at most 450 MB, runs as a numeric user, and holds no tests, keys or checkout', async () => {
    const { Size, Config } = await engine!.docker.getImage(image).inspect()
    expect(Size).toBeLessThanOrEqual(450e6)
    expect(Config.User).toBe('54321:54321')
    expect(Object.keys(Config.ExposedPorts!)).toEqual(['1521/tcp'])
    expect(Object.keys(Config.Volumes!)).toEqual(['/opt/oracle/oradata'])
    const database = await containers.start({ env: { ORACLE_PASSWORD: PASSWORD } })
    const { output } = await database.run(['sh', '-c', 'find / -xdev \\( -name "*.test.*" -o -name .git -o -name "id_rsa*" -o -name "*.key" \\) -not -path "/usr/*" -not -path "/proc/*" 2>/dev/null; find /opt/database -user 54321'])
    expect(output).toBe('')
  })

  withEngine('is ready within 3 s of its start, also with a read-only root file system', async () => {
    const taken: number[] = []
    // The best of a few: what else this machine does meanwhile is not the image's.
    for (let tries = 0; tries < 4 && !taken.some((seconds) => seconds <= 3); tries++) {
      const database = await containers.start({ env: { ORACLE_PASSWORD: PASSWORD, APP_USER: 'app', APP_USER_PASSWORD: 'secret of app' }, host: READ_ONLY })
      await database.until(READY)
      const lines = ((await database.container.logs({ stdout: true, timestamps: true, follow: false })) as unknown as Buffer).toString('latin1')
      const at = new RegExp(`(\\S{19})\\.(\\d{3})\\d*Z ${READY}`).exec(lines)!
      taken.push((Date.parse(`${at[1]}.${at[2]}Z`) - Date.parse((await database.container.inspect()).State.StartedAt)) / 1000)
      expect(await ask(database, { user: 'app', password: 'secret of app' }, 'select user from dual')).toEqual(['APP'])
    }
    expect(Math.min(...taken)).toBeLessThanOrEqual(3)
  })
})

describe('its variables', () => {
  withEngine('make administrators, services and the app user in each', async () => {
    const database = await containers.start({ env: { ORACLE_PASSWORD: PASSWORD, APP_USER: 'app', APP_USER_PASSWORD: 'x1', ORACLE_DATABASE: 'sales, history' } })
    await database.until(READY)
    const app = { user: 'app', password: 'x1' }
    for (const service of ['FREEPDB1', 'SALES', 'HISTORY']) {
      expect(await ask(database, { ...app, service }, "select sys_context('userenv', 'con_name') from dual")).toEqual([service])
      await ask(database, { ...app, service }, `create table of_${service} (n number)`)
      expect(await ask(database, { ...app, service }, 'select table_name from user_tables')).toEqual([`OF_${service}`])
      expect(await ask(database, { user: 'system', password: PASSWORD, service }, "select username from all_users where username = 'APP'")).toEqual(['APP'])
      expect(await ask(database, { user: 'sys', password: PASSWORD, service, sysdba: true }, 'select user from dual')).toEqual(['SYS'])
    }
    expect(await ask(database, app, 'select granted_role from user_role_privs order by 1')).toEqual(['CONNECT', 'RESOURCE'])
    for (const [services, code] of [[[], 0], [['SALES', 'freepdb1'], 0], [['NOWHERE'], 1]] as const) expect((await database.run(['healthcheck.sh', ...services])).code).toBe(code)
  })

  withEngine('may name files, or ask for a password made at random', async () => {
    const database = await containers.start({
      env: { ORACLE_RANDOM_PASSWORD: 'yes', APP_USER: 'app', APP_USER_PASSWORD_FILE: '/run/app' }, files: { '/run/app': 'from a file\n' }
    })
    const [, password] = /ORACLE PASSWORD FOR SYS AND SYSTEM: (\S+)/.exec(await database.until(READY))!
    expect(await ask(database, { user: 'system', password }, 'select 1 from dual')).toEqual([1])
    expect(await ask(database, { user: 'app', password: 'from a file' }, 'select 1 from dual')).toEqual([1])
    expect((await database.run(['healthcheck.sh'])).code).toBe(0)
  })

  const wrong: readonly [why: string, env: Record<string, string>, said: RegExp][] = [
    ['no password', {}, /No password is given/],
    ['an empty password', { ORACLE_PASSWORD: '' }, /ORACLE_PASSWORD is empty/],
    ["Oracle's own password", { ORACLE_PASSWORD: 'oracle' }, /everybody knows/],
    ['change_on_install', { ORACLE_PASSWORD: 'CHANGE_ON_INSTALL' }, /everybody knows/],
    ['two passwords', { ORACLE_PASSWORD: PASSWORD, ORACLE_RANDOM_PASSWORD: 'yes' }, /both set/],
    ['a password and a file', { ORACLE_PASSWORD: PASSWORD, ORACLE_PASSWORD_FILE: '/etc/hostname' }, /both set/],
    ['a file that is not there', { ORACLE_PASSWORD_FILE: '/nowhere' }, /ORACLE_PASSWORD_FILE cannot be read/],
    ['a user without a password', { ORACLE_PASSWORD: PASSWORD, APP_USER: 'app' }, /APP_USER is set without/],
    ['a password without a user', { ORACLE_PASSWORD: PASSWORD, APP_USER_PASSWORD: 'x' }, /APP_USER_PASSWORD is set without/],
    ['the sample user with its known password', { ORACLE_PASSWORD: PASSWORD, APP_USER: 'hr', APP_USER_PASSWORD: 'hr' }, /everybody knows/],
    ['a user that is no name', { ORACLE_PASSWORD: PASSWORD, APP_USER: 'a b', APP_USER_PASSWORD: 'x' }, /APP_USER is "a b"/],
    ['a service that is no name', { ORACLE_PASSWORD: PASSWORD, ORACLE_DATABASE: 'a-b' }, /ORACLE_DATABASE names A-B/]
  ]
  withEngine(`are refused when they are wrong: ${wrong.map(([why]) => why).join(', ')}`, async () => {
    for (const [why, env, said] of wrong) {
      const { code, log } = await (await containers.start({ env })).end()
      expect(log, why).toMatch(said)
      expect(code, why).toBe(2)
    }
  })
})

describe('its data', () => {
  withEngine('outlive a stop, a kill and the container; one container at a time has them', async () => {
    const volume = await containers.volume()
    const options = { env: { ORACLE_PASSWORD: PASSWORD, ORACLE_DATABASE: 'SALES' }, host: { ...READ_ONLY, Mounts: [{ Type: 'volume' as const, Source: volume, Target: '/opt/oracle/oradata' }], PortBindings: { '1521/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] } } }
    const first = await containers.start(options)
    await first.until(READY)
    const system = { user: 'system', password: PASSWORD, service: 'SALES' }
    await ask(first, system, 'create table kept (n number)')
    await ask(first, system, 'insert into kept values (1)')
    const second = await (await containers.start(options)).end()
    expect(second.code).toBe(1)
    expect(second.log).toMatch(/another container runs on the volume/)
    const started = Date.now()
    await first.container.stop({ t: 10 })
    expect(Date.now() - started).toBeLessThan(3000)
    expect((await first.container.inspect()).State.ExitCode).toBe(0)
    await first.container.start()
    await first.until(READY, 2)
    await ask(first, system, 'insert into kept values (2)')
    await first.container.kill()
    const third = await containers.start({ ...options, env: {} })
    await third.until(READY)
    expect(await ask(third, system, 'select n from kept order by n')).toEqual([1, 2])
  })
})

describe('its scripts', () => {
  const files = {
    '/container-entrypoint-initdb.d/1_user.sql': `select user as who from dual;
drop table nothing;
create user in_freepdb1 identified by "x1";
alter session set container = sales;
create user owner identified by owner1 quota unlimited on users;
grant connect, resource to owner;
connect owner/owner1@//localhost/SALES
create table t (n number);
insert into t values (1);
`,
    '/container-entrypoint-initdb.d/2_folder/a.sh*': '#!/bin/sh\necho "insert into t values ($ORACLE_PASSWORD);" | sqlplus -s owner/owner1@SALES\n',
    '/container-entrypoint-initdb.d/2_folder/b.sh': 'createAppUser other other1 SALES\nsqlplus -s / as sysdba <<X\nselect count(*) as others from all_users where username = \'IN_FREEPDB1\';\nX\n',
    '/container-entrypoint-initdb.d/3.sql.gz': gzipSync('connect owner/owner1@SALES\ninsert into t values (3);\n'),
    '/container-entrypoint-initdb.d/read.me': 'nothing',
    '/container-entrypoint-startdb.d/each.sql': 'connect owner/owner1@SALES\ninsert into t values (100);\n'
  }
  withEngine('run in order: .sql as SYS in FREEPDB1 or where they go, .sql.gz, .sh, folders; startdb.d at every start', async () => {
    const database = await containers.start({ env: { ORACLE_PASSWORD: '2', ORACLE_DATABASE: 'SALES' }, files })
    const log = await database.until(READY)
    expect(log).toMatch(/WHO\s+-+\s+SYS\s/)
    expect(log).toMatch(/1_user\.sql:2:12: ORA-00942/)
    expect(log).toMatch(/OTHERS\s+-+\s+1\s/)
    expect(log).toMatch(/ignoring \/container-entrypoint-initdb.d\/read.me/)
    const owner = { user: 'owner', password: 'owner1', service: 'SALES' }
    expect(await ask(database, owner, 'select n from t order by n')).toEqual([1, 2, 3, 100])
    expect(await ask(database, { user: 'other', password: 'other1', service: 'SALES' }, 'select 1 from dual')).toEqual([1])
    await database.container.restart({ t: 10 })
    await database.until(READY, 2)
    expect(await ask(database, owner, 'select n from t order by n')).toEqual([1, 2, 3, 100, 100])
  })

  const failing: readonly [name: string, text: string, said: RegExp][] = [
    ['a.sh*', '#!/bin/sh\nexit 7\n', /a\.sh ended with exit code 7/],
    ['b.sql', 'whenever sqlerror exit 5\nselect * from nothing;\n', /b\.sql ended with exit code 5/],
    ['c.sql', 'spool x\n', /SPOOL is not supported/],
    ['d.sql.zip', '', /\.sql\.zip is not supported/]
  ]
  withEngine('that fail, or are not supported, end the container; the next start begins anew', async () => {
    for (const [name, text, said] of failing) {
      const { code, log } = await (await containers.start({ env: { ORACLE_PASSWORD: PASSWORD }, files: { [`/container-entrypoint-initdb.d/${name}`]: text } })).end()
      expect(log, name).toMatch(said)
      expect(log, name).not.toContain(READY)
      expect(code, name).toBe(1)
    }
    const database = await containers.start({ env: { ORACLE_PASSWORD: PASSWORD }, files: { '/container-entrypoint-initdb.d/once.sh*': '#!/bin/sh\n[ -e /tmp/tried ] || { touch /tmp/tried; exit 1; }\n' } })
    await database.end()
    await database.container.start()
    expect(await database.until(READY)).toMatch(/an earlier start did not finish/)
  })

  withEngine('keep other machines out, and a stop does not wait for them', async () => {
    const database = await containers.start({ env: { ORACLE_PASSWORD: PASSWORD }, files: { '/container-entrypoint-initdb.d/long.sql': 'prompt here it is\nbegin dbms_session.sleep(60); end;\n/\n' } })
    await database.until('here it is')
    expect((await database.run(['healthcheck.sh'])).code).toBe(1)
    await expect(ask(database, { user: 'system', password: PASSWORD }, 'select 1 from dual')).rejects.toThrow(/NJS-5/)
    const started = Date.now()
    await database.container.stop({ t: 10 })
    expect(Date.now() - started).toBeLessThan(5000)
    expect((await database.container.inspect()).State.ExitCode).toBe(0)
  })
})

describe('its commands', () => {
  withEngine('resetPassword, createAppUser and sqlplus do as their names say, and say what they do not do', async () => {
    const database = await containers.start({ env: { ORACLE_PASSWORD: PASSWORD } })
    await database.until(READY)
    expect((await database.run(['resetPassword', 'manager'])).code).toBe(2)
    expect((await database.run(['resetPassword', 'Another1'])).code).toBe(0)
    expect((await database.run(['createAppUser', 'someone', 'x1'])).code).toBe(0)
    await expect(ask(database, { user: 'system', password: PASSWORD }, 'select 1 from dual')).rejects.toThrow(/ORA-01017/)
    expect((await database.run(['sqlplus', '-s', 'system/Another1@FREEPDB1'], 'select 6 * 7 as answer from dual;')).output).toMatch(/ANSWER\s+-+\s+42/)
    expect((await database.run(['sqlplus', '-s', 'someone/x1'], 'whenever sqlerror exit 3\nselect * from nothing;')).code).toBe(3)
    for (const [words, said] of [[['/nolog'], /\/NOLOG is not supported/], [['-m', 'csv on', 'a/b'], /-m is not supported/], [['someone/wrong'], /ORA-01017/]] as const) {
      const { code, output } = await database.run(['sqlplus', ...words], '')
      expect(code).toBe(1)
      expect(output).toMatch(said)
    }
    // Log on as anybody does from another machine: the port is published, so these come from one.
    expect((await database.run(['sqlplus', '-s', '/ as sysdba'], 'alter user system identified by manager;')).code).toBe(0)
    await expect(ask(database, { user: 'system', password: 'manager' }, 'select 1 from dual')).rejects.toThrow(/ORA-28003/)
  })
})

describe("Testcontainers' Oracle module", () => {
  withEngine('starts it with its own defaults, and with a database of its own', async () => {
    process.env.DOCKER_HOST ??= engine!.host
    process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true'
    for (const database of [undefined, 'mine']) {
      const module = new OracleDbContainer(image)
      const started = await (database ? module.withDatabase(database) : module).start()
      try {
        for (const connectString of [started.getUrl(), started.getConnectionDescriptor()]) {
          const connection = await oracledb.getConnection({ user: started.getUsername(), password: started.getPassword(), connectString })
          expect((await connection.execute<[string]>("select sys_context('userenv', 'con_name') from dual")).rows).toEqual([[database?.toUpperCase() ?? 'FREEPDB1']])
          await connection.close()
        }
      } finally {
        await started.stop()
      }
    }
  })
})
