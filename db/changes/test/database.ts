import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Server, startServer } from '@cicd-oracle/embedded'
import oracledb, { type Connection } from 'oracledb'

export interface TestDatabase {
  connect(user: string): Promise<Connection>
  /** A new user with all it needs for changelogs; its name. */
  newUser(): Promise<string>
  stop(): Promise<void>
}

/** A database of its own for a test file. The engine under test sees nothing of it but connections. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'changes-test-'))
  const server: Server = await startServer({ dataDir })
  await server.setPassword('SYSTEM', 'secret')
  const connect = (user: string) =>
    oracledb.getConnection({ connectString: `127.0.0.1:${server.port}/${server.service}`, user, password: 'secret' })
  const admin = await connect('SYSTEM')
  let users = 0
  return {
    connect,
    newUser: async () => {
      const name = `U${++users}`
      await admin.execute(`create user ${name} identified by "secret"`)
      await admin.execute(
        `grant create session, create table, create view, create sequence, create synonym, create procedure, create trigger, unlimited tablespace to ${name}`
      )
      return name
    },
    stop: async () => {
      await admin.close()
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}
