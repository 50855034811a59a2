/** Runs a file of Python checks against a server; the checks' names are the tests. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, startTestServer, type TestServer } from '../wire/test-server'

/** A Python that has the driver: the app's environment, or the one that is named. */
const python = [process.env.PYTHON_WITH_ORACLEDB, resolve(__dirname, '../../../../.venv/bin/python'), resolve(__dirname, '../../../../app/.venv/bin/python'), 'python3']
  .filter(p => p !== undefined)
  .find(p => (!p.includes('/') || existsSync(p)) && spawnSync(p, ['-c', 'import oracledb']).status === 0)

/** `names` are those of the checks in `file`, with blanks. */
export function pythonChecks(title: string, file: string, names: readonly string[]): void {
  describe.skipIf(!python)(title, () => {
    let test: TestServer
    const results = new Map<string, string | null>()
    let output = ''

    beforeAll(async () => {
      test = await startTestServer()
      const child = spawn(python ?? '', [join(__dirname, file), test.connectString, PASSWORD])
      child.stdout.on('data', chunk => (output += chunk))
      child.stderr.on('data', chunk => (output += chunk))
      const code = await new Promise(done => child.on('close', done))
      for (const line of output.split('\n')) {
        if (!line.startsWith('{')) continue
        const { name, error } = JSON.parse(line)
        results.set(name, error)
      }
      expect(code, output).toBe(0)
    }, 120_000)
    afterAll(async () => test.stop())

    it.each(names)('%s', name => expect(results.get(name)).toBeNull())
    it('runs no check that is not listed', () => expect([...results.keys()].filter(name => !names.includes(name))).toEqual([]))
    it('makes the server log nothing unexpected', () => expect(test.log.filter(line => /unexpected|no rule|protocol/.test(line))).toEqual([]))
  })
}
