/** Several services, SYS AS SYSDBA, the local login, ALTER SESSION SET CONTAINER. */
import { mkdtempSync, rmSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type Server } from '../../server'

const folder = mkdtempSync(join(tmpdir(), 'services-'))
const localLogin = { user: 'SYS#LOCAL', password: 'only this process knows' }
const open: oracledb.Connection[] = []
let server: Server

const start = (): Promise<Server> => startServer({ dataDir: join(folder, 'data'), furtherServices: ['sales', 'HISTORY'], localLogin })
async function connect(user: string, password: string, { service = 'FREEPDB1', sysdba = false, host = '127.0.0.1' } = {}): Promise<oracledb.Connection> {
  const connection = await oracledb.getConnection({ user, password, connectString: `${host}:${server.port}/${service}`, ...(sysdba && { privilege: oracledb.SYSDBA }) })
  open.push(connection)
  return connection
}
const value = async (connection: oracledb.Connection, sql: string): Promise<unknown> => (await connection.execute<unknown[]>(sql)).rows?.[0]?.[0]

beforeAll(async () => {
  server = await start()
  for (const service of server.services) for (const user of ['SYS', 'SYSTEM']) await server.setPassword(user, 'Not1Default', service)
})
afterAll(async () => {
  for (const connection of open) await connection.close().catch(() => undefined)
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('services', () => {
  it('are there by name, each with users and tables of its own', async () => {
    expect(server.services).toEqual(['FREEPDB1', 'SALES', 'HISTORY'])
    for (const [i, service] of server.services.entries()) {
      const system = await connect('system', 'Not1Default', { service: service.toLowerCase() })
      expect(await value(system, "select sys_context('userenv', 'con_name') from dual")).toBe(service)
      await system.execute('create user app identified by "x' + service + '"')
      await system.execute('grant connect, resource, unlimited tablespace to app')
      const app = await connect('app', `x${service}`, { service })
      await app.execute('create table t (n number)')
      await app.execute(`insert into t select level from dual connect by level <= ${i + 1}`, [], { autoCommit: true })
    }
    for (const [i, service] of server.services.entries()) expect(await value(await connect('app', `x${service}`, { service }), 'select count(*) from t')).toBe(i + 1)
    await expect(connect('app', 'xSALES', { service: 'HISTORY' })).rejects.toThrow(/ORA-01017/)
  })
  it('have units of PL/SQL of their own', async () => {
    const sales = await connect('app', 'xSALES', { service: 'SALES' })
    await sales.execute('create or replace function f return number is n number; begin select count(*) into n from t; return n; end;')
    expect(await value(sales, 'select f from dual')).toBe(2)
    await expect(value(await connect('app', 'xHISTORY', { service: 'HISTORY' }), 'select f from dual')).rejects.toThrow(/ORA-00904/)
  })
  it('see their own sessions only', async () => {
    const system = await connect('system', 'Not1Default', { service: 'HISTORY' })
    expect(await value(system, "select count(*) from v$session where username = 'APP'")).toBe(3)
  })
  it('that are not there are ORA-12514', async () => {
    await expect(connect('system', 'Not1Default', { service: 'NOWHERE' })).rejects.toThrow(/NJS-518|ORA-12514/)
  })
  it('are refused when their name is none, or taken', async () => {
    const names = (furtherServices: string[]): Promise<Server> => startServer({ dataDir: join(folder, 'none'), furtherServices })
    await expect(names(['no-name'])).rejects.toThrow(/NO-NAME is no name of a service/)
    await expect(names(['xepdb1'])).rejects.toThrow(/XEPDB1 is another name of FREEPDB1/)
  })
})

describe('SYS', () => {
  it('logs on as SYSDBA only, and nobody else does', async () => {
    const sys = await connect('sys', 'Not1Default', { sysdba: true })
    expect(await value(sys, 'select user from dual')).toBe('SYS')
    await sys.execute('create user made_by_sys identified by "Some1Password" quota unlimited on users')
    await sys.execute('create table made_by_sys.t (n number)')
    expect(await value(sys, 'select count(*) from made_by_sys.t')).toBe(0)
    await expect(connect('sys', 'Not1Default')).rejects.toThrow(/ORA-28009/)
    await expect(connect('system', 'Not1Default', { sysdba: true })).rejects.toThrow(/ORA-01017/)
    await expect(connect('sys', 'wrong', { sysdba: true })).rejects.toThrow(/ORA-01017/)
  })
  it('logs on locally without a password in the database', async () => {
    const sys = await connect(localLogin.user, localLogin.password, { sysdba: true, service: 'SALES' })
    expect(await value(sys, 'select user from dual')).toBe('SYS')
    await expect(connect(localLogin.user, 'x', { sysdba: true })).rejects.toThrow(/ORA-01017/)
    await expect(connect(localLogin.user, localLogin.password)).rejects.toThrow(/ORA-28009/)
  })
})

describe('ALTER SESSION SET CONTAINER', () => {
  it('goes on in another service, with the statements that the client keeps', async () => {
    const system = await connect('system', 'Not1Default')
    const count = 'select count(*) from app.t'
    expect(await value(system, count)).toBe(1)
    await system.execute('alter session set container = sales')
    expect(await value(system, count)).toBe(2)
    expect(await value(system, "select sys_context('userenv', 'con_name') from dual")).toBe('SALES')
    await system.execute('ALTER SESSION SET CONTAINER=HISTORY')
    expect(await value(system, count)).toBe(3)
    await system.execute('insert into app.t values (:n)', [4])
    await system.commit()
    await system.execute('alter session set container = freepdb1')
    await system.execute('insert into app.t values (:n)', [2])
    await system.commit()
    expect(await value(system, count)).toBe(2)
  })
  it('fails as in Oracle', async () => {
    const system = await connect('system', 'Not1Default')
    await expect(system.execute('alter session set container = nowhere')).rejects.toThrow(/ORA-65011/)
    await expect(system.execute('alter session set container = cdb$root')).rejects.toThrow(/ORA-03001.*CDB\$ROOT/s)
    await expect(system.execute("begin execute immediate 'alter session set container = sales'; end;")).rejects.toThrow(/ORA-03001/)
    await system.execute('insert into app.t values (9)')
    await expect(system.execute('alter session set container = sales')).rejects.toThrow(/ORA-65023/)
    await system.rollback()
    const app = await connect('app', 'xFREEPDB1')
    await expect(app.execute('alter session set container = sales')).rejects.toThrow(/ORA-01031/)
    expect(await value(app, 'select count(*) from t')).toBe(2)
  })
})

describe('off loopback', () => {
  const address = Object.values(networkInterfaces()).flat().find(one => one && !one.internal && one.family === 'IPv4')?.address
  it.skipIf(!address)('default passwords and the local login do not count', async () => {
    const system = await connect('system', 'Not1Default')
    await system.execute('alter user system identified by manager')
    await server.listenOn('0.0.0.0')
    expect(await value(system, 'select 1 from dual')).toBe(1)
    await expect(connect('system', 'manager', { host: address })).rejects.toThrow(/ORA-28003/)
    await connect('system', 'manager')
    await expect(connect(localLogin.user, localLogin.password, { host: address, sysdba: true })).rejects.toThrow(/ORA-01017/)
    await system.execute('alter user system identified by "Not1Default"')
    await connect('system', 'Not1Default', { host: address })
  })
})

describe('a restart', () => {
  it('keeps all services', async () => {
    for (const connection of open.splice(0)) await connection.close().catch(() => undefined)
    await server.stop()
    server = await startServer({ dataDir: join(folder, 'data') })
    expect(server.services).toEqual(['FREEPDB1', 'SALES', 'HISTORY'])
    expect(await value(await connect('app', 'xHISTORY', { service: 'HISTORY' }), 'select count(*) from t')).toBe(4)
    expect(await value(await connect('app', 'xSALES', { service: 'SALES' }), 'select f from dual')).toBe(2)
  })
})
