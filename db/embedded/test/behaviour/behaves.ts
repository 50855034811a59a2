/** Makes a describe block of a case script: its sections are the tests, in order, on a server that has nothing else. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, startTestServer, type TestServer } from '../wire/test-server'
import { readScript, ScriptPlayer, type ScriptStep } from './script'

/** `area` names a file of cases/. Scripts begin as user H, a DBA. */
export function behaves(area: string): void {
  const sections = new Map<string, ScriptStep[]>()
  for (const step of readScript(join(__dirname, 'cases', `${area}.txt`))) sections.set(step.title, [...(sections.get(step.title) ?? []), step])

  describe(area, () => {
    let server: TestServer
    let player: ScriptPlayer
    beforeAll(async () => {
      server = await startTestServer()
      const system = await server.connect()
      await system.execute(`create user h identified by "${PASSWORD}" quota unlimited on users`)
      await system.execute('grant dba to h')
      await system.close()
      player = new ScriptPlayer(server.connectString, PASSWORD)
    })
    afterAll(async () => {
      await player.close()
      await server.stop()
    })
    for (const [title, steps] of sections)
      it(title, async () => {
        for (const step of steps)
          expect(`${step.line}: ${step.sql}\n=> ${await player.run(step)}`).toBe(`${step.line}: ${step.sql}\n=> ${step.expected ?? 'done'}`)
      })
  })
}
