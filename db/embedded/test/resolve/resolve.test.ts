import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type * as oracledb from 'oracledb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../wire/test-server'
import { readCases, runCase } from './run-case'

const folder = join(__dirname, 'cases')
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

for (const file of readdirSync(folder).sort()) {
  describe(file.replace(/\.txt$/, '').replace(/-/g, ' '), () => {
    const connections = new Map<string, oracledb.Connection>()
    const owner = file.replace(/\W/g, '').replace(/txt$/, '').toUpperCase()
    async function connection(user: string): Promise<oracledb.Connection> {
      const known = connections.get(user)
      if (known) return known
      const admin = await server.connect()
      await admin.execute(`create user ${user} identified by pw quota unlimited on users`)
      await admin.execute(`grant ${user === owner ? 'dba' : 'create session'} to ${user}`)
      await admin.close()
      const made = await server.connect({ user, password: 'pw' })
      connections.set(user, made)
      return made
    }
    afterAll(async () => {
      for (const c of connections.values()) await c.close()
    })
    let previous = ''
    for (const one of readCases(join(folder, file))) {
      const name = one.title === previous ? `${one.title}, line ${one.line}` : one.title
      previous = one.title
      it(name, async () => {
        const got = await runCase(await connection(one.user ?? owner), one)
        if (one.expected === undefined) expect(got, one.sql).not.toMatch(/^(ORA|NJS)-/)
        else expect(got, one.sql).toBe(one.expected)
      })
    }
  })
}
